#include "core/tasks/needle.h"

#include <algorithm>
#include <cmath>

#include "core/tasks/food_names.h"
#include "core/tasks/seeded_task.h"

namespace baryscope {
namespace {

constexpr int k_words = 16;
constexpr int k_marks = 10;
constexpr int k_question = k_words * k_marks;
constexpr double k_noise_mark = 2;
constexpr double k_needle_mark = 7;
constexpr int k_fewest_keys = 2;

/// One-hot code of the word, the mark as one number from −1 to 1, and whether it is the question.
Matrix needle_features() {
  Matrix features(k_question + 1, k_words + 2);
  for (int token = 0; token < k_question; ++token) {
    const auto row = features.row(token);
    const int column = add_one_hot(row, 0, token / k_marks, k_words);
    row[static_cast<std::size_t>(column)] = 2.0 * (token % k_marks) / (k_marks - 1) - 1;
  }
  features(k_question, k_words + 1) = 1;
  return features;
}

std::string key_token(int word, int mark) {
  return std::string(k_food_names[static_cast<std::size_t>(word)]) + ":" + std::to_string(mark);
}

class Needle : public SeededTask {
 public:
  explicit Needle(const TaskOptions& options) : SeededTask(options) {
    check_task_option("needle", "keys", options.keys, k_fewest_keys, 512,
                      "a needle needs noise about it, and memory grows with the square");
    check_task_option("needle", "key-noise", options.key_noise, 0, 4,
                      "marks run from 0 to 9, noise lies about 2 and the needle about 7");
    std::vector<std::string> tokens;
    for (int word = 0; word < k_words; ++word) {
      for (int mark = 0; mark < k_marks; ++mark) tokens.push_back(key_token(word, mark));
    }
    tokens.emplace_back("?");
    set_vocabulary(std::move(tokens), needle_features(), k_fewest_keys + 1, options.keys + 1);
    set_labels({k_food_names.begin(), k_food_names.begin() + k_words});
  }

  /// Of a typed text with several highest marks: all of them.
  [[nodiscard]] std::vector<int> relevant_keys(std::span<const std::int64_t> ids,
                                               int query) const override {
    if (ids[static_cast<std::size_t>(query)] != k_question) return {};
    std::vector<int> highest;
    std::int64_t mark = -1;
    for (std::size_t key = 0; key < ids.size(); ++key) {
      if (ids[key] == k_question || is_blank(ids[key]) || ids[key] % k_marks < mark) continue;
      if (ids[key] % k_marks > mark) highest.clear();
      mark = ids[key] % k_marks;
      highest.push_back(static_cast<int>(key));
    }
    return highest;
  }

  [[nodiscard]] std::string example_text() const override {
    constexpr int k_example_marks[] = {2, 3, 7, 1, 2, 4, 1, 3};
    std::string text;
    for (int key = 0; key < std::min(options().keys, 8); ++key) {
      const int mark = options().keys == 2 ? 2 + 5 * key : k_example_marks[key];
      text += key_token((key * 3 + 4) % k_words, mark) + " ";
    }
    return text + "?";
  }
  [[nodiscard]] std::string example_query() const override { return "?"; }

 protected:
  void make_example(Random& random, TaskExample example) const override {
    const std::size_t n_keys = example.ids.size() - 1;
    const std::size_t needle = random.below(n_keys);
    const int needle_mark = std::max(1, noisy_mark(random, k_needle_mark));
    for (std::size_t key = 0; key < n_keys; ++key) {
      const auto word = static_cast<std::int64_t>(random.below(k_words));
      int mark = needle_mark;
      if (key == needle) {
        example.labels[n_keys] = word;
      } else {
        mark = noisy_mark(random, k_noise_mark);
        if (mark >= needle_mark) {
          mark = static_cast<int>(random.below(static_cast<std::uint64_t>(needle_mark)));
        }
      }
      example.ids[key] = word * k_marks + mark;
    }
    example.ids[n_keys] = k_question;
  }

 private:
  [[nodiscard]] int noisy_mark(Random& random, double mean) const {
    double z = -6;
    for (int i = 0; i < 12; ++i) z += random.uniform();
    const double mark = std::floor(mean + z * options().key_noise + 0.5);
    return static_cast<int>(std::clamp(mark, 0.0, k_marks - 1.0));
  }
};

}  // namespace

std::unique_ptr<const Task> make_needle(const TaskOptions& options) {
  return std::make_unique<const Needle>(options);
}

}  // namespace baryscope
