/// The window's look: paper and ink of visual.md as a palette and a style sheet.
#pragma once

#include <QColor>

class QApplication;

namespace baryscope {

/// Left and right of the name in a tab, in pixels; of a tab bar with the property "tight" less.
inline constexpr int k_tab_padding = 11, k_tight_tab_padding = 5;

/// The colours that widgets with their own painting share.
struct WindowColors {
  QColor window, panel, field, line, strong_line, ink, muted, accent, accent_ink, tint, error,
      error_ink;
  QColor query, key, key_prime, positive, negative;
};

WindowColors window_colors(bool dark);
/// What the last apply_style was given.
bool style_is_dark();
inline WindowColors window_colors() { return window_colors(style_is_dark()); }

/// Sets palette, style sheet and font of the whole program. `points` = font size.
void apply_style(QApplication& application, bool dark, double points);

/// True where the desktop's own palette is dark, also under a style of apply_style().
bool desktop_is_dark(const QApplication& application);

}  // namespace baryscope
