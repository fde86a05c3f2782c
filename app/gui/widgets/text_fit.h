/// Widths and heights that are measured in a widget's font, measured again when it has another.
#pragma once

#include <functional>

class QWidget;

namespace baryscope {

/// Calls `fit` now, and after every change of this widget's font or style: once for all that come
/// together, when every widget around has its own new font. `fit` may use what lives as long as the
/// widget does.
void fit_to_text(QWidget& widget, const std::function<void()>& fit);

/// Gives the widget's text this share of the window's text size, whatever that becomes.
void scale_text(QWidget& widget, double share);

}  // namespace baryscope
