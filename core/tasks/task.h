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
  int places = 8;        ///< street: places a text, 3…24
  int plots = 15;        ///< street: numbered plots, places…256
  int modulus = 37;      ///< match3: numbers are taken mod M, 2…1024
  int numbers = 7;       ///< match3: numbers a text, 2…256
  int hops = 3;          ///< chase: m of the m-hop pointer, 1…64
  int nodes = 12;        ///< chase: nodes of the map, 2…26
  int keys = 16;         ///< needle: keys a text at most, 2…512; signed-sum: words a text at most,
                         ///< 3…32
  double key_noise = 1;  ///< needle: standard deviation of the marks, in steps of a mark, 0…4
  bool blank = false;    ///< a blank token in front that may collect idle weight

  friend bool operator==(const TaskOptions&, const TaskOptions&) = default;
};

/// The tokens that a task's texts are made of, joined by spaces: a person can type them.
struct TaskVocabulary {
  std::vector<std::string> tokens;  ///< "bakery@3", in order of their ids
  std::optional<int> blank;         ///< id of the token that the tokenizer puts in front, the last
  /// [n_tokens, n_features] fixed numbers that the model's embedding is a linear image of, in
  /// place of a free row a token ("bakery" + plot 3 + waves of the plot); empty: free rows.
  Matrix features;
};

/// The text of `ids`, without the blank token: what a person would type.
std::string typed_text(const TaskVocabulary& vocabulary, std::span<const std::int64_t> ids);

/// Examples of one length. Ids include the blank token where there is one.
struct TaskBatch {
  int n_examples = 0;
  int n_tokens = 0;
  std::vector<std::int64_t> ids;     ///< [n_examples, n_tokens]
  std::vector<std::int64_t> labels;  ///< [n_examples, n_tokens] class, −1: no question here
  std::vector<float> vectors;        ///< [n_examples, n_tokens, vector_dim]; empty: classes
  std::vector<std::uint8_t> asked;   ///< [n_examples, n_tokens] 1 where an answer counts
};

/// Immutable, thread-safe.
class Task {
 public:
  virtual ~Task() = default;
  [[nodiscard]] virtual const TaskOptions& options() const = 0;
  [[nodiscard]] virtual const TaskVocabulary& vocabulary() const = 0;
  /// Names of the classes ("elsewhere", "between"); empty where the answer is a vector.
  [[nodiscard]] virtual const std::vector<std::string>& labels() const = 0;
  [[nodiscard]] virtual int vector_dim() const { return 0; }
  /// Names of the vector's entries ("apple"); empty where the answer is a class.
  [[nodiscard]] virtual const std::vector<std::string>& vector_names() const = 0;
  /// The longest and the shortest text that the task makes, in tokens, the blank one included.
  [[nodiscard]] virtual int max_tokens() const = 0;
  [[nodiscard]] virtual int min_tokens() const { return max_tokens(); }
  /// Fresh examples of one length; the same generator state gives the same bytes everywhere.
  /// `n_tokens` from min_tokens() to max_tokens().
  [[nodiscard]] virtual TaskBatch make_of_length(Random& random, int n_examples,
                                                 int n_tokens) const = 0;
  /// The same of a length that is drawn uniformly where the task has several.
  [[nodiscard]] TaskBatch make(Random& random, int n_examples) const;
  /// The pairs (j, k), j < k positions, both other than `query`, that make the answer of `query`
  /// true; empty where the answer is "no" or the task is not about pairs. `ids` may be any text of
  /// the vocabulary, also one that the task would not make.
  [[nodiscard]] virtual std::vector<std::pair<int, int>> true_pairs(
      std::span<const std::int64_t> ids, int query) const;
  /// Positions whose values the answer of `query` depends on (needle: the marked key); empty where
  /// the task does not say.
  [[nodiscard]] virtual std::vector<int> relevant_keys(std::span<const std::int64_t> ids,
                                                       int query) const;
  /// True where an answer of that vector is right (vector tasks). Both [vector_dim].
  [[nodiscard]] virtual bool is_right(std::span<const float> answer,
                                      std::span<const float> truth) const;
  /// The text that shows the task best, and the token to look at, as the option `query` takes it:
  /// "bakery@3", and "=1" where the token looks like a position.
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
