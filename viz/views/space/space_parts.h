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
#include "viz/views/text_parts.h"
#include "viz/views/view_request.h"
#include "viz/views/view_words.h"

namespace baryscope {

/// Everything the builder's parts share. Refers to the analysis and request it was made from.
struct SpaceParts : TextParts {
  Vec3 output, nearest;  ///< where the weights' lines and faces start, and the hull's point
  /// From the nearest point of the drawn hull to the output where it is drawn outside; else zero.
  Vec3 drawn_gap;
  bool output_is_token = false;  ///< triple-wise, placed by other vectors than values and outputs

  /// Of tokens that are drawn at all those that have a place: values and keys only those that are
  /// read, the sequence all.
  [[nodiscard]] bool draws(int token) const {
    return TextParts::draws(token) &&
           (analysis->placement.place_by == "sequence" || analysis->role.is_key(token));
  }
  /// Default of the view, changed by --show and --hide.
  [[nodiscard]] bool shows(const std::string& part) const;
};

SpaceParts make_space_parts(const Analysis& analysis, const ViewRequest& request);

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

/// The lens, the notes, and how much of the weight is drawn.
std::string caption_text(const SpaceParts& parts, const Scene& scene);

}  // namespace baryscope
