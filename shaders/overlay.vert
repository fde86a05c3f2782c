// Texts, legend and leader lines, in device pixels of the whole picture, y downwards.
#include "frame.glsl"
uniform vec2 atlas_size;
in vec2 position;
in vec2 texture_position;  // pixels of the atlas
in vec4 color;
in vec2 line;  // across and half width in device pixels; half width 0: textured
out vec2 texel;
out vec4 tint;
out vec2 stroke;

void main() {
  texel = texture_position / atlas_size;
  tint = color;
  stroke = line;
  vec2 pixel = vec2(position.x, full_size.y - position.y) - tile.xy;
  gl_Position = vec4(2.0 * pixel / tile.zw - 1.0, -1.0, 1.0);
}
