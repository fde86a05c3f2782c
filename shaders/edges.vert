// Segments as rectangles facing the eye, of a width in pixels.
#include "frame.glsl"
uniform int stage;
uniform int outline;         // 1: only edges between a face towards the eye and one turned away
uniform float orthographic;
in vec3 from;
in vec3 to;
in vec2 corner;  // end (0 or 1), side (-1 or 1)
in vec4 shape;   // width in layout pixels, dashed, opacity, |weight|
in vec3 color;
in vec3 side_a;  // normals of the faces beside an outline's edge
in vec3 side_b;
out vec3 place;         // device pixels along and across, fraction of the scene's depth
flat out vec3 extent;   // length, radius at either end, device pixels
flat out vec2 normal;   // across, in the picture
flat out vec3 style;    // dashed, opacity, |weight|
flat out vec3 base;
flat out int body;      // 1: wide and translucent, its inside is drawn as stage 2

void main() {
  vec4 a = clip_from_world * vec4(from, 1.0);
  vec4 b = clip_from_world * vec4(to, 1.0);
  float nearest = 1e-3 * max(max(a.w, b.w), 1e-6);
  style = shape.yzw;
  base = color;
  // Nothing of a translucent or very thin line covers whole pixels.
  body = shape.z < 0.999 && shape.x > 2.0 ? 1 : 0;
  bool idle = stage == 0 ? shape.z < 0.999 || shape.x * stroke_scale < 0.8
                         : stage == 2 && body == 0;
  if (outline == 1) {
    vec3 look = mix(0.5 * (from + to) - eye, view_direction, orthographic);
    idle = idle || dot(side_a, look) * dot(side_b, look) > 0.0;
  }
  if (idle || max(a.w, b.w) <= 0.0) {
    place = vec3(0.0);
    extent = vec3(0.0);
    normal = vec2(0.0);
    gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
    return;
  }
  if (a.w < nearest) {
    a = mix(a, b, (nearest - a.w) / (b.w - a.w));
  } else if (b.w < nearest) {
    b = mix(b, a, (nearest - b.w) / (a.w - b.w));
  }
  vec2 start = 0.5 * a.xy / a.w * tile.zw;
  vec2 end = 0.5 * b.xy / b.w * tile.zw;
  float span = length(end - start);
  vec2 axis = span > 1e-3 ? (end - start) / span : vec2(1.0, 0.0);
  normal = vec2(-axis.y, axis.x);
  float from_fraction = distance_fraction(from), to_fraction = distance_fraction(to);
  float half_width = 0.5 * shape.x * stroke_scale;
  extent = vec3(span, half_width * size_cue(from_fraction), half_width * size_cue(to_fraction));
  float reach = max(extent.y, extent.z) + 1.5;
  vec2 position = corner.x < 0.5 ? start - reach * axis : end + reach * axis;
  position += corner.y * reach * normal;
  place = vec3(corner.x < 0.5 ? -reach : span + reach, corner.y * reach,
               corner.x < 0.5 ? from_fraction : to_fraction);
  // Of lines in one place the wider is in front.
  float depth = (corner.x < 0.5 ? a.z / a.w : b.z / b.w) - 4e-7 * shape.x;
  gl_Position = vec4(2.0 * position / tile.zw, depth, 1.0);
}
