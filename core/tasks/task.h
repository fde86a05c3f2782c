/// Learning tasks on which the mechanisms differ: seeded examples whose true answer is known.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/random.h"
#include "core/geometry/matrix.h"

namespace baryscope {

/// What a person chooses of a task; each task reads its own.
struct TaskOptions {
  std::string name = "street";
  int places = 8;         ///< street: places a text
  int plots = 15;         ///< street: numbered plots
  int modulus = 11;       ///< match3: numbers are taken mod M
  int numbers = 12;       ///< match3: numbers a text
  int hops = 2;           ///< chase: m of the m-hop pointer
  int nodes = 12;         ///< chase: nodes of the map
  int keys = 32;          ///< needle: keys a text at most; signed-sum: words a text
  double key_noise = 0.5; ///< needle: standard deviation of the noise of the keys' features
  bool blank = false;     ///< street, match3: a blank token in front that may collect idle weight

  friend bool operator==(const TaskOptions&, const TaskOptions&) = default;
};

/// The tokens that a task's texts are made of, joined by spaces: a person can type them.
struct TaskVocabulary {
  std::vector<std::string> tokens;  ///< "bakery@3", in order of their ids
  std::optional<int> blank;         ///< id of the token that the tokenizer puts in front
  /// [n_tokens, n_features] fixed numbers that the model's embedding is a linear image of, in
  /// place of a free row a token ("bakery" + plot 3 + waves of the plot); empty: free rows.
  Matrix features;
};

/// Examples of one length. Ids include the blank token where there is one.
struct TaskBatch {
  int n_examples = 0;
  int n_tokens = 0;
  std::vector<std::int64_t> ids;      ///< [n_examples, n_tokens]
  std::vector<std::int64_t> labels;   ///< [n_examples, n_tokens] class, −1: no question here
  std::vector<float> vectors;         ///< [n_examples, n_tokens, vector_dim]; empty: classes
  std::vector<std::uint8_t> asked;    ///< [n_examples, n_tokens] 1 where an answer counts
};

class Task {
 public:
  virtual ~Task() = default;
  [[nodiscard]] virtual const TaskOptions& options() const = 0;
  [[nodiscard]] virtual const TaskVocabulary& vocabulary() const = 0;
  /// Names of the classes ("elsewhere", "between"); empty where the answer is a vector.
  [[nodiscard]] virtual const std::vector<std::string>& labels() const = 0;
  [[nodiscard]] virtual int vector_dim() const { return 0; }
  /// The longest text that the task makes, in tokens.
  [[nodiscard]] virtual int max_tokens() const = 0;
  /// Fresh examples; the same generator state gives the same bytes everywhere.
  [[nodiscard]] virtual TaskBatch make(Random& random, int n_examples) const = 0;
  /// The pairs (j, k), j < k positions, both other than `query`, that make the answer of `query`
  /// true; empty where the answer is "no" or the task is not about pairs.
  [[nodiscard]] virtual std::vector<std::pair<int, int>> true_pairs(
      std::span<const std::int64_t> ids, int query) const;
  /// Positions whose values the answer of `query` depends on (needle: the marked key); empty where
  /// the task does not say.
  [[nodiscard]] virtual std::vector<int> relevant_keys(std::span<const std::int64_t> ids,
                                                       int query) const;
  /// True where an answer of that vector is right (vector tasks). Both [vector_dim].
  [[nodiscard]] virtual bool is_right(std::span<const float> answer,
                                      std::span<const float> truth) const;
  /// The text that shows the task best, and the token to look at ("bakery@3").
  [[nodiscard]] virtual std::string example_text() const = 0;
  [[nodiscard]] virtual std::string example_query() const = 0;
};

/// One row a task, for --list tasks and the window.
struct TaskInfo {
  std::string name;                  ///< "signed-sum"
  std::string title;                 ///< "signed sum"
  std::string summary;               ///< one sentence
  std::vector<std::string> options;  ///< ids of the options that it reads
};
const std::vector<TaskInfo>& tasks();
/// Throws UsageError for an unknown name (with the nearest) and for sizes that make no task.
std::unique_ptr<const Task> make_task(const TaskOptions& options);

}  // namespace baryscope
