// Spheres, bipyramids, hollow diamonds, rings and flat marks, with their own depth and smooth rims. `stage` 0 draws
// what covers whole pixels, 1 the rest, blended over everything behind it.
#include "paper.glsl"
#include "shading.glsl"
#include "marks.glsl"
uniform int stage;
uniform float halo_radius;  // device pixels
in vec2 offset;
flat in float radius;
flat in float glyph;
flat in float opacity;
flat in float fraction;
flat in vec3 base;
flat in vec2 center_depth;
flat in vec2 toward_eye;

// A double pyramid with half axes `size`, turned by `turn`, seen along z: x = height of the front
// above the centre, y = thickness; `normal` of the front.
vec2 bipyramid(vec2 p, mat3 turn, vec3 size, out vec3 normal) {
  float front = 1e3, back = -1e3;
  float reach = 1.0 / length(1.0 / size);
  normal = vec3(0.0, 0.0, 1.0);
  for (int i = 0; i < 8; ++i) {
    vec3 signs = vec3((i & 1) != 0 ? 1.0 : -1.0, (i & 2) != 0 ? 1.0 : -1.0,
                      (i & 4) != 0 ? 1.0 : -1.0);
    vec3 n = turn * normalize(signs / size);
    float z = (reach - dot(n.xy, p)) / (abs(n.z) < 1e-4 ? 1e-4 : n.z);
    if (n.z > 0.0) {
      if (z < front) {
        front = z;
        normal = n;
      }
    } else {
      back = max(back, z);
    }
  }
  return vec2(front, front - back);
}

void main() {
  float distance_to_center = length(offset);
  float coverage = 0.0, height = 0.0, halo = 0.0;
  vec3 normal = vec3(0.0, 0.0, 1.0);
  vec3 fill = base;
  if (glyph > 4.5) {  // disc, cross, hollow disc, square, triangle, plus
    float inside = mark(glyph, offset) * radius;
    coverage = clamp(inside + 0.5, 0.0, 1.0);
    halo = clamp(inside + mark_halo(glyph) * halo_radius + 0.5, 0.0, 1.0);
    height = mark_lift(glyph);
    if (glyph > 6.5 && glyph < 7.5) {
      float stroke = max(0.36 * radius, 1.2 * halo_radius);
      fill = mix(base, paper(), clamp(inside - stroke + 0.5, 0.0, 1.0));
    }
  } else if (glyph < 0.5) {  // sphere
    coverage = clamp((1.0 - distance_to_center) * radius + 0.5, 0.0, 1.0);
    halo = clamp((1.0 - distance_to_center) * radius + halo_radius + 0.5, 0.0, 1.0);
    height = sqrt(max(1.0 - distance_to_center * distance_to_center, 0.0));
    normal = normalize(vec3(offset, height + 1e-4));
    fill = shaded(base, normal);
  } else if (glyph > 3.5) {  // ring
    float half_width = max(0.09, 1.1 * halo_radius / radius);
    float across = (distance_to_center - 1.0 + half_width) / half_width;
    coverage = clamp((1.0 - abs(across)) * half_width * radius + 0.5, 0.0, 1.0);
    halo = clamp((1.0 - abs(across)) * half_width * radius + 0.8 * halo_radius + 0.5, 0.0, 1.0);
    height = 1.0;  // in front of the edges that end at its point
  } else if (glyph > 2.5) {  // hollow diamond
    const vec2 size = vec2(1.0, 1.3);
    float inside = (1.0 - dot(abs(offset), 1.0 / size)) / length(1.0 / size) * radius;
    coverage = clamp(inside + 0.5, 0.0, 1.0);
    halo = clamp(inside + halo_radius + 0.5, 0.0, 1.0);
    height = 2.0;  // in front of what it nearly touches
    float stroke = max(0.26 * radius, 1.5);
    fill = mix(base, paper(), clamp(inside - stroke + 0.5, 0.0, 1.0));
  } else {  // octahedron, diamond
    vec2 solid;
    if (glyph < 1.5) {
      const mat3 turn = mat3(0.906, 0.145, -0.397, 0.0, 0.940, 0.342, 0.423, -0.310, 0.852);
      solid = bipyramid(offset, turn, vec3(1.28), normal);
    } else {
      solid = bipyramid(offset, mat3(1.0), vec3(1.05, 1.38, 1.05), normal);
    }
    vec2 slope = vec2(dFdx(solid.y), dFdy(solid.y));
    float inside = solid.y / max(length(slope), 1e-5);
    coverage = clamp(inside + 0.5, 0.0, 1.0);
    halo = clamp(inside + halo_radius + 0.5, 0.0, 1.0);
    height = solid.x + (glyph < 1.5 ? 0.4 : 1.5);  // in front of the edges that end at its point
    fill = shaded(base, normal);
  }
  vec3 color = mix(paper(), hazed(fill, 0.8 * fraction), coverage);
  float alpha = opacity * max(coverage, 0.8 * halo);
  if (stage == 0 ? alpha < 0.999 : (alpha >= 0.999 || alpha < 0.004)) {
    discard;
  }
  vec2 depth = center_depth + max(height, 0.0) * toward_eye;
  gl_FragDepth = clamp(0.5 * depth.x / depth.y + 0.5, 0.0, 1.0);
  gl_FragData[0] = vec4(color, alpha);
}
