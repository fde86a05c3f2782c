#include "paper.glsl"
uniform float glass;  // 1: a surface in space, denser at a slant; 0: a tint of the paper
in vec4 tint;
in float fraction;
in vec3 to_eye;
in vec3 outward;

void main() {
  float slant = abs(dot(normalize(outward + vec3(1e-9)), normalize(to_eye)));
  float grazing = 1.0 - clamp(slant, 0.0, 1.0);
  float alpha = tint.a * mix(1.0, mix(1.1, 0.8, fraction) * (0.75 + 0.9 * grazing * grazing), glass);
  gl_FragData[0] = vec4(hazed(tint.rgb, 0.6 * fraction * glass), clamp(alpha, 0.0, mix(1.0, 0.9, glass)));
}
