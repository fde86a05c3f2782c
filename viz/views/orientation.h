/// How a picture of a text is turned, and from which side it is seen: what stays when the numbers
/// behind it change, so that the eye sees what moved.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "core/analysis/analysis.h"
#include "viz/scene/camera.h"
#include "viz/scene/vec3.h"

namespace baryscope {

/// Principal axes have no sign, and of two heads hardly the same order: where one picture follows
/// another its places are turned onto those before.
struct Orientation {
  using Rows = std::array<std::array<double, 3>, 3>;

  /// Of the placement about the origin; orthogonal, mirrored where its determinant is −1.
  Rows turn{{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}};
  /// The eye's right, up and backwards, unit vectors.
  Rows eye{{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}};

  [[nodiscard]] Vec3 operator()(const Vec3& point) const;
  /// A camera in that direction, at no particular distance.
  [[nodiscard]] Camera direction() const;
};

/// "w,x,y,z,w,x,y,z" with six decimals: both as unit quaternions, and ",mirrored". Read again it
/// gives the same picture to a thousandth of a pixel, and the same bytes ever after.
std::string to_text(const Orientation& orientation);
/// Of "auto" nothing. Throws UsageError for what is no such text.
std::optional<Orientation> orientation_from(std::string_view text);

/// True where the placement keeps its fixed signs and axes.
bool is_unturned(const Orientation& orientation);
/// True where a camera looks as this eye does.
bool looks_along(const Orientation& orientation, const Camera& camera);

/// `next` seen as `shown` was, whose places were turned by `turned` (nothing: not) and seen through
/// `camera`: the turn that brings the tokens that both have nearest to where they were (orthogonal
/// Procrustes, Schönemann 1966). Nothing where `next` is no edit of the same text: fewer than half
/// of its tokens are found again, in their order, or fewer than four; nor where other vectors place
/// it, or the way out of the hull does.
std::optional<Orientation> following(const Analysis& shown,
                                     const std::optional<Orientation>& turned, const Camera& camera,
                                     const Analysis& next);

}  // namespace baryscope
