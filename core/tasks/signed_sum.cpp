#include "core/tasks/signed_sum.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/tasks/food_names.h"
#include "core/tasks/seeded_task.h"

namespace baryscope {
namespace {

constexpr int k_fewest_words = 3;

/// One-hot code of the word, and the charge. Token 2·word is "+word", 2·word + 1 is "-word".
Matrix signed_sum_features(int n_words) {
  Matrix features(2 * n_words, n_words + 1);
  for (int token = 0; token < features.n_rows; ++token) {
    const auto row = features.row(token);
    const int column = add_one_hot(row, 0, token / 2, n_words);
    row[static_cast<std::size_t>(column)] = token % 2 == 0 ? 1 : -1;
  }
  return features;
}

class SignedSum : public SeededTask {
 public:
  explicit SignedSum(const TaskOptions& options) : SeededTask(options) {
    check_task_option("signed-sum", "keys", options.keys, k_fewest_words,
                      static_cast<double>(k_food_names.size()) / 2,
                      "a text has both charges and a third word, and half of the words is absent");
    const auto n_words = static_cast<std::ptrdiff_t>(2) * options.keys;
    std::vector<std::string> words(k_food_names.begin(), k_food_names.begin() + n_words);
    std::vector<std::string> tokens;
    for (const std::string& word : words) {
      tokens.push_back("+" + word);
      tokens.push_back("-" + word);
    }
    set_vocabulary(std::move(tokens), signed_sum_features(static_cast<int>(n_words)),
                   k_fewest_words, options.keys);
    set_vector_names(std::move(words));
  }

  [[nodiscard]] bool is_right(std::span<const float> answer,
                              std::span<const float> truth) const override {
    float size = 0;
    for (const float entry : truth) size = std::max(size, std::abs(entry));
    for (std::size_t word = 0; word < truth.size(); ++word) {
      const bool right = truth[word] == 0 ? std::abs(answer[word]) < size / 4
                                          : answer[word] * truth[word] > size * size / 2;
      if (!right) return false;
    }
    return true;
  }

  [[nodiscard]] std::string example_text() const override {
    std::string text;
    for (int i = 0; i < std::min(options().keys, 6); ++i) {
      const char* charge = i % 3 == 1 ? "-" : "+";
      text += (i == 0 ? "" : " ") + (charge + vector_names()[static_cast<std::size_t>(i)]);
    }
    return text;
  }
  [[nodiscard]] std::string example_query() const override { return "-" + vector_names()[1]; }

 protected:
  void make_example(Random& random, TaskExample example) const override {
    const std::size_t n = example.ids.size();
    const std::size_t n_words = vector_names().size();
    std::vector<std::int64_t> words(n_words);
    std::iota(words.begin(), words.end(), std::int64_t{0});
    shuffle<std::int64_t>(random, words);
    const auto is_negative = [&](std::size_t i) { return example.ids[i] % 2; };
    std::int64_t n_negative = 0;
    do {
      n_negative = 0;
      for (std::size_t i = 0; i < n; ++i) {
        example.ids[i] = 2 * words[i] + static_cast<std::int64_t>(random.below(2));
        n_negative += is_negative(i);
      }
    } while (n_negative == 0 || n_negative == static_cast<std::int64_t>(n));
    const float size = 1.0F / static_cast<float>(n);
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t j = 0; j < n; ++j) {
        const bool alike = is_negative(i) == is_negative(j);
        example.vectors[i * n_words + static_cast<std::size_t>(words[j])] = alike ? size : -size;
      }
    }
  }
};

}  // namespace

std::unique_ptr<const Task> make_signed_sum(const TaskOptions& options) {
  return std::make_unique<const SignedSum>(options);
}

}  // namespace baryscope
