#include "paper.glsl"
void main() {
  // Noise of less than one step of eight bits hides the gradient's bands.
  vec2 pixel = gl_FragCoord.xy + paper_tile.xy;
  float noise = fract(52.9829189 * fract(dot(pixel, vec2(0.06711056, 0.00583715))));
  gl_FragData[0] = vec4(paper() + (noise - 0.5) / 255.0, 1.0);
}
