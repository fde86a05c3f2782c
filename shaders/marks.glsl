// Flat marks of radius 1 about: glyphs 5 disc, 6 cross, 7 hollow disc, 8 square, 9 triangle, 10 plus.

// Two bars of half width `w` and half length `l` along the axes.
float bars(vec2 p, float w, float l) {
  vec2 a = abs(p);
  return max(min(w - a.y, l - a.x), min(w - a.x, l - a.y));
}

// How far inside the mark, in radii; negative outside.
float mark(float glyph, vec2 p) {
  if (glyph < 5.5 || (glyph > 6.5 && glyph < 7.5)) {
    return 1.0 - length(p);
  }
  if (glyph < 6.5) {
    return bars(vec2(p.x + p.y, p.x - p.y) * 0.70711, 0.27, 1.2);
  }
  if (glyph < 8.5) {
    return 0.87 - max(abs(p.x), abs(p.y));
  }
  if (glyph < 9.5) {
    return min(0.62 + p.y, (1.22 - p.y - 1.75 * abs(p.x)) * 0.4961);
  }
  return bars(p, 0.27, 1.12);
}

// How far it stands before its place, in radii: thin marks behind full ones (picking.cpp).
float mark_lift(float glyph) {
  if ((glyph > 5.5 && glyph < 6.5) || glyph > 9.5) {
    return 0.5;
  }
  return glyph > 6.5 && glyph < 7.5 ? 0.8 : 1.0;
}

// Thin marks, of which there are many, clear less paper around them.
float mark_halo(float glyph) {
  return (glyph > 5.5 && glyph < 6.5) || glyph > 9.5 ? 0.6 : 1.0;
}
