#include "viz/draw/overlay.h"
#include "viz/scene/figure_head.h"
#include "viz/scene/figure_layout.h"

namespace baryscope {

MeasureText Overlay::measure_text() {
  return [this](const std::string& words, bool bold, double points) {
    TextStyle style;
    style.size = points;
    TextExtent extent;
    m_painter.measure({{words, bold}}, style, extent.width, extent.height);
    return extent;
  };
}

void Overlay::add_head(const Viewport& viewport) {
  const double side = FigureLayout().side;
  for (const HeadLine& line :
       figure_head(*m_scene, viewport.width, viewport.margin_top, measure_text())) {
    const Text drawn = text({{line.words, line.bold}}, line.points, faint(line.strength), 0);
    put(drawn, side, line.top);
    note(WrittenText::Kind::head, line.words, line.points, drawn, side, line.top);
  }
}

}  // namespace baryscope
