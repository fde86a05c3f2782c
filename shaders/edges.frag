// Pipes with round caps and smooth rims; dashed where the style says so. `stage` as in points.frag,
// and 2 for the insides of wide translucent pipes, which hide what is behind them from later steps.
#include "paper.glsl"
#include "pulses.glsl"
#include "shading.glsl"
uniform int stage;
uniform float device_scale;  // device pixels per pixel of a width
uniform float threshold;     // smaller weights are not drawn
in vec3 place;
flat in vec3 extent;
flat in vec2 normal;
flat in vec3 style;
flat in vec4 course;
flat in vec4 joints;
flat in float shine;
flat in vec3 base;
flat in int body;

void main() {
  if (style.z < threshold) {
    discard;
  }
  float span = max(extent.x, 1e-3);
  float along = clamp(place.x, 0.0, span);
  float t = along / span;
  float radius = mix(extent.y, extent.z, t);
  // Lines thinner than a pixel are drawn a pixel wide and fainter.
  float drawn = max(radius, 0.5);
  float strength = min(radius / 0.5, 1.0);
  float beyond = place.x - along;
  if ((joints.x > 0.0 && dot(joints.xy, place.xy) < 0.0) ||
      (joints.z > 0.0 && dot(joints.zw, place.xy - vec2(span, 0.0)) >= 0.0)) {
    discard;
  }
  if ((joints.x > 0.0 && place.x < 0.0) || (joints.z > 0.0 && place.x > span)) {
    beyond = 0.0;
  }
  // How far the query is, in world units: along a line that recedes pixels are longer.
  float share = t / max(mix(course.w, course.z, t), 1e-9) * course.z;
  float away = mix(course.x, course.y, clamp(share, 0.0, 1.0));
  if (style.x > 0.5) {
    float period = max(12.0 * device_scale, 6.0 * drawn);
    float body = max(0.3 * period - drawn, 0.0);
    // Of a curve the dashes go on from piece to piece.
    float run = joints == vec4(0.0) ? place.x : course.x / max(course.y - course.x, 1e-9) * span + place.x;
    float local = abs(mod(run, period) - 0.5 * period);
    beyond = max(max(local - body, 0.0), abs(beyond));
  }
  float coverage = clamp(drawn - length(vec2(beyond, place.y)) + 0.5, 0.0, 1.0) * strength;
  float alpha = coverage * style.y;
  bool inside = coverage >= 0.999;
  bool kept = stage == 0   ? alpha >= 0.999
              : stage == 1 ? alpha < 0.999 && alpha > 0.004 && !(inside && body == 1)
                           : inside && body == 1;
  if (!kept) {
    discard;
  }
  vec3 color = base;
  float roundness = smoothstep(1.0, 2.6, radius / device_scale);
  if (roundness > 0.0) {
    float across = clamp(place.y / drawn, -1.0, 1.0);
    vec3 pipe = shaded(base, vec3(normal * across, sqrt(1.0 - across * across)));
    pipe = mix(pipe, vec3(1.0), 0.20 * pow(max(1.0 - abs(across + 0.25), 0.0), 3.0));
    color = mix(base, pipe, roundness);
  }
  if (shine > 0.0) {
    // A crest is as wide as its pipe's core: the rim keeps the colour that says the weight.
    float core = 1.0 - 0.55 * smoothstep(0.35, 1.0, abs(place.y) / drawn);
    color = lit(color, shine * core * crest(away, style.x > 0.5));
  }
  gl_FragData[0] = vec4(hazed(color, place.z), alpha);
}
