// Soft light from the upper left; normals are in screen space, z towards the eye. Never black.
vec3 shaded(vec3 base, vec3 normal) {
  const vec3 light = vec3(-0.44, 0.62, 0.65);
  const vec3 halfway = vec3(-0.242, 0.341, 0.908);
  float wrapped = 0.5 + 0.5 * dot(normal, light);
  vec3 color = base * mix(0.60, 1.06, wrapped);
  color = mix(color, vec3(1.0), 0.16 * smoothstep(0.55, 1.0, wrapped));
  return mix(color, vec3(1.0), 0.42 * pow(max(dot(normal, halfway), 0.0), 26.0));
}
