// Light that runs along pipes and over sheets, in equal distances and at one speed.
uniform float flow;           // phase in [0, 1), negative: none
uniform float pulse_spacing;  // between two crests, world units

// 0 … 1: `away` from the query, in world units; `leaves`: the crests run away from it.
float crest(float away, bool leaves) {
  if (flow < 0.0 || pulse_spacing <= 0.0) {
    return 0.0;
  }
  float turns = away / pulse_spacing + (leaves ? -flow : flow);
  // Steep before the crest, a tail behind it.
  float behind = leaves ? fract(-turns) : fract(turns);
  float ahead = 1.0 - behind;
  return exp(-pow(behind / 0.17, 2.0)) + exp(-pow(ahead / 0.055, 2.0));
}

// Towards white.
vec3 lit(vec3 color, float brightness) {
  return mix(color, vec3(1.0), 0.78 * clamp(brightness, 0.0, 1.0));
}
