// A coloured surface below everything else: plain in the plane, of coloured glass in space.
#include "frame.glsl"
uniform float orthographic;
in vec3 position;
in vec3 normal;
in vec4 color;
out vec4 tint;
out float fraction;
out vec3 to_eye;
out vec3 outward;

void main() {
  to_eye = mix(eye - position, -view_direction, orthographic);
  outward = normal;
  fraction = distance_fraction(position);
  tint = color;
  gl_Position = clip_from_world * vec4(position, 1.0);
}
