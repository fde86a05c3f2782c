#include "app/gui/widgets/noted_items.h"

#include <QApplication>
#include <QPainter>
#include <algorithm>

namespace baryscope {
namespace {

constexpr int k_gap = 22;     // between text and note
constexpr int k_margin = 10;  // of the sheet's padding, both sides each
constexpr int k_separator = 9;

bool is_separator(const QModelIndex& index) {
  return index.data(Qt::AccessibleDescriptionRole).toString() == QLatin1String("separator");
}

}  // namespace

void NotedItems::paint(QPainter* painter, const QStyleOptionViewItem& option,
                       const QModelIndex& index) const {
  if (is_separator(index)) {
    painter->setPen(option.palette.color(QPalette::Mid));
    const int y = option.rect.center().y();
    painter->drawLine(option.rect.left() + k_margin, y, option.rect.right() - k_margin, y);
    return;
  }
  QStyleOptionViewItem item = option;
  initStyleOption(&item, index);
  const QString note = index.data(k_note_role).toString();
  const QFontMetrics metrics(item.font);
  const int room = item.rect.width() - 2 * k_margin;
  // The text has its room first, the note at least two fifths where both are long.
  const int text_width = metrics.horizontalAdvance(item.text);
  constexpr int k_rounding = 2;  // widths are whole pixels, rounded down
  const int note_width = note.isEmpty() ? 0 : metrics.horizontalAdvance(note) + k_rounding;
  const int for_note =
      note.isEmpty() ? 0 : std::min(note_width, std::max(room - text_width - k_gap, room * 2 / 5));
  item.text =
      metrics.elidedText(item.text, Qt::ElideMiddle, for_note > 0 ? room - for_note - k_gap : room);
  const QStyle* style = item.widget != nullptr ? item.widget->style() : QApplication::style();
  style->drawControl(QStyle::CE_ItemViewItem, &item, painter, item.widget);
  if (for_note <= 0) return;
  const bool marked = (item.state & QStyle::State_Selected) != 0;
  painter->save();
  painter->setFont(item.font);
  painter->setPen(marked ? item.palette.color(QPalette::HighlightedText)
                         : item.palette.color(QPalette::Disabled, QPalette::Text));
  const QRect place = item.rect.adjusted(item.rect.width() - k_margin - for_note, 0, -k_margin, 0);
  painter->drawText(place, Qt::AlignVCenter | Qt::AlignRight,
                    metrics.elidedText(note, Qt::ElideRight, for_note));
  painter->restore();
}

QSize NotedItems::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
  if (is_separator(index)) return {0, k_separator};
  QSize size = QStyledItemDelegate::sizeHint(option, index);
  QStyleOptionViewItem item = option;
  initStyleOption(&item, index);
  const QString note = index.data(k_note_role).toString();
  if (!note.isEmpty()) {
    size.rwidth() += k_gap + k_margin + QFontMetrics(item.font).horizontalAdvance(note);
  }
  return size;
}

}  // namespace baryscope
