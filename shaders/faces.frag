#include "paper.glsl"
#include "pulses.glsl"
uniform float glass;  // 1: hull faces, denser at a slant; 0: filled triangles
in vec4 tint;
in vec2 course;
in float fraction;
in float slant;

void main() {
  // Depth weight: what is nearer counts for more.
  float weight = mix(1.18, 0.82, fraction);
  float grazing = 1.0 - clamp(slant, 0.0, 1.0);
  float alpha = tint.a * weight * mix(1.0, 0.72 + 0.9 * grazing * grazing, glass);
  // A sheet lights up: denser and brighter where the crest passes.
  float light = abs(course.y) * crest(course.x, course.y < 0.0);
  alpha *= 1.0 + 0.9 * light;
  gl_FragData[0] = vec4(hazed(lit(tint.rgb, 0.55 * light), 0.7 * fraction), clamp(alpha, 0.0, 0.96));
}
