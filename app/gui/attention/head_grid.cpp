#include "app/gui/attention/head_grid.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "app/gui/widgets/number_words.h"
#include "app/gui/widgets/style.h"
#include "app/gui/widgets/text_fit.h"

namespace baryscope {
namespace {

constexpr int k_left = 22, k_top = 18;  // at least: the numbers of layers and heads
constexpr double k_largest_cell = 26;

QFont number_font(const QWidget& widget) {
  QFont small = widget.font();
  small.setPointSizeF(widget.font().pointSizeF() * 0.78);
  return small;
}

int number_width(const QWidget& widget, int largest) {
  return QFontMetrics(number_font(widget)).horizontalAdvance(QString::number(largest));
}

/// Of rows or columns that are narrower than their numbers: every so many, and the shown one, which
/// stands alone.
bool is_numbered(int index, int shown, int stride) {
  return index == shown || (index % stride == 0 && std::abs(index - shown) >= stride);
}

/// Whether both requests make the same vectors under the same mask: then every head says as much in
/// one as in the other.
bool score_the_same(const AnalysisRequest& a, const AnalysisRequest& b) {
  return a.model == b.model && a.capture == b.capture && a.text == b.text && a.text_b == b.text_b &&
         a.special_in_text == b.special_in_text && a.mechanism.causal == b.mechanism.causal &&
         a.device == b.device;
}

}  // namespace

HeadGrid::HeadGrid(QWidget* parent) : QWidget(parent) {
  setObjectName(QStringLiteral("head-grid"));
  setFocusPolicy(Qt::StrongFocus);
  setMouseTracking(true);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  setAccessibleName(tr("Layer and head"));
  fit_to_text(*this, [this] { setFixedHeight(heightForWidth(width())); });
}

void HeadGrid::show_analysis(const Analysis& analysis) {
  m_n_layers = analysis.model.n_layers;
  m_n_heads = analysis.model.n_heads;
  const int n_kv_heads = analysis.model.n_kv_heads;
  m_group = n_kv_heads > 0 && m_n_heads % n_kv_heads == 0 ? m_n_heads / n_kv_heads : 1;
  m_shown = m_cursor = {analysis.layer, analysis.head};
  // They are computed where a head is chosen by them, and hold for the text when another is then
  // chosen by hand.
  const Matrix& scores = analysis.choice.scores;
  if (scores.n_rows == m_n_layers && scores.n_columns == m_n_heads) {
    m_scores = scores;
    m_scored = analysis.request;
  } else if (!score_the_same(m_scored, analysis.request)) {
    m_scores = Matrix();
  }
  m_largest = 0;
  for (const double score : m_scores.data) m_largest = std::max(m_largest, score);
  setAccessibleDescription(tr("layer %1, head %2").arg(m_shown.layer).arg(m_shown.head));
  setFixedHeight(heightForWidth(width()));
  update();
}

void HeadGrid::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  setFixedHeight(heightForWidth(width()));
}

int HeadGrid::left() const {
  return std::max(k_left, number_width(*this, std::max(0, m_n_layers - 1)) + 9);
}

int HeadGrid::top() const { return std::max(k_top, QFontMetrics(number_font(*this)).height() + 4); }

// Every head of a layer stands in one row, however many there are.
double HeadGrid::cell_size(int width) const {
  const int n_gaps = m_group > 1 ? m_n_heads / m_group - 1 : 0;
  const double share =
      (width - left() - n_gaps * group_gap(width)) / static_cast<double>(std::max(1, m_n_heads));
  return std::clamp(share, 1.0, k_largest_cell);
}

double HeadGrid::group_gap(int width) const {
  if (m_group <= 1) return 0;
  // A third of a cell at most.
  const double cell = (width - left()) / static_cast<double>(std::max(1, m_n_heads));
  return std::clamp(cell / 3, 1.0, 6.0);
}

int HeadGrid::heightForWidth(int width) const {
  return top() + static_cast<int>(std::ceil(cell_size(width) * std::max(1, m_n_layers))) + 2;
}

QSize HeadGrid::sizeHint() const { return {248, heightForWidth(width())}; }

QRectF HeadGrid::cell_box(Cell cell) const {
  const double size = cell_size(width());
  const int n_before = cell.head / m_group;
  const double gaps = n_before * group_gap(width());
  return {left() + cell.head * size + gaps, top() + cell.layer * size, size, size};
}

QPoint HeadGrid::cell_center(int layer, int head) const {
  return cell_box({layer, head}).center().toPoint();
}

HeadGrid::Cell HeadGrid::cell_at(QPointF point) const {
  const double size = cell_size(width());
  const double group = m_group * size + group_gap(width());
  const double x = point.x() - left();
  const int n_before = static_cast<int>(std::floor(x / group));
  const int in_group = static_cast<int>(std::floor((x - n_before * group) / size));
  const Cell cell{static_cast<int>(std::floor((point.y() - top()) / size)),
                  n_before * m_group + std::min(in_group, m_group - 1)};
  const bool inside =
      cell.layer >= 0 && cell.layer < m_n_layers && cell.head >= 0 && cell.head < m_n_heads;
  return inside ? cell : Cell{};
}

double HeadGrid::shade(int layer, int head) const {
  return m_largest > 0 ? std::clamp(m_scores(layer, head) / m_largest, 0.0, 1.0) : 0;
}

