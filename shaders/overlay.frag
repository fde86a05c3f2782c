uniform sampler2D atlas;
in vec2 texel;
in vec4 tint;
in vec2 stroke;

void main() {
  if (stroke.y > 0.0) {
    float coverage = clamp(max(stroke.y, 0.5) - abs(stroke.x) + 0.5, 0.0, 1.0);
    gl_FragData[0] = vec4(tint.rgb, tint.a * coverage * min(2.0 * stroke.y, 1.0));
  } else {
    gl_FragData[0] = tint * texture(atlas, texel);
  }
}
