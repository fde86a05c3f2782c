/// The finished result: plain vectors and sizes, immutable once made. Nobody computes a number
/// after it: reports, pictures and panels only read it.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/analysis/request.h"
#include "core/geometry/convex_hull.h"
#include "core/geometry/matrix.h"
#include "core/text/tokens.h"

namespace baryscope {

struct ModelInfo {
  std::string name;          ///< as a person says it: "MiniLM", "street-capture"
  std::string architecture;  ///< "bert", "capture"
  std::string path;
  int n_layers = 0;
  int n_heads = 0;
  int n_kv_heads = 0;
  int n_tokens = 0;
  int model_dim = 0;  ///< 0 where unknown (a capture)
  int head_dim = 0;
  int value_dim = 0;      ///< width of the values, head_dim for most models
  int max_positions = 0;  ///< 0 where unknown
  bool causal = false;
  std::string dtype;                ///< of the computation: "F32" or "F64"
  std::string device;               ///< "cpu", "cuda"
  std::string task;                 ///< what it was trained on ("street"); empty: unknown
  std::vector<std::string> labels;  ///< names of the entries of its predictions, where known
};

/// The keys that key selection left to a query, and what they carry with it and without.
struct KeptKeys {
  std::vector<int> keys;  ///< ascending
  double mass = 0;        ///< Σ|w|, of tuples Σ|w| over those of kept keys alone
  /// The same sum where no key is left out; nothing where that would take too long.
  std::optional<double> dense_mass;
};

/// One row of attention: how one query reads.
struct QueryResult {
  int position = 0;
  std::optional<double> log_sum_exp;  ///< nothing for an empty row or a mechanism without one
  std::optional<double> entropy;      ///< nats; of |w|/‖w‖₁ for signed weights
  double weight_sum = 0;
  double weight_abs_sum = 0;
  double negative_mass = 0;             ///< ½(‖w‖₁ − Σw)
  std::optional<double> hull_distance;  ///< to conv of the allowed values, in R^value_dim, F64
  std::optional<double> hull_gap;
  bool inside_hull = false;
  /// Of the smallest ball around the allowed values, to tell distances by; of the focus only.
  std::optional<double> hull_radius;
  std::optional<KeptKeys> kept;     ///< of the focus, under key selection
  std::optional<double> gauge;      ///< of conv(V ∪ −V)
  std::vector<double> output;       ///< [value_dim]
  std::vector<double> nearest;      ///< [value_dim] nearest point of the hull
  std::vector<double> key_weights;  ///< [n_tokens] weight a key; S_ij· for triple-wise. Empty but
                                    ///< for the focus and up to 64 further queries
  // Triple-wise mechanisms only.
  std::vector<double> marginal_key;        ///< [n_tokens] S_ij·
  std::vector<double> marginal_key_prime;  ///< [n_tokens] S_i·k
  std::optional<double> mutual_information;
  std::optional<double> mutual_information_null;
};

struct WeightedEdge {
  int query = 0;
  int key = 0;
  double weight = 0;
};
struct WeightedTriangle {
  int query = 0;
  int key = 0;
  int key_prime = 0;
  double weight = 0;
};
struct WeightedTuple {
  int query = 0;
  std::vector<int> keys;
  double weight = 0;
};

/// A set that the output can reach, already in the picture's three dimensions.
struct AttainableSet {
  std::string name;     ///< "conv(V)", "conv(V ∪ −V)", "conv(V) − λ·conv(V)", "conv{v∘v'}"
  Matrix points;        ///< [m, 3]
  ConvexHull hull;      ///< of those points
  bool is_sum = false;  ///< of two hulls, which is larger than both
};

/// The space view's coordinates: PCA of the vectors that `place-by` names.
struct Placement {
  std::string place_by;
  Matrix tokens;    ///< [n_tokens, 3]
  Matrix outputs;   ///< [n_queries, 3]
  Matrix nearest;   ///< [n_queries, 3] the hull's nearest points; rows as `outputs`
  Matrix products;  ///< [n_triangles, 3] v_j∘v'_k of `Analysis::triangles`; no rows without a
                    ///< shared space
  std::array<double, 3> explained_variance{};
  /// place-by outside: the first axis runs from the hull's nearest point to the focus's output, so
  /// that all of the hull lies below it, and the drawn distance is the true one.
  bool first_axis_leaves_hull = false;
  AttainableSet hull;                     ///< of the values that the focus may attend to
  std::vector<AttainableSet> attainable;  ///< further sets of this mechanism
  bool outputs_share_space =
      true;  ///< false where outputs are not in the space of the placed vectors
             ///< (place-by key, query, sequence): they sit at Σ w_j · token_j
};

/// How one head was chosen by `auto`, and the score of every head (visual.md, Composition).
struct HeadChoice {
  bool layer_automatic = false;
  bool head_automatic = false;
  bool query_automatic = false;
  Matrix scores;  ///< [n_layers, n_heads]; empty where nothing was automatic
};

/// What the model itself answers at a token.
struct Prediction {
  std::string label;           ///< the likeliest class; empty for a vector
  double probability = 0;      ///< of that class
  std::vector<double> values;  ///< probabilities of all classes, or the vector
};

struct Analysis {
  AnalysisRequest request;  ///< as it was asked
  ModelInfo model;
  MechanismOptions mechanism;  ///< as it was run: every default resolved
  std::optional<std::string>
      lens;  ///< "lens: K' = keys of layer 2", or nothing for the model's own
  int layer = 0;
  int head = 0;
  HeadChoice choice;
  Tokens tokens;
  std::vector<int> sinks;          ///< positions that collect mass: special tokens, the first token
  std::vector<std::string> notes;  ///< what a person should know ("of 2 tokens 'the' the first")
  std::vector<QueryResult> queries;  ///< in order of position; all of them for `--query all`
  int focus = 0;                     ///< index into `queries` of the one that is drawn
  std::vector<WeightedEdge> edges;   ///< `top` a query by |weight|, ties to the lower index
  bool edges_are_marginals = false;
  std::vector<WeightedTriangle> triangles;
  std::vector<WeightedTuple> tuples;  ///< n-order only
  double drawn_mass = 0;              ///< Σ|drawn| / Σ|w| over the reported queries
  int window_after = 0;  ///< keys after the query that the layer's own window lets it see
  double lambda = 0;     ///< the λ that was used (differential family)
  std::vector<Prediction> predictions;  ///< one a token; empty where the model has no readout
  std::optional<std::vector<double>>
      weights;  ///< dense, [queries][key] or [queries][key][key_prime]
  Placement placement;
};

}  // namespace baryscope
