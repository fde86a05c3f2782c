/// The light that runs along pipes, where a still picture shows it.
#pragma once

#include <span>
#include <vector>

#include "viz/draw/drawing_list.h"
#include "viz/draw/page_strokes.h"
#include "viz/draw/page_view.h"

namespace baryscope {

struct PulsePhase {
  double flow = 0;     ///< 0 … 1
  double spacing = 0;  ///< between two crests, world units
};
/// A stretch of its line, by the length on the screen of a straight one.
struct StrokePart {
  double from = 0, to = 1;
};

/// White over the core of a pipe where a crest is (pulses.glsl): one short line a crest. `pieces`:
/// a straight stroke, or a curve's; `part`: of a straight one.
std::vector<PagePath> crest_paths(const PageView& view, std::span<const DrawnStroke> pieces,
                                  const PulsePhase& phase, const StrokePart& part);

}  // namespace baryscope
