#include "app/gui/motion/film_screen.h"

#include <QPainter>

#include "app/gui/widgets/style.h"

namespace baryscope {

FilmScreen::FilmScreen(QWidget* parent) : QWidget(parent) {
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void FilmScreen::set_image(const QImage& image) {
  m_image = image;
  if (!image.isNull()) m_shape = image.size();
  update();
}

void FilmScreen::set_words(const QString& words) {
  if (m_words == words) return;
  m_words = words;
  update();
}

void FilmScreen::set_shape(QSize shape) {
  if (shape.isEmpty()) return;
  m_shape = shape;
  update();
}

QRect FilmScreen::picture() const {
  const QSize size = m_shape.scaled(this->size() - QSize(2, 2), Qt::KeepAspectRatio);
  return {QPoint((width() - size.width()) / 2, (height() - size.height()) / 2), size};
}

void FilmScreen::paintEvent(QPaintEvent* /*event*/) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::SmoothPixmapTransform);
  const WindowColors c = window_colors();
  const QRect at = picture();
  painter.fillRect(at, c.field);
  if (!m_image.isNull()) {
    if (!m_words.isEmpty()) painter.setOpacity(0.35);
    painter.drawImage(at, m_image);
    painter.setOpacity(1);
  }
  painter.setPen(c.line);
  painter.drawRect(at.adjusted(-1, -1, 0, 0));
  if (m_words.isEmpty()) return;
  painter.setPen(c.muted);
  constexpr int k_margin = 14;
  painter.drawText(at.adjusted(k_margin, k_margin, -k_margin, -k_margin),
                   Qt::AlignCenter | Qt::TextWordWrap, m_words);
}

}  // namespace baryscope
