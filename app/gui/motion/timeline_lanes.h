/// What a timeline shows, and how it is painted: a ruler, what plays, the key frames with their
/// captions, the playhead.
#pragma once

#include <QFont>
#include <QRectF>
#include <QString>
#include <cstddef>
#include <optional>
#include <vector>

#include "app/gui/motion/timeline_scale.h"
#include "app/session/film/timeline.h"

class QPainter;

namespace baryscope {

struct TimelineState {
  Timeline keys;
  std::optional<std::size_t> selected;
  double seconds = 0;  ///< the playhead
  double length = 6;   ///< of what plays
  double room = 6;     ///< that is shown at least
  double frames_per_second = 30;
  QString plays;               ///< words in the lane of what plays
  std::vector<double> course;  ///< of a sweep: how far along, [0, 1], at equal times
  bool moves = false;          ///< something plays
  bool recording = false;
};

/// Where the parts lie in a widget of this font and size.
struct TimelineLayout {
  TimelineLayout(const QFont& font, QSizeF whole);

  static int height(const QFont& font);
  QRectF ruler, film, keys, captions;
  QFont small;
  double radius = 6;  ///< of a diamond
  double gutter = 0;  ///< for the names of the lanes
  QSizeF size;
};

void paint_timeline(QPainter& painter, const TimelineLayout& layout, const TimelineScale& scale,
                    const TimelineState& state, bool focused);
/// The key whose diamond or caption is there.
std::optional<std::size_t> find_key_at(const TimelineLayout& layout, const TimelineScale& scale,
                                       const TimelineState& state, QPointF point);

}  // namespace baryscope
