/// What all tasks share: their vocabulary with its blank token, and batches made example by
/// example.
#pragma once

#include <limits>
#include <string_view>

#include "core/tasks/task.h"

namespace baryscope {

/// The tokens of one example after the blank one, to be filled in.
struct TaskExample {
  std::span<std::int64_t> ids;     ///< [n]
  std::span<std::int64_t> labels;  ///< [n], −1 from the start
  std::span<float> vectors;        ///< [n, vector_dim], 0 from the start
};

class SeededTask : public Task {
 public:
  [[nodiscard]] const TaskOptions& options() const override { return m_options; }
  [[nodiscard]] const TaskVocabulary& vocabulary() const override { return m_vocabulary; }
  [[nodiscard]] const std::vector<std::string>& labels() const override { return m_labels; }
  [[nodiscard]] const std::vector<std::string>& vector_names() const override {
    return m_vector_names;
  }
  [[nodiscard]] int vector_dim() const override { return static_cast<int>(m_vector_names.size()); }
  [[nodiscard]] int max_tokens() const override { return m_max_tokens; }
  [[nodiscard]] int min_tokens() const override { return m_min_tokens; }
  [[nodiscard]] TaskBatch make_of_length(Random& random, int n_examples,
                                         int n_tokens) const override;

 protected:
  explicit SeededTask(const TaskOptions& options) : m_options(options) {}
  /// `features` have a row a token. Adds the blank token, with a feature of its own, where the
  /// options ask for one; lengths are without it.
  void set_vocabulary(std::vector<std::string> tokens, Matrix features, int min_length,
                      int max_length);
  void set_labels(std::vector<std::string> labels) { m_labels = std::move(labels); }
  void set_vector_names(std::vector<std::string> names) { m_vector_names = std::move(names); }

  virtual void make_example(Random& random, TaskExample example) const = 0;

  /// The positions j < k of two further tokens, no blank ones, for which `is_true(i, j, k)` of the
  /// three ids holds; none where the query is the blank token.
  template <typename IsTrue>
  [[nodiscard]] std::vector<std::pair<int, int>> pairs_of_others(std::span<const std::int64_t> ids,
                                                                 int query,
                                                                 const IsTrue& is_true) const {
    std::vector<std::pair<int, int>> pairs;
    const auto at = [&](int position) { return ids[static_cast<std::size_t>(position)]; };
    if (is_blank(at(query))) return pairs;
    const int n = static_cast<int>(ids.size());
    for (int j = 0; j < n; ++j) {
      if (j == query || is_blank(at(j))) continue;
      for (int k = j + 1; k < n; ++k) {
        if (k == query || is_blank(at(k))) continue;
        if (is_true(at(query), at(j), at(k))) pairs.emplace_back(j, k);
      }
    }
    return pairs;
  }

  /// True for the blank token.
  [[nodiscard]] bool is_blank(std::int64_t id) const {
    return m_vocabulary.blank && *m_vocabulary.blank == id;
  }

 private:
  TaskOptions m_options;
  TaskVocabulary m_vocabulary;
  std::vector<std::string> m_labels, m_vector_names;
  int m_max_tokens = 0, m_min_tokens = 0;
};

/// Throws UsageError "street: places is 40; expected 3 to 24: REASON".
void check_task_option(std::string_view task, std::string_view option, double value, double minimum,
                       double maximum, std::string_view reason);

/// Uniform order of `values` (Fisher & Yates).
template <typename T>
void shuffle(Random& random, std::span<T> values) {
  for (std::size_t n = values.size(); n > 1; --n) std::swap(values[n - 1], values[random.below(n)]);
}

/// Fills a run of a row's columns with a one-hot code; returns the column after it.
int add_one_hot(std::span<double> row, int column, int index, int n);
/// cos and sin of 2π·2^m·x/period for m = 0 … n_waves − 1: doubling one wave's angle gives the
/// next, so that a query reads 2x where a key reads x. Returns the column after them.
int add_waves(std::span<double> row, int column, double x, double period, int n_waves);

}  // namespace baryscope
