// Segments as rectangles facing the eye, of a width in pixels.
#include "frame.glsl"
uniform int stage;
uniform int outline;         // 1: only edges between a face towards the eye and one turned away
uniform int curved;          // 1: pieces of curves
uniform float orthographic;
in vec3 from;
in vec3 to;
in vec2 corner;  // end (0 or 1), side (-1 or 1)
in vec4 shape;   // width in layout pixels, style (viz/draw/drawing.h), opacity, |weight|
in vec3 color;
in vec3 side_a;  // normals of the faces beside an outline's edge
in vec3 side_b;
in vec3 before;  // on the curve
in vec3 after;
in float begins;
out vec3 place;         // device pixels along and across, fraction of the scene's depth
flat out vec3 extent;   // length, radius at either end, device pixels
flat out vec2 normal;   // across, in the picture
flat out vec3 style;    // dashed, opacity, |weight|
flat out vec4 course;   // distance to the query at either end, world units; w of either end
flat out vec4 joints;   // of a curve: (along, across) of the cut at either end; zero: a round cap
flat out float shine;   // brightness of the pulses
flat out vec3 base;
flat out int body;      // 1: wide and translucent, its inside is drawn as stage 2

void main() {
  vec4 a = clip_from_world * vec4(from, 1.0);
  vec4 b = clip_from_world * vec4(to, 1.0);
  float nearest = 1e-3 * max(max(a.w, b.w), 1e-6);
  float dashed = step(0.75, shape.y);
  style = vec3(dashed, shape.zw);
  shine = 2.0 * (shape.y - dashed);
  float start_along = curved == 1 ? begins : 0.0;
  course = vec4(start_along, start_along + length(to - from), a.w, b.w);
  joints = vec4(0.0);
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
    float cut = (nearest - a.w) / (b.w - a.w);
    a = mix(a, b, cut);
    course.x = mix(course.x, course.y, cut);
    course.z = a.w;
  } else if (b.w < nearest) {
    float cut = (nearest - b.w) / (a.w - b.w);
    b = mix(b, a, cut);
    course.y = mix(course.y, course.x, cut);
    course.w = b.w;
  }
  vec2 start = 0.5 * a.xy / a.w * tile.zw;
  vec2 end = 0.5 * b.xy / b.w * tile.zw;
  float span = length(end - start);
  vec2 axis = span > 1e-3 ? (end - start) / span : vec2(1.0, 0.0);
  normal = vec2(-axis.y, axis.x);
  if (curved == 1) {
    // Pieces meet where the angle between them is halved, so that no part is drawn twice.
    vec4 p = clip_from_world * vec4(before, 1.0), q = clip_from_world * vec4(after, 1.0);
    vec2 to_start = start - 0.5 * p.xy / p.w * tile.zw, from_end = 0.5 * q.xy / q.w * tile.zw - end;
    if (p.w > nearest && before != from && length(to_start) > 1e-3) {
      vec2 half_way = axis + normalize(to_start);
      joints.xy = vec2(dot(half_way, axis), dot(half_way, normal));
    }
    if (q.w > nearest && after != to && length(from_end) > 1e-3) {
      vec2 half_way = axis + normalize(from_end);
      joints.zw = vec2(dot(half_way, axis), dot(half_way, normal));
    }
  }
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
