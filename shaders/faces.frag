#include "paper.glsl"
uniform float glass;  // 1: hull faces, denser at a slant; 0: filled triangles
in vec4 tint;
in float fraction;
in float slant;

void main() {
  // Depth weight: what is nearer counts for more.
  float weight = mix(1.18, 0.82, fraction);
  float grazing = 1.0 - clamp(slant, 0.0, 1.0);
  float alpha = tint.a * weight * mix(1.0, 0.72 + 0.9 * grazing * grazing, glass);
  gl_FragData[0] = vec4(hazed(tint.rgb, 0.7 * fraction), clamp(alpha, 0.0, 0.96));
}
