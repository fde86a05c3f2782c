#include "core/tasks/task.h"

#include "core/base/error.h"

namespace baryscope {

std::string typed_text(const TaskVocabulary& vocabulary, std::span<const std::int64_t> ids) {
  std::string text;
  for (const std::int64_t id : ids) {
    if (vocabulary.blank && id == *vocabulary.blank) continue;
    text += (text.empty() ? "" : " ") + vocabulary.tokens.at(static_cast<std::size_t>(id));
  }
  return text;
}

TaskBatch Task::make(Random& random, int n_examples) const {
  const int shortest = min_tokens();
  const int n_lengths = max_tokens() - shortest + 1;
  const int extra =
      n_lengths == 1 ? 0 : static_cast<int>(random.below(static_cast<std::uint64_t>(n_lengths)));
  return make_of_length(random, n_examples, shortest + extra);
}

std::vector<std::pair<int, int>> Task::true_pairs(std::span<const std::int64_t> /*ids*/,
                                                  int /*query*/) const {
  return {};
}

std::vector<int> Task::relevant_keys(std::span<const std::int64_t> /*ids*/, int /*query*/) const {
  return {};
}

bool Task::is_right(std::span<const float> /*answer*/, std::span<const float> /*truth*/) const {
  BARYSCOPE_CHECK(vector_dim() > 0);
  return false;
}

}  // namespace baryscope
