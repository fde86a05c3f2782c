/// The picture's colours and glyphs, painted in a plot or a table of the window.
#pragma once

#include <QColor>
#include <QRectF>

#include "viz/scene/scene.h"

class QPainter;

namespace baryscope {

/// The glyph that the picture draws a class with, in a box of the painter's units.
void paint_glyph(QPainter& painter, const QRectF& box, Glyph glyph, const QColor& color);
QColor role_color(Role role);

}  // namespace baryscope
