#include "app/gui/widgets/pinned_panel.h"

#include <QEvent>
#include <QFrame>
#include <QLabel>
#include <QScrollBar>
#include <QVBoxLayout>
#include <algorithm>
#include <cstdlib>
#include <utility>

namespace baryscope {

PinnedPanel::PinnedPanel(QWidget* parent)
    : Panel(parent),
      m_head(new QWidget(this)),
      m_column(new QVBoxLayout(m_head)),
      m_line(new QFrame(this)) {
  m_head->setProperty("panel", true);
  m_head->setAttribute(Qt::WA_StyledBackground);
  const QMargins margins = column()->contentsMargins();
  m_column->setContentsMargins(margins.left(), margins.top(), margins.right(), margins.top() / 2);
  m_column->setSpacing(column()->spacing());
  column()->setContentsMargins(margins.left(), 2, margins.right(), margins.bottom());
  m_head->installEventFilter(this);
  m_line->setProperty("hairline", true);
  const auto show_line = [this] {
    const QScrollBar& bar = *verticalScrollBar();
    m_line->setVisible(bar.value() > bar.minimum());
  };
  connect(verticalScrollBar(), &QScrollBar::valueChanged, this, show_line);
  show_line();
}

void PinnedPanel::resizeEvent(QResizeEvent* event) {
  Panel::resizeEvent(event);
  fit();
}

bool PinnedPanel::eventFilter(QObject* watched, QEvent* event) {
  if (watched == m_head && event->type() == QEvent::LayoutRequest) fit();
  return Panel::eventFilter(watched, event);
}

void PinnedPanel::fit() {
  const int width = viewport()->width();
  const int height = m_column->hasHeightForWidth() ? m_column->totalHeightForWidth(width)
                                                   : m_column->totalSizeHint().height();
  if (viewportMargins().top() != height) setViewportMargins(0, height, 0, 0);
  m_head->setGeometry(0, 0, width, height);
  m_line->setGeometry(0, height - 1, width, 1);
  m_line->raise();
}

void PinnedPanel::spare_words(int top, int bottom) {
  struct Words {
    int top, bottom, weight;
  };
  std::vector<Words> all;
  for (const QLabel* label : widget()->findChildren<QLabel*>()) {
    if (label->isHidden() || label->text().isEmpty()) continue;
    const bool heading = label->property("role").toString() == QLatin1String("section");
    const int y = label->mapTo(widget(), QPoint()).y();
    all.push_back({y, y + label->height(), heading ? 1000 : 1});
  }
  QScrollBar& bar = *verticalScrollBar();
  const int height = viewport()->height(), here = bar.value();
  const auto n_cut = [&](int place) {
    int sum = 0;
    for (const Words& words : all) {
      const auto cuts = [&](int y) { return words.top < y && y < words.bottom; };
      sum += cuts(place) || cuts(place + height) ? words.weight : 0;
    }
    return sum;
  };
  std::pair<int, int> best;
  int at = -1;
  for (int place = bar.minimum(); place <= bar.maximum(); ++place) {
    if (place > top || place + height < bottom) continue;
    const std::pair<int, int> cost(n_cut(place), std::abs(place - here));
    if (at < 0 || cost < best) {
      best = cost;
      at = place;
    }
  }
  if (at >= 0) bar.setValue(at);
}

}  // namespace baryscope
