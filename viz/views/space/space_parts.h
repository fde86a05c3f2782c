/// What the space view draws of an analysis: the focused query's weights, sorted out once.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "core/analysis/analysis.h"
#include "viz/scene/default_camera.h"
#include "viz/scene/scene.h"
#include "viz/views/placed_point.h"
#include "viz/views/view_request.h"
#include "viz/views/view_words.h"

namespace baryscope {

/// Tokens below this share of Σ|w| are drawn small and in grey (visual.md).
inline constexpr double k_heavy_share = 0.03;
/// So many of the largest weights are told apart whatever lies beside them.
inline constexpr std::size_t k_n_leading = 3;
/// Texts of more tokens are drawn with smaller points and fewer labels.
inline constexpr int k_many_tokens = 64;

/// One token as the picture sees it.
struct TokenView {
  Vec3 position;
  double weight = 0;        ///< of the focused query, as first key (marginal S_ij· for triples)
  double prime_weight = 0;  ///< as second key (S_i·k); 0 for pairwise mechanisms
  double share = 0;         ///< the larger |weight| over Σ|w| (prime: over Σ S_i·k)
  bool heavy = false;       ///< share ≥ k_heavy_share, or leading
  bool leading = false;     ///< among the k_n_leading largest: its point and label are its own
  bool second_key = false;  ///< heavier as second key than as first
  bool sink = false;        ///< and not the query itself
  std::string name;         ///< "ery" of "##ery"
};

/// Everything the builder's parts share. Refers to the analysis and request it was made from.
struct SpaceParts {
  const Analysis* analysis = nullptr;
  const ViewRequest* request = nullptr;
  const QueryResult* focus = nullptr;  ///< null where the analysis has no query
  std::vector<TokenView> tokens;
  Vec3 output, nearest;  ///< where the weights' lines and faces start, and the hull's point
  /// From the nearest point of the drawn hull to the output where it is drawn outside; else zero.
  Vec3 drawn_gap;
  bool output_is_token = false;  ///< triple-wise, placed by other vectors than values and outputs
  bool signed_weights = false;
  bool triple = false;          ///< draws triangles of a triple-wise mechanism
  double weight_reference = 1;  ///< |weight| that is 14 px wide
  double largest_weight = 0;    ///< of the drawn edges and triangles, in absolute value

  /// Default of the view, changed by --show and --hide.
  [[nodiscard]] bool shows(const std::string& part) const;
  /// False for sinks under `--sinks hide`.
  [[nodiscard]] bool draws(int token) const;
  /// 1, or less for sinks under `--sinks dim`.
  [[nodiscard]] double opacity(int token) const;
};

SpaceParts make_space_parts(const Analysis& analysis, const ViewRequest& request);

/// "41 %" where the focus's weights are shares of 1, "−0.11" where they are signed or sum to less.
std::string weight_text(const SpaceParts& parts, double weight);

/// "values" for place-by value.
std::string placed_things(const std::string& place_by);

using MovePlace = std::function<Vec3(const Vec3&)>;
/// Every place of what the parts hold, and of the scene that was drawn from them, by a similarity.
void move_places(const MovePlace& move, SpaceParts& parts);
void move_places(const MovePlace& move, Scene& scene);

/// Everything but the camera and the labels, which need it.
Scene draw_structures(const SpaceParts& parts);
/// What the camera must show well of a scene that was drawn from these parts.
CameraSubject camera_subject(const SpaceParts& parts, const Scene& scene);

/// From the side that the request's orientation says, else from the one that shows most.
Camera chosen_camera(const ViewRequest& request, std::span<const CameraSubject> subjects,
                     const Viewport& viewport);

/// Structures of the scene, appended to it.
void add_hulls(const SpaceParts& parts, Scene& scene);
void add_weights(const SpaceParts& parts, Scene& scene);
void add_points(const SpaceParts& parts, Scene& scene);
void add_axes_and_grid(const SpaceParts& parts, Scene& scene);
void add_legend(const SpaceParts& parts, Scene& scene);
/// Needs the scene's camera: tokens that fall together on screen share a label.
void add_labels(const SpaceParts& parts, Scene& scene);

/// Of `finding(analysis)`, with the share that hidden sinks carry.
std::string finding_text(const SpaceParts& parts);
/// The lens, the notes, and how much of the weight is drawn.
std::string caption_text(const SpaceParts& parts, const Scene& scene);

}  // namespace baryscope
