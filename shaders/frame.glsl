// What every shader knows of the frame; see viz/vtk/frame.h.
uniform mat4 clip_from_world;
uniform vec3 eye;
uniform vec3 view_direction;
uniform vec4 tile;
uniform vec2 full_size;
uniform vec2 depth_range;
uniform float stroke_scale;
uniform float world_per_pixel;
uniform vec2 size_at_ends;  // viz/scene/drawn_size.h

// 0 at the scene's near end, 1 at its far end.
float distance_fraction(vec3 position) {
  float span = max(depth_range.y - depth_range.x, 1e-6);
  return clamp((dot(position - eye, view_direction) - depth_range.x) / span, 0.0, 1.0);
}

// Nearer things are a little larger than their size in pixels, farther ones smaller.
float size_cue(float fraction) { return mix(size_at_ends.x, size_at_ends.y, fraction); }
