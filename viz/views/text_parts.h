/// What every view of a text draws of an analysis: the focused query's weights, sorted out once.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/analysis/analysis.h"
#include "core/analysis/report.h"
#include "viz/scene/scene.h"
#include "viz/views/view_request.h"

namespace baryscope {

/// Tokens below this share of Σ|w| are drawn small and in grey (visual.md).
inline constexpr double k_heavy_share = 0.03;
/// So many of the largest weights are told apart whatever lies beside them.
inline constexpr std::size_t k_n_leading = 3;
/// Texts of more tokens are drawn with smaller points and fewer labels.
inline constexpr int k_many_tokens = 64;

/// One token as the picture sees it.
struct TokenView {
  Vec3 position;            ///< where the view puts it
  double weight = 0;        ///< of the focused query, as first key (marginal S_ij· for triples)
  double prime_weight = 0;  ///< as second key (S_i·k); 0 for pairwise mechanisms
  double key_share = 0;     ///< |weight| over Σ|w|
  double prime_share = 0;   ///< |prime_weight| over Σ S_i·k
  double share = 0;         ///< the larger |weight| over Σ|w| (prime: over Σ S_i·k)
  bool heavy = false;       ///< share ≥ k_heavy_share, or leading
  bool leading = false;     ///< among the k_n_leading largest: its point and label are its own
  bool second_key = false;  ///< heavier as second key than as first
  bool sink = false;        ///< and not the query itself
  std::string name;         ///< "ery" of "##ery"
  std::string piece;        ///< what it adds to its word: nothing of an emoji that is there already
};

/// Refers to the analysis and request it was made from.
struct TextParts {
  const Analysis* analysis = nullptr;
  const ViewRequest* request = nullptr;
  const QueryResult* focus = nullptr;  ///< null where the analysis has no query
  std::vector<TokenView> tokens;       ///< without their places
  bool signed_weights = false;
  bool triple = false;          ///< draws triangles of a triple-wise mechanism
  double weight_reference = 1;  ///< |weight| that is 14 px wide
  double largest_weight = 0;    ///< of the drawn edges and triangles, in absolute value

  [[nodiscard]] bool has_token(int token) const {
    return token >= 0 && token < static_cast<int>(tokens.size());
  }
  [[nodiscard]] const TokenView& token(int index) const {
    return tokens[static_cast<std::size_t>(index)];
  }
  /// True for the token that reads.
  [[nodiscard]] bool is_query(int token) const {
    return focus != nullptr && focus->position == token;
  }
  /// False for sinks under `--sinks hide`, and for tokens that neither read nor are read here.
  [[nodiscard]] bool draws(int token) const;
  /// 1, or less for sinks under `--sinks dim`.
  [[nodiscard]] double opacity(int token) const;
};

TextParts make_text_parts(const Analysis& analysis, const ViewRequest& request);

/// The same thickness and colour mean the same weight in both.
void share_scales(TextParts& a, TextParts& b);

/// Pixels at 1600×1000 of an edge, 0.5 … 14.
double stroke_width(const TextParts& parts, double weight);
/// Brightness of the pulses in a weight's pipe: |weight| over the largest that is drawn.
double pulse_of(const TextParts& parts, double weight);
/// Weights so far below the heaviest that they are none to the eye: a softmax over pairs leaves
/// hundreds of them, and a picture of the few that matter must not hint at the others.
bool is_negligible(double weight, double heaviest);
/// Where an edge or a triangle is selected the others recede: 1, or less.
double presence(const TextParts& parts, const Subject& subject);
/// |weight| of the focus's heaviest triangle; 0 without one.
double heaviest_triangle(const TextParts& parts);
/// The second keys' marginals S_i·k that are drawn, heaviest first, as many as `top` says.
std::vector<int> drawn_second_keys(const TextParts& parts);
/// Whether this weight of the focus on a key is drawn as an edge.
bool draws_edge(const TextParts& parts, const WeightedEdge& edge);
/// Whether this triangle of the focus is drawn; `heaviest` of heaviest_triangle().
bool draws_triangle(const TextParts& parts, const WeightedTriangle& triangle, double heaviest);

/// The point of a token at its place.
ScenePoint token_point(const TextParts& parts, int index);
/// A mark `gap` pixels around a point.
ScenePoint token_ring(const ScenePoint& point, Role role, double gap);
ScenePoint output_point(Vec3 at, int query, bool inside, double radius, double opacity);

/// "41 %" where the focus's weights are shares of 1, "−0.11" where they are signed or sum to less.
std::string weight_text(const TextParts& parts, double weight);
/// The pieces of the token's word: its own and those of `group` in ink, the others in grey.
std::vector<LabelSpan> word_spans(const TextParts& parts, const std::vector<int>& group, int token,
                                  bool bold, bool grey);
/// Of `finding(analysis)`, with the share that hidden sinks carry.
std::string finding_text(const TextParts& parts);
/// "edges drawn carry 93 % of the weight" of what lines of that |weight| in sum tell; empty where
/// that is all, or where there is none.
std::string drawn_weight_words(const TextParts& parts, double drawn);
/// Σ|w| of the curves of the focus's weights in a scene.
double weight_on_curves(const Scene& scene);

/// A picture's small words: sentences one after the other, without the empty ones.
class Caption {
 public:
  /// Begins with the lens, unless the title tells it, and the notes.
  Caption(const Analysis& analysis, const std::string& title);
  void add(const std::string& sentence);
  [[nodiscard]] const std::string& text() const { return m_text; }

 private:
  std::string m_text;
};

/// A picture with the request's theme and font size, and nothing in it.
Scene blank_scene(const ViewRequest& request);
/// Seconds that a pulse takes to the next one's place.
inline constexpr double k_pulse_seconds = 0.9;

/// Title, finding and the view's own caption, where they are shown.
template <typename Parts>
void add_words(const Parts& parts, Scene& scene) {
  if (parts.shows("title")) {
    scene.title = title(*parts.analysis);
    scene.finding = finding_text(parts);
    scene.caption = caption_text(parts, scene);
  }
}

/// "4 of 14 keys kept (indexer) carry 100 % of the weight, dense attention would give them 83 %";
/// empty without key selection.
std::string kept_words(const TextParts& parts);

/// Why no edge of the focus can be seen; empty: some can. Of triangles likewise.
std::string edges_obstacle(const TextParts& parts);
std::string triangles_obstacle(const TextParts& parts);

}  // namespace baryscope
