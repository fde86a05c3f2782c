#include "app/gui/widgets/flow_layout.h"

#include <QWidget>
#include <algorithm>

namespace baryscope {

FlowLayout::FlowLayout(QWidget* parent, int horizontal_gap, int vertical_gap)
    : QLayout(parent), m_horizontal_gap(horizontal_gap), m_vertical_gap(vertical_gap) {}

FlowLayout::~FlowLayout() { qDeleteAll(m_items); }

void FlowLayout::addItem(QLayoutItem* item) { m_items.append(item); }

int FlowLayout::count() const { return static_cast<int>(m_items.size()); }

QLayoutItem* FlowLayout::itemAt(int index) const { return m_items.value(index); }

QLayoutItem* FlowLayout::takeAt(int index) {
  return index >= 0 && index < count() ? m_items.takeAt(index) : nullptr;
}

int FlowLayout::heightForWidth(int width) const { return place(QRect(0, 0, width, 0), false); }

QSize FlowLayout::minimumSize() const {
  QSize size;
  for (const QLayoutItem* item : m_items) size = size.expandedTo(item->minimumSize());
  const QMargins margins = contentsMargins();
  return size + QSize(margins.left() + margins.right(), margins.top() + margins.bottom());
}

void FlowLayout::setGeometry(const QRect& rectangle) {
  QLayout::setGeometry(rectangle);
  place(rectangle, true);
}

int FlowLayout::place(const QRect& rectangle, bool apply) const {
  const QRect inner = rectangle.marginsRemoved(contentsMargins());
  int x = inner.x(), y = inner.y(), line = 0;
  for (QLayoutItem* item : m_items) {
    if (item->isEmpty()) continue;
    const QSize size = item->sizeHint();
    if (x > inner.x() && x + size.width() > inner.x() + inner.width()) {
      x = inner.x();
      y += line + m_vertical_gap;
      line = 0;
    }
    if (apply) item->setGeometry(QRect(QPoint(x, y), size));
    x += size.width() + m_horizontal_gap;
    line = std::max(line, size.height());
  }
  return y + line - rectangle.y() + contentsMargins().bottom();
}

}  // namespace baryscope
