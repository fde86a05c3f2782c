#include "app/gui/motion/caption_band.h"

#include <QEvent>
#include <QPainter>
#include <algorithm>
#include <utility>

#include "app/gui/widgets/style.h"

namespace baryscope {
namespace {

constexpr int k_margin = 14, k_gap = 6;
constexpr double k_opacity = 0.88;

}  // namespace

CaptionBand::CaptionBand() {
  setObjectName(QStringLiteral("caption-band"));
  setTextFormat(Qt::RichText);
  setAlignment(Qt::AlignCenter);
  setWordWrap(true);
  setContentsMargins(16, 7, 16, 8);
  setAttribute(Qt::WA_TransparentForMouseEvents);
  hide();
}

void CaptionBand::lie_over(QWidget& under, std::function<int()> below) {
  m_below = std::move(below);
  m_under = &under;
  setParent(under.parentWidget());
  under.installEventFilter(this);
}

void CaptionBand::show_words(const QString& value, const QString& caption) {
  QStringList lines;
  if (!value.isEmpty()) lines << QStringLiteral("<b>%1</b>").arg(value.toHtmlEscaped());
  if (!caption.isEmpty()) lines << caption.toHtmlEscaped();
  const QString words = QStringLiteral("<span style='font-size: large'>%1</span>")
                            .arg(lines.join(QStringLiteral(" &nbsp;·&nbsp; ")));
  if (!lines.isEmpty() && words == text() && isVisible()) return;
  setText(lines.isEmpty() ? QString() : words);
  setVisible(!lines.isEmpty());
  fit();
}

bool CaptionBand::eventFilter(QObject* watched, QEvent* event) {
  if (watched == m_under && (event->type() == QEvent::Resize || event->type() == QEvent::Move))
    fit();
  return false;
}

void CaptionBand::fit() {
  if (m_under == nullptr || isHidden()) return;
  const QRect area = m_under->geometry();
  const int most = std::max(120, area.width() - 2 * k_margin);
  setWordWrap(false);
  const int wide = std::min(most, sizeHint().width());
  setWordWrap(true);
  const int high = heightForWidth(wide);
  setGeometry(area.left() + (area.width() - wide) / 2,
              std::max(area.top(), area.bottom() - m_below() - k_gap - high), wide, high);
  raise();
}

void CaptionBand::paintEvent(QPaintEvent* event) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  QColor paper = window_colors().panel;
  paper.setAlphaF(k_opacity);
  painter.setPen(QPen(window_colors().line, 1));
  painter.setBrush(paper);
  painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8);
  painter.end();
  QLabel::paintEvent(event);
}

}  // namespace baryscope
