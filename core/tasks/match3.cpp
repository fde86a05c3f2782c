#include "core/tasks/match3.h"

#include <algorithm>
#include <bit>

#include "core/tasks/seeded_task.h"

namespace baryscope {
namespace {

/// One-hot codes and waves of the period M: cos(2πf(x_i + x_j + x_k)/M) is largest exactly where
/// the sum is 0 modulo M, for every f prime to M.
Matrix match3_features(int modulus) {
  const int n_waves = std::bit_width(static_cast<unsigned>(modulus - 1));
  Matrix features(modulus, modulus + 2 * n_waves);
  for (int x = 0; x < modulus; ++x) {
    const auto row = features.row(x);
    add_waves(row, add_one_hot(row, 0, x, modulus), x, modulus, n_waves);
  }
  return features;
}

class Match3 : public SeededTask {
 public:
  explicit Match3(const TaskOptions& options) : SeededTask(options) {
    check_task_option("match3", "modulus", options.modulus, 2, 1024,
                      "modulo 1 everything matches, and larger numbers are too many tokens");
    check_task_option("match3", "numbers", options.numbers, 2, 256,
                      "a text of one number asks nothing of pairs");
    std::vector<std::string> tokens;
    tokens.reserve(static_cast<std::size_t>(options.modulus));
    for (int x = 0; x < options.modulus; ++x) tokens.push_back(std::to_string(x));
    set_vocabulary(std::move(tokens), match3_features(options.modulus), options.numbers,
                   options.numbers);
    set_labels({"no match", "match"});
  }

  [[nodiscard]] std::vector<std::pair<int, int>> true_pairs(std::span<const std::int64_t> ids,
                                                            int query) const override {
    return pairs_of_others(ids, query, [&](std::int64_t i, std::int64_t j, std::int64_t k) {
      return (i + j + k) % options().modulus == 0;
    });
  }

  /// 1 with M−3 and 2; every further number keeps to the first true pair where M has room for it.
  [[nodiscard]] std::string example_text() const override {
    const int modulus = options().modulus;
    std::vector<int> numbers = {1 % modulus};
    for (int x = 2; static_cast<int>(numbers.size()) < options().numbers; ++x) {
      if (numbers.size() == 1)
        numbers.push_back(((modulus - 3) % modulus + modulus) % modulus);
      else if (numbers.size() == 2 || x >= modulus)
        numbers.push_back(2 % modulus);
      else if (is_idle(numbers, x))
        numbers.push_back(x);
    }
    std::string text;
    for (const int x : numbers) text += (text.empty() ? "" : " ") + std::to_string(x);
    return text;
  }
  [[nodiscard]] std::string example_query() const override {
    return "=" + std::to_string(1 % options().modulus);
  }

 protected:
  void make_example(Random& random, TaskExample example) const override {
    const auto modulus = static_cast<std::uint64_t>(options().modulus);
    std::vector<bool> present(modulus);
    for (std::int64_t& id : example.ids) {
      id = static_cast<std::int64_t>(random.below(modulus));
      present[static_cast<std::size_t>(id)] = true;
    }
    for (std::size_t i = 0; i < example.ids.size(); ++i) {
      const auto is_match = [&](std::int64_t x) {
        const std::int64_t sum = example.ids[i] + x;
        return present[static_cast<std::size_t>((std::int64_t{2} * options().modulus - sum) %
                                                options().modulus)];
      };
      example.labels[i] = std::ranges::any_of(example.ids, is_match) ? 1 : 0;
    }
  }

 private:
  /// Whether x makes no pair of its own for the first number, the query.
  [[nodiscard]] bool is_idle(const std::vector<int>& numbers, int x) const {
    const auto is_zero = [&](int sum) { return sum % options().modulus == 0; };
    return !is_zero(numbers[0] + 2 * x) && std::ranges::none_of(numbers, [&](int other) {
      return other == x || is_zero(numbers[0] + other + x);
    });
  }
};

}  // namespace

std::unique_ptr<const Task> make_match3(const TaskOptions& options) {
  return std::make_unique<const Match3>(options);
}

}  // namespace baryscope
