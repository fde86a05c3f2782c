#include "app/gui/motion/timeline_lanes.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QPainterPath>
#include <algorithm>
#include <cmath>

#include "app/gui/widgets/dispatcher.h"
#include "app/gui/widgets/style.h"
#include "app/gui/widgets/tr.h"

namespace baryscope {
namespace {

constexpr double k_gap = 5;
constexpr double k_reach = 4;         // pixels beside a diamond that still hit it
constexpr double k_least_words = 28;  // pixels that a caption is worth

QFont small_of(const QFont& font) {
  QFont small = font;
  small.setPointSizeF(font.pointSizeF() * 0.88);
  return small;
}

std::size_t first_from(const TimelineState& state, double seconds) {
  const auto& keys = state.keys.keys();
  return static_cast<std::size_t>(
      std::lower_bound(keys.begin(), keys.end(), seconds,
                       [](const KeyFrame& key, double at) { return key.seconds < at; }) -
      keys.begin());
}

QPolygonF diamond(QPointF center, double r) {
  return {{QPointF(center.x(), center.y() - r), QPointF(center.x() + r, center.y()),
           QPointF(center.x(), center.y() + r), QPointF(center.x() - r, center.y())}};
}

void paint_ruler(QPainter& painter, const TimelineLayout& layout, const TimelineScale& scale,
                 const TimelineState& state) {
  const WindowColors c = window_colors();
  const QFontMetricsF metrics(layout.small);
  const double wide = metrics.horizontalAdvance(QStringLiteral("10:00.0")) + 16;
  painter.setFont(layout.small);
  const double bottom = layout.ruler.bottom();
  painter.setPen(QPen(c.line, 1));
  painter.drawLine(QPointF(scale.left(), bottom), QPointF(scale.right(), bottom));
  for (const TimelineTick& tick : scale.ticks(state.frames_per_second, wide)) {
    const double x = std::round(scale.x_of(tick.seconds)) + 0.5;
    const bool beyond = tick.seconds > state.length + 1e-6;
    painter.setPen(QPen(beyond ? c.line : c.strong_line, 1));
    painter.drawLine(QPointF(x, bottom - (tick.words.isEmpty() ? 3 : 6)), QPointF(x, bottom));
    if (tick.words.isEmpty()) continue;
    painter.setPen(beyond ? c.strong_line : c.muted);
    const double width = metrics.horizontalAdvance(tick.words) + 2;
    QRectF box(x - width / 2, layout.ruler.top(), width, layout.ruler.height() - 6);
    box.moveLeft(std::clamp(box.left(), scale.left() - 2, scale.right() - width + 2));
    painter.drawText(box, Qt::AlignHCenter | Qt::AlignVCenter, tick.words);
  }
}

void paint_names(QPainter& painter, const TimelineLayout& layout) {
  painter.setFont(layout.small);
  painter.setPen(window_colors().muted);
  const auto name = [&](const QRectF& lane, const QString& words) {
    painter.drawText(QRectF(10, lane.top(), layout.gutter - 14, lane.height()),
                     Qt::AlignVCenter | Qt::AlignLeft | Qt::TextDontClip, words);
  };
  name(layout.film, tr("Plays"));
  name(layout.keys, tr("Keys"));
}

void paint_film(QPainter& painter, const TimelineLayout& layout, const TimelineScale& scale,
                const TimelineState& state) {
  const WindowColors c = window_colors();
  const double left = std::max(scale.left(), scale.x_of(0));
  const double right = std::min(scale.right(), scale.x_of(state.length));
  const QRectF whole(scale.left(), layout.film.top(), scale.right() - scale.left(),
                     layout.film.height());
  painter.setPen(Qt::NoPen);
  painter.setBrush(c.field);
  painter.drawRoundedRect(whole, 4, 4);
  if (state.moves && right > left) {
    QPainterPath bar;
    bar.addRoundedRect(QRectF(left, whole.top(), right - left, whole.height()), 4, 4);
    painter.fillPath(bar, c.tint);
    if (state.course.size() > 1) {
      QPainterPath course(QPointF(scale.x_of(0), whole.bottom()));
      const double n = static_cast<double>(state.course.size() - 1);
      for (std::size_t i = 0; i < state.course.size(); ++i) {
        course.lineTo(scale.x_of(state.length * static_cast<double>(i) / n),
                      whole.bottom() - state.course[i] * (whole.height() - 3));
      }
      course.lineTo(scale.x_of(state.length), whole.bottom());
      QColor fill = c.accent;
      fill.setAlphaF(0.22);
      painter.save();
      painter.setClipPath(bar);
      painter.fillPath(course, fill);
      painter.restore();
    }
  }
}

/// What plays, before the playhead's line: on a piece of the bar's own paper.
void paint_film_words(QPainter& painter, const TimelineLayout& layout, const TimelineScale& scale,
                      const TimelineState& state) {
  const WindowColors c = window_colors();
  const QFontMetricsF metrics(layout.small);
  const QRectF whole(scale.left() + 9, layout.film.top(), scale.right() - scale.left() - 18,
                     layout.film.height());
  const QString words = metrics.elidedText(state.plays, Qt::ElideRight, whole.width());
  if (words.isEmpty()) return;
  const double x = scale.x_of(state.seconds);
  const QRectF box(whole.left(), whole.top(), metrics.horizontalAdvance(words), whole.height());
  if (x > box.left() - 3 && x < box.right() + 3) {
    const bool on_bar = state.moves && box.right() < scale.x_of(state.length);
    painter.fillRect(box.adjusted(-3, 2, 3, -2), on_bar ? c.tint : c.field);
  }
  painter.setFont(layout.small);
  painter.setPen(state.moves ? c.ink : c.muted);
  painter.drawText(whole, Qt::AlignVCenter | Qt::AlignLeft, words);
}

void paint_keys(QPainter& painter, const TimelineLayout& layout, const TimelineScale& scale,
                const TimelineState& state) {
  const WindowColors c = window_colors();
  const auto& keys = state.keys.keys();
  const double y = layout.keys.center().y();
  painter.setPen(QPen(c.line, 2, Qt::SolidLine, Qt::RoundCap));
  painter.drawLine(QPointF(scale.left(), y), QPointF(scale.right(), y));
  if (keys.empty()) {
    painter.setFont(layout.small);
    painter.setPen(c.muted);
    const QString words = tr("No key frames: Ins keeps what is shown at this time");
    const QFontMetricsF metrics(layout.small);
    const QRectF box(scale.left() + 9, layout.captions.top(), scale.right() - scale.left() - 18,
                     layout.captions.height());
    painter.drawText(box, Qt::AlignVCenter | Qt::AlignLeft,
                     metrics.elidedText(words, Qt::ElideRight, box.width()));
    return;
  }
  const double from = std::max(scale.left(), scale.x_of(keys.front().seconds));
  const double to = std::min(scale.right(), scale.x_of(keys.back().seconds));
  if (to > from) {
    painter.setPen(QPen(c.strong_line, 2, Qt::SolidLine, Qt::RoundCap));
    painter.drawLine(QPointF(from, y), QPointF(to, y));
  }
  const double reach = (layout.radius + 2) / scale.pixels_per_second();
  const std::size_t first = first_from(state, scale.first() - reach);
  double last_x = -1e9;
  const auto paint = [&](std::size_t i, bool chosen) {
    const double x = scale.x_of(keys[i].seconds);
    painter.setPen(QPen(c.key.darker(style_is_dark() ? 100 : 118), chosen ? 2 : 1.4));
    painter.setBrush(chosen ? c.key : c.panel);
    painter.drawPolygon(diamond({x, y}, chosen ? layout.radius + 1.5 : layout.radius));
  };
  for (std::size_t i = first; i < keys.size() && keys[i].seconds <= scale.last() + reach; ++i) {
    const double x = scale.x_of(keys[i].seconds);
    if (x - last_x < 1) continue;  // there is one already
    last_x = x;
    paint(i, false);
  }
  if (state.selected) paint(*state.selected, true);
}

/// Of each key with a caption, up to the next one's.
void paint_captions(QPainter& painter, const TimelineLayout& layout, const TimelineScale& scale,
                    const TimelineState& state) {
  const WindowColors c = window_colors();
  const auto& keys = state.keys.keys();
  const QFontMetricsF metrics(layout.small);
  painter.setFont(layout.small);
  std::size_t i = first_from(state, scale.first());
  if (i > 0) --i;  // it may reach into the picture
  double taken = scale.left() - 1;
  for (; i < keys.size() && keys[i].seconds <= scale.last(); ++i) {
    if (keys[i].caption.empty()) continue;
    const double x = std::max(scale.x_of(keys[i].seconds) - layout.radius, scale.left());
    if (x < taken) continue;
    double end = scale.right();
    for (std::size_t next = i + 1; next < keys.size() && keys[next].seconds <= scale.last();
         ++next) {
      if (keys[next].caption.empty() && state.selected != next) continue;
      end = scale.x_of(keys[next].seconds) - layout.radius - k_gap;
      break;
    }
    if (end - x < k_least_words) continue;
    const QString words = metrics.elidedText(to_qt(keys[i].caption), Qt::ElideRight, end - x);
    painter.fillRect(QRectF(x, layout.captions.top() + 1, metrics.horizontalAdvance(words),
                            layout.captions.height() - 2),
                     c.panel);
    painter.setPen(state.selected == i ? c.ink : c.muted);
    painter.drawText(QRectF(x, layout.captions.top(), end - x, layout.captions.height()),
                     Qt::AlignVCenter | Qt::AlignLeft, words);
    taken = x + metrics.horizontalAdvance(words);
  }
}

void paint_playhead(QPainter& painter, const TimelineLayout& layout, const TimelineScale& scale,
                    const TimelineState& state) {
  const double x = std::round(scale.x_of(state.seconds)) + 0.5;
  if (x < scale.left() - 1 || x > scale.right() + 1) return;
  const WindowColors c = window_colors();
  const QColor color = state.recording ? c.negative : c.accent;
  painter.setPen(QPen(color, 1.6));
  painter.drawLine(QPointF(x, layout.ruler.bottom() - 1), QPointF(x, layout.captions.bottom()));
  painter.setPen(Qt::NoPen);
  painter.setBrush(color);
  QPainterPath head;
  const double top = layout.ruler.bottom() - 11;
  head.addRoundedRect(QRectF(x - 5, top, 10, 7), 2, 2);
  head.addPolygon(
      QPolygonF{QPointF(x - 5, top + 5), QPointF(x + 5, top + 5), QPointF(x, top + 12)});
  head.setFillRule(Qt::WindingFill);
  painter.drawPath(head);
}

}  // namespace

TimelineLayout::TimelineLayout(const QFont& font, QSizeF whole)
    : small(small_of(font)), size(whole) {
  const QFontMetricsF metrics(small);
  const double line = std::ceil(metrics.height());
  gutter = std::ceil(std::max(metrics.horizontalAdvance(tr("Plays")),
                              metrics.horizontalAdvance(tr("Keys")))) +
           22;
  const double width = size.width() - gutter - 14;
  double y = 2;
  const auto lane = [&](double height, double gap) {
    const QRectF box(gutter, y, width, height);
    y += height + gap;
    return box;
  };
  ruler = lane(line + 8, 4);
  film = lane(line + 6, 3);
  keys = lane(2 * radius + 6, 0);
  captions = lane(line + 2, 0);
}

int TimelineLayout::height(const QFont& font) {
  return static_cast<int>(std::ceil(TimelineLayout(font, {400, 100}).captions.bottom())) + 6;
}

void paint_timeline(QPainter& painter, const TimelineLayout& layout, const TimelineScale& scale,
                    const TimelineState& state, bool focused) {
  painter.setRenderHint(QPainter::Antialiasing);
  paint_ruler(painter, layout, scale, state);
  paint_names(painter, layout);
  paint_film(painter, layout, scale, state);
  paint_playhead(painter, layout, scale, state);
  paint_film_words(painter, layout, scale, state);
  paint_keys(painter, layout, scale, state);
  paint_captions(painter, layout, scale, state);
  if (!focused) return;
  painter.setBrush(Qt::NoBrush);
  painter.setPen(QPen(window_colors().accent, 1));
  const QRectF whole(QPointF(), layout.size);
  painter.drawRoundedRect(whole.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
}

std::optional<std::size_t> find_key_at(const TimelineLayout& layout, const TimelineScale& scale,
                                       const TimelineState& state, QPointF point) {
  const auto& keys = state.keys.keys();
  if (keys.empty() || point.y() < layout.keys.top() || point.y() > layout.captions.bottom()) {
    return std::nullopt;
  }
  const double reach = (layout.radius + k_reach) / scale.pixels_per_second();
  const double at = scale.first() + (point.x() - scale.left()) / scale.pixels_per_second();
  if (point.y() <= layout.keys.bottom()) {
    std::optional<std::size_t> nearest;
    for (std::size_t i = first_from(state, at - reach);
         i < keys.size() && keys[i].seconds <= at + reach; ++i) {
      if (!nearest || std::abs(keys[i].seconds - at) < std::abs(keys[*nearest].seconds - at)) {
        nearest = i;
      }
    }
    return nearest;
  }
  std::size_t i = first_from(state, at + reach);
  while (i > 0 && keys[i - 1].caption.empty()) --i;
  if (i == 0) return std::nullopt;
  const double words = QFontMetricsF(layout.small).horizontalAdvance(to_qt(keys[i - 1].caption));
  const bool inside = point.x() <= scale.x_of(keys[i - 1].seconds) + words;
  return inside ? std::optional(i - 1) : std::nullopt;
}

}  // namespace baryscope
