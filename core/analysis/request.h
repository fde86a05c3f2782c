/// What is to be computed: every option that changes a number, as typed plain data.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/text/special_in_text.h"

namespace baryscope {

/// `auto`, `all`, an index, or (queries only) a token's text.
struct Selector {
  enum class Kind { automatic, all, index, text };
  Kind kind = Kind::automatic;
  int index = 0;
  std::string text;

  friend bool operator==(const Selector&, const Selector&) = default;
};

enum class WindowAnchor { query, key };

/// The mechanism with its options (product.md §2, science.md §§1–4).
struct MechanismOptions {
  std::string mechanism;  ///< empty: pairwise, or the capture's own
  std::string score = "trilinear";
  int order = 2;
  std::optional<bool> causal;   ///< nothing: the model's
  std::optional<int> window_1;  ///< w1; nothing: no window
  std::optional<int> window_2;
  WindowAnchor window_anchor = WindowAnchor::query;
  std::optional<double> lambda;  ///< nothing: the model's own or 0.8
  bool learned_lambda = false;   ///< `--lambda learned`: an error where the model has none
  std::string key_prime;         ///< own, key, …; empty: the default rule
  std::string value_prime;
  std::string second_query_key;
  std::string negative_value = "negated";
  bool key_bias = false;
  bool value_bias = false;
  bool output_scaling = false;
  double temperature = 1;
  std::string select = "none";
  int keep = 32;
  double a_plus = 1;
  double a_minus = 1;
  double affine_a = 2;
  double affine_b = -1;

  friend bool operator==(const MechanismOptions&, const MechanismOptions&) = default;
};

/// What a view asks for beside the head that is shown. The analyses of one request begin with the
/// head that is shown; the others follow by layer and head.
struct AnalysisNeeds {
  bool all_heads = false;   ///< of the layer that is shown
  bool all_layers = false;  ///< this head of every layer; with all_heads the whole model

  friend bool operator==(const AnalysisNeeds&, const AnalysisNeeds&) = default;
};

struct AnalysisRequest {
  std::string model;    ///< model folder or name; empty with a capture
  std::string capture;  ///< path of a capture; empty with a model
  std::string text;
  std::optional<std::string> text_b;
  SpecialInText special_in_text = SpecialInText::plain;
  std::optional<int> mask;  ///< the token at this position is read as the model's mask
  Selector layer;
  Selector head;
  Selector query;
  MechanismOptions mechanism;
  /// Ids of the mechanism's options that a person set, but for `auto`: they are laid over the own
  /// options of a layer that names its mechanism (native models).
  std::vector<std::string> given;
  int top = 16;
  std::string place_by = "value";  ///< one of placement_names()
  bool dense = false;              ///< also the weights themselves, up to 64 tokens
  bool force = false;              ///< run above the cost limit
  std::string device = "auto";     ///< auto, cpu, cuda
  int n_threads = 0;               ///< 0: the library's choice
  std::uint64_t cache_bytes = std::uint64_t{4} << 30U;  ///< that models and captures may keep
  std::string cpu;                                      ///< as ProcessorScope takes it
  std::uint64_t seed = 0;
  AnalysisNeeds needs;

  friend bool operator==(const AnalysisRequest&, const AnalysisRequest&) = default;
};

}  // namespace baryscope
