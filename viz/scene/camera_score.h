/// How well a camera shows what a picture is about.
#pragma once

#include "viz/scene/camera.h"
#include "viz/scene/default_camera.h"

namespace baryscope {

/// The sum of what speaks for a camera: important points apart and not hidden, the hull spread out,
/// edges at their length and at angles that the eye can tell apart, room for labels, faces seen
/// from the front, groups apart, and an output outside the hull seen outside.
double camera_score(const CameraSubject& subject, const Camera& camera, const Viewport& viewport);

}  // namespace baryscope
