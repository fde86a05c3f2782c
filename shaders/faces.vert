// Faces of hulls (one side at a time, so that blending is in order) and filled triangles.
#include "frame.glsl"
uniform int side;  // 0 both, 1 turned away from the eye, 2 turned towards it
uniform float orthographic;
uniform float recede;  // device pixels by which the depth lies behind the face
in vec3 position;
in vec3 normal;
in vec4 color;
in vec2 light;  // distance to the query, world units; brightness, negative: away from it
out vec2 course;
out vec4 tint;
out float fraction;
out float slant;  // |cosine| between the normal and the view

void main() {
  vec3 view = mix(eye - position, -view_direction, orthographic);
  float facing = dot(normal, normalize(view));
  slant = abs(facing);
  fraction = distance_fraction(position);
  tint = color;
  course = light;
  bool hidden = (side == 1 && facing > 0.0) || (side == 2 && facing <= 0.0);
  vec4 clip = clip_from_world * vec4(position, 1.0);
  vec3 behind = position + view_direction * (recede * world_per_pixel * clip.w);
  vec4 behind_clip = clip_from_world * vec4(behind, 1.0);
  clip.z = behind_clip.z / behind_clip.w * clip.w;
  gl_Position = hidden ? vec4(2.0, 2.0, 2.0, 1.0) : clip;
}
