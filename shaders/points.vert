// Points as squares facing the eye, of a size in pixels.
#include "frame.glsl"
uniform int stage;
in vec3 center;
in vec2 corner;
in vec3 shape;  // radius in layout pixels, glyph, opacity
in vec3 color;
out vec2 offset;           // from the centre, in radii
flat out float radius;     // device pixels
flat out float glyph;
flat out float opacity;
flat out float fraction;
flat out vec3 base;
flat out vec2 center_depth;  // clip z and w
flat out vec2 toward_eye;    // their change by one radius towards the eye

void main() {
  vec4 clip = clip_from_world * vec4(center, 1.0);
  fraction = distance_fraction(center);
  radius = shape.x * stroke_scale * size_cue(fraction);
  glyph = shape.y;
  opacity = shape.z;
  base = color;
  float reach = (glyph < 0.5 || (glyph > 3.5 && glyph < 5.5)  || (glyph > 6.5 && glyph < 7.5) ? 1.0
                 : glyph > 5.5                                                          ? 1.25
                                                                                        : 1.45) * radius + 2.5 * stroke_scale;
  offset = corner * reach / radius;
  center_depth = clip.zw;
  float world_radius = radius * world_per_pixel * clip.w;
  toward_eye = (clip_from_world * vec4(-view_direction * world_radius, 0.0)).zw;
  // Nothing of a translucent point covers whole pixels.
  bool drawn = clip.w > 1e-6 && (stage == 1 || opacity >= 0.999);
  gl_Position = drawn ? vec4(clip.xy / clip.w + corner * reach * 2.0 / tile.zw,
                                     clip.z / clip.w, 1.0)
                              : vec4(2.0, 2.0, 2.0, 1.0);
}