void HeadGrid::paintEvent(QPaintEvent* /*event*/) {
  const WindowColors c = window_colors();
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  if (m_n_layers == 0) {
    painter.setPen(c.muted);
    painter.drawText(rect(), Qt::AlignLeft | Qt::AlignVCenter, tr("no model yet"));
    return;
  }
  painter.setFont(number_font(*this));
  const double size = cell_size(width());
  const int first_column = left(), first_row = top();
  const double number = std::max(16, number_width(*this, m_n_heads - 1) + 3);
  const int stride = std::max(1, static_cast<int>(std::ceil(number / size)));
  for (int layer = 0; layer < m_n_layers; ++layer) {
    if (is_numbered(layer, m_shown.layer, stride)) {
      painter.setPen(layer == m_shown.layer ? c.ink : c.muted);
      painter.drawText(QRectF(0, first_row + layer * size, first_column - 7, size),
                       Qt::AlignRight | Qt::AlignVCenter | Qt::TextDontClip,
                       QString::number(layer));
    }
    for (int head = 0; head < m_n_heads; ++head) {
      const Cell cell{layer, head};
      const double gap = std::min(1.0, 0.15 * size);
      const QRectF box = cell_box(cell).adjusted(gap, gap, -gap, -gap);
      QColor fill = c.key_prime;
      fill.setAlphaF(static_cast<float>(0.75 * shade(layer, head)));
      painter.setPen(Qt::NoPen);
      painter.setBrush(c.tint);
      painter.drawRoundedRect(box, 3, 3);
      painter.setBrush(fill);
      painter.drawRoundedRect(box, 3, 3);
      painter.setBrush(Qt::NoBrush);
      // Those that share the shown head's keys and values.
      if (m_group > 1 && layer == m_shown.layer && head / m_group == m_shown.head / m_group) {
        painter.setPen(QPen(c.accent, 1));
        painter.drawRoundedRect(box, 3, 3);
      }
      if (cell == m_shown) {
        painter.setBrush(c.accent);
        painter.setPen(QPen(c.accent, 1));
        painter.drawRoundedRect(box, 3, 3);
        painter.setBrush(Qt::NoBrush);
      }
      if (cell == m_hover) {
        painter.setPen(QPen(c.ink, 1.4));
        painter.drawRoundedRect(box, 3, 3);
      }
    }
  }
  if (hasFocus() && m_cursor.layer >= 0) {
    painter.setPen(QPen(c.ink, 2));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(cell_box(m_cursor), 4, 4);
  }
  for (int head = 0; head < m_n_heads; ++head) {
    if (!is_numbered(head, m_shown.head, stride)) continue;
    painter.setPen(head == m_shown.head ? c.ink : c.muted);
    const double x = cell_box({0, head}).x();
    painter.drawText(QRectF(x - 6, 0, size + 12, first_row - 3),
                     Qt::AlignHCenter | Qt::AlignBottom | Qt::TextDontClip, QString::number(head));
  }
}

void HeadGrid::choose(Cell cell) {
  if (cell.layer >= 0 && on_head) on_head(cell.layer, cell.head);
}

void HeadGrid::mousePressEvent(QMouseEvent* event) {
  if (event->button() == Qt::LeftButton) choose(cell_at(event->position()));
}

void HeadGrid::mouseMoveEvent(QMouseEvent* event) {
  const Cell cell = cell_at(event->position());
  if (cell == m_hover) return;
  m_hover = cell;
  setCursor(cell.layer >= 0 ? Qt::PointingHandCursor : Qt::ArrowCursor);
  update();
}

void HeadGrid::leaveEvent(QEvent* event) {
  m_hover = {};
  update();
  QWidget::leaveEvent(event);
}

void HeadGrid::keyPressEvent(QKeyEvent* event) {
  Cell cell = m_cursor;
  switch (event->key()) {
    case Qt::Key_Left:
      --cell.head;
      break;
    case Qt::Key_Right:
      ++cell.head;
      break;
    case Qt::Key_Up:
      --cell.layer;
      break;
    case Qt::Key_Down:
      ++cell.layer;
      break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space:
      choose(m_cursor);
      return;
    default:
      QWidget::keyPressEvent(event);
      return;
  }
  m_cursor = {std::clamp(cell.layer, 0, std::max(0, m_n_layers - 1)),
              std::clamp(cell.head, 0, std::max(0, m_n_heads - 1))};
  setAccessibleDescription(tr("layer %1, head %2").arg(m_cursor.layer).arg(m_cursor.head));
  update();
  if (on_cursor) on_cursor(cell_box(m_cursor).center().toPoint());
}

void HeadGrid::focusInEvent(QFocusEvent* event) {
  QWidget::focusInEvent(event);
  if (on_cursor && m_cursor.layer >= 0) on_cursor(cell_box(m_cursor).center().toPoint());
}

bool HeadGrid::event(QEvent* event) {
  if (event->type() != QEvent::ToolTip) return QWidget::event(event);
  const auto* help = static_cast<QHelpEvent*>(event);
  QToolTip::showText(help->globalPos(), words_of(cell_at(help->pos())), this);
  return true;
}

QString HeadGrid::words_of(Cell cell) const {
  if (cell.layer < 0) {
    return tr(
        "Each cell is one attention head: rows are layers, columns heads. The greener, the "
        "more it says about this text, once a head was chosen for you.");
  }
  QString words = tr("layer %1, head %2").arg(cell.layer).arg(cell.head);
  if (m_group > 1) {
    const int first = cell.head / m_group * m_group;
    words += tr(" · key head %1, shared by heads %2 to %3")
                 .arg(cell.head / m_group)
                 .arg(first)
                 .arg(first + m_group - 1);
  }
  if (m_largest > 0) {
    words += tr(" · score %1").arg(short_number(m_scores(cell.layer, cell.head)));
  }
  return words;
}

}  // namespace baryscope
