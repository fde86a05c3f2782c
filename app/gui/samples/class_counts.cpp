#include "app/gui/samples/class_counts.h"

#include <QHelpEvent>
#include <QPainter>
#include <QPainterPath>
#include <QToolTip>
#include <algorithm>
#include <cmath>
#include <utility>

#include "app/gui/plots/glyph.h"
#include "app/gui/widgets/style.h"

namespace baryscope {
namespace {

constexpr std::size_t k_most_rows = 12;

QString numbers_of(const ClassRow& row, std::size_t study) {
  const std::size_t after = row.after.at(study);
  return after == row.before ? QString::number(row.before)
                             : QStringLiteral("%1 → %2").arg(row.before).arg(after);
}

}  // namespace

ClassCounts::ClassCounts(QWidget* parent) : QWidget(parent) {
  setObjectName(QStringLiteral("class-counts"));
  setFocusPolicy(Qt::StrongFocus);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  setAccessibleName(tr("Points of each class, before and after"));
}

void ClassCounts::set_rows(std::vector<ClassRow> rows) {
  const QSize before = sizeHint();
  m_rows = std::move(rows);
  setAccessibleDescription(counts_words(m_rows));
  if (sizeHint() != before) updateGeometry();
  update();
}

int ClassCounts::row_height() const {
  const int n_studies = m_rows.empty() ? 1 : static_cast<int>(m_rows.front().after.size());
  return (fontMetrics().height() + 3) * std::max(1, n_studies) + 6;
}

std::size_t ClassCounts::n_shown() const { return std::min(m_rows.size(), k_most_rows); }

QSize ClassCounts::sizeHint() const {
  const int more = m_rows.size() > k_most_rows ? fontMetrics().height() + 4 : 0;
  return {260, std::max(1, static_cast<int>(n_shown())) * row_height() + more + 2};
}

void ClassCounts::paintEvent(QPaintEvent* /*event*/) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  double most = 1;
  double numbers = 0, names = 0;
  for (std::size_t i = 0; i < n_shown(); ++i) {
    const ClassRow& row = m_rows[i];
    most = std::max(most, static_cast<double>(row.before));
    names = std::max(names, 1.0 + fontMetrics().horizontalAdvance(row.name));
    for (std::size_t s = 0; s < row.after.size(); ++s) {
      most = std::max(most, static_cast<double>(row.after[s]));
      numbers = std::max(numbers,
                         static_cast<double>(fontMetrics().horizontalAdvance(numbers_of(row, s))));
    }
  }
  constexpr double k_least_bar = 32, k_beside = 44;  // pixels; what is neither word nor bar
  names = std::clamp(names, 0.0, std::max(0.0, width() - numbers - k_least_bar - k_beside));
  for (std::size_t i = 0; i < n_shown(); ++i) {
    paint_row(painter, QRectF(0, static_cast<double>(i) * row_height(), width(), row_height()),
              m_rows[i], {most, names, numbers});
  }
  if (m_rows.size() > k_most_rows) {
    painter.setPen(window_colors().muted);
    painter.drawText(rect().adjusted(0, 0, 0, -1), Qt::AlignBottom | Qt::AlignLeft,
                     tr("and %1 more classes").arg(m_rows.size() - k_most_rows));
  }
  if (hasFocus()) {
    painter.setPen(QPen(window_colors().accent, 1));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3);
  }
}

void ClassCounts::paint_row(QPainter& painter, const QRectF& box, const ClassRow& row,
                            const Columns& columns) const {
  const WindowColors c = window_colors();
  const QColor color = role_color(row.role);
  const QColor added = role_color(row.added);
  constexpr double icon = 11;
  paint_glyph(painter, QRectF(4, box.center().y() - icon / 2, icon, icon), row.glyph, color);
  painter.setPen(c.ink);
  painter.drawText(QRectF(22, box.top(), columns.names + 4, box.height()),
                   Qt::AlignLeft | Qt::AlignVCenter,
                   fontMetrics().elidedText(row.name, Qt::ElideRight,
                                            static_cast<int>(std::ceil(columns.names))));
  const double left = 22 + columns.names + 10;
  const double span = std::max(10.0, box.width() - left - columns.numbers - 12);
  const std::size_t n = std::max<std::size_t>(1, row.after.size());
  const double line = (box.height() - 6) / static_cast<double>(n);
  for (std::size_t s = 0; s < row.after.size(); ++s) {
    const double y = box.top() + 3 + static_cast<double>(s) * line;
    const QRectF bar(left, y + line / 2 - 4, span, 8);
    const double before = static_cast<double>(row.before) / columns.most * span;
    const double after = static_cast<double>(row.after[s]) / columns.most * span;
    QPainterPath whole;
    whole.addRoundedRect(bar, 2, 2);
    painter.fillPath(whole, c.line);
    painter.save();
    painter.setClipRect(bar);
    painter.fillRect(QRectF(bar.left(), bar.top(), std::min(before, after), 8), color);
    if (after > before) {
      const QRectF grown(bar.left() + before, bar.top(), after - before, 8);
      QColor tint = added;
      tint.setAlphaF(0.30F);
      painter.fillRect(grown, tint);
      painter.setClipRect(grown);
      painter.setPen(QPen(added, 1.5));
      for (double x = grown.left() - 8; x < grown.right(); x += 5) {
        painter.drawLine(QPointF(x, grown.bottom()), QPointF(x + 8, grown.top()));
      }
    }
    painter.restore();
    painter.setPen(c.ink);
    painter.drawText(QRectF(box.right() - columns.numbers - 4, y, columns.numbers + 4, line),
                     Qt::AlignRight | Qt::AlignVCenter, numbers_of(row, s));
  }
}

bool ClassCounts::event(QEvent* event) {
  if (event->type() == QEvent::ToolTip) {
    auto* help = static_cast<QHelpEvent*>(event);
    const auto at = static_cast<std::size_t>(std::max(0, help->pos().y() / row_height()));
    if (at < n_shown()) {
      const ClassRow& row = m_rows[at];
      QToolTip::showText(
          help->globalPos(),
          QStringLiteral("<p>%1</p>")
              .arg(tr("Class %1: %2 points in the data; hatched: what the sampler added")
                       .arg(row.name.toHtmlEscaped())
                       .arg(row.before)),
          this);
    } else {
      QToolTip::hideText();
    }
    return true;
  }
  return QWidget::event(event);
}

}  // namespace baryscope
