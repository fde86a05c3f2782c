/// Faces of hulls, triangles and fields as paths.
#pragma once

#include <optional>
#include <vector>

#include "viz/draw/drawing_list.h"
#include "viz/draw/page_view.h"

namespace baryscope {

/// Nothing for what lies behind the eye, here and below.
/// As faces.frag draws it; `glass`: a hull's, denser at a slant.
std::optional<PagePath> face_path(const PageView& view, const DrawnFace& face, bool glass);
/// A boundary's in space, as fields.frag draws it.
std::optional<PagePath> surface_path(const PageView& view, const DrawnFace& face);
/// Faces in the plane, each in one colour; those of one colour are one path, so that they meet
/// without seams.
std::vector<PagePath> region_paths(const PageView& view, const std::vector<DrawnFace>& faces);

/// Whether a hull's face is turned to the eye.
bool faces_the_eye(const PageView& view, const DrawnFace& face);

}  // namespace baryscope
