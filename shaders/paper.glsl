// The paper behind the fragment, and what is far away fading into it.
uniform vec4 paper_top;
uniform vec4 paper_bottom;
uniform vec4 paper_tile;
uniform float paper_height;
uniform float haze_strength;

vec3 paper() {
  float y = (gl_FragCoord.y + paper_tile.y) / paper_height;
  return mix(paper_bottom.rgb, paper_top.rgb, clamp(y, 0.0, 1.0));
}

vec3 hazed(vec3 color, float fraction) {
  return mix(color, paper(), haze_strength * fraction * fraction);
}
