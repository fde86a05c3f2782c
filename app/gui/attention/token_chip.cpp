#include "app/gui/attention/token_chip.h"

#include <QFontMetrics>
#include <QPainter>
#include <QPainterPath>
#include <algorithm>
#include <cmath>

#include "app/gui/widgets/number_words.h"
#include "app/gui/widgets/style.h"

namespace baryscope {

TokenChip::TokenChip(int position, const QString& text, const QString& name, bool special,
                     bool continuation, QWidget* parent)
    : QAbstractButton(parent),
      m_position(position),
      m_name(name),
      m_special(special),
      m_continuation(continuation) {
  setText(text);
  setFocusPolicy(Qt::TabFocus);
  setCursor(Qt::PointingHandCursor);
  describe();
}

void TokenChip::set_weight(std::optional<double> weight, double share) {
  m_weight = weight;
  m_share = share;
  describe();
  update();
}

void TokenChip::set_surprise(std::optional<double> surprise) {
  m_surprise = surprise;
  describe();
  update();
}

void TokenChip::set_query(bool is_query) {
  m_query = is_query;
  describe();
  updateGeometry();
  update();
}

void TokenChip::set_selected(bool selected) {
  m_selected = selected;
  update();
}

void TokenChip::describe() {
  QString words = tr("%1, position %2").arg(m_name).arg(m_position);
  if (m_query) words += tr(", the query");
  if (m_weight) words += tr(", weight %1").arg(short_number(*m_weight));
  if (m_surprise) {
    words += tr(", expected with %1, a surprise of %2 nats")
                 .arg(percent(std::exp(-*m_surprise)), short_number(*m_surprise));
  }
  setAccessibleName(words);
  setToolTip(words + (m_query ? QString() : tr("\nClick: read from here (make it the query)")));
}

QSize TokenChip::sizeHint() const {
  QFont bold = font();
  bold.setBold(true);
  const QFontMetrics metrics(bold);
  return {std::max(26, metrics.horizontalAdvance(text()) + 18), metrics.height() + 10};
}

void TokenChip::paintEvent(QPaintEvent* /*event*/) {
  const WindowColors c = window_colors();
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const QRectF box = QRectF(rect()).adjusted(1, 1, -1, -1);
  QPainterPath shape;
  shape.addRoundedRect(box, 6, 6);

  QColor fill = m_weight && *m_weight < 0 ? c.negative : c.key;
  fill.setAlphaF(static_cast<float>(0.03 + 0.57 * m_share));
  painter.fillPath(shape, c.field);
  if (m_weight) painter.fillPath(shape, fill);
  if (m_weight && *m_weight < 0 && m_share > 0.02) {
    // Sign by pattern too: a bar along the lower edge, broken for negative weights.
    QPen dash(c.negative, 2);
    dash.setDashPattern({2, 2});
    painter.setPen(dash);
    painter.drawLine(QPointF(box.left() + 7, box.bottom() - 3),
                     QPointF(box.right() - 7, box.bottom() - 3));
  }

  if (m_surprise) {
    // As long as the token is surprising; whole from one in three thousand on.
    constexpr double k_whole = 8;  // nats
    const double share = std::clamp(*m_surprise / k_whole, 0.0, 1.0);
    const double half = 0.5 * share * (box.width() - 12);
    painter.setPen(QPen(c.query, 2));
    painter.drawLine(QPointF(box.center().x() - half, box.bottom() - 1.5),
                     QPointF(box.center().x() + half, box.bottom() - 1.5));
  }

  QPen pen(c.strong_line, 1);
  if (m_query) pen = QPen(c.query, 2);
  if (m_selected) pen = QPen(c.ink, 1.6);
  if (hasFocus()) pen = QPen(c.accent, 2, Qt::DotLine);
  if (underMouse() && !m_query) pen.setColor(c.accent);
  painter.setPen(pen);
  painter.drawPath(shape);

  QFont text_font = font();
  text_font.setBold(m_query);
  painter.setFont(text_font);
  const bool faint = (m_special || m_continuation) && !m_query && m_share < 0.35;
  painter.setPen(faint ? c.muted : c.ink);
  painter.drawText(box, Qt::AlignCenter, text());
}

}  // namespace baryscope
