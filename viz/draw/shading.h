/// The light of every picture, as shaders/shading.glsl casts it, for what is drawn without shaders.
#pragma once

#include "viz/scene/theme.h"
#include "viz/scene/vec3.h"

namespace baryscope {

/// Opaque. `normal`: a unit vector in screen space, z towards the eye.
Color shaded(const Color& base, Vec3 normal);

/// How an octahedron is turned: the images of the axes.
inline constexpr Vec3 k_octahedron_axes[3] = {
    {0.906, 0.145, -0.397}, {0, 0.940, 0.342}, {0.423, -0.310, 0.852}};
inline constexpr double k_octahedron_axis = 1.28;  ///< half axes, in radii
inline constexpr Vec3 k_diamond_axes{1.05, 1.38, 1.05};

}  // namespace baryscope
