#include "app/gui/motion/film_player.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPainterPath>
#include <QSignalBlocker>
#include <QSlider>
#include <QStyle>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "app/gui/motion/film_screen.h"
#include "app/gui/motion/timeline_scale.h"
#include "app/gui/widgets/style.h"
#include "app/gui/widgets/tr.h"

namespace baryscope {
namespace {

constexpr qsizetype k_most_bytes = qsizetype{96} << 20;  // of frames that are kept
constexpr int k_tick_ms = 16;

QIcon player_icon(bool pause) {
  constexpr int k_size = 32;
  QPixmap pixmap(k_size, k_size);
  pixmap.fill(Qt::transparent);
  QPainter painter(&pixmap);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(Qt::NoPen);
  painter.setBrush(window_colors().ink);
  if (pause) {
    painter.drawRoundedRect(QRectF(8, 7, 5.5, 18), 1.5, 1.5);
    painter.drawRoundedRect(QRectF(18.5, 7, 5.5, 18), 1.5, 1.5);
  } else {
    QPainterPath path(QPointF(10, 6));
    path.lineTo(25, 16);
    path.lineTo(10, 26);
    path.closeSubpath();
    painter.drawPath(path);
  }
  return pixmap;
}

QString frame_words(int index, int n_frames, double rate) {
  const double second = rate > 0 ? 1 / rate : 0;
  return place_words(index * second, n_frames * second, index);
}

}  // namespace

FilmPlayer::FilmPlayer(QWidget* parent)
    : QWidget(parent),
      m_screen(new FilmScreen),
      m_play(new QToolButton),
      m_slider(new QSlider(Qt::Horizontal)),
      m_place(new QLabel) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(8);
  column->addWidget(m_screen, 1);
  auto* row = new QHBoxLayout;
  row->setSpacing(8);
  row->addWidget(m_play);
  row->addWidget(m_slider, 1);
  row->addWidget(m_place);
  column->addLayout(row);
  m_screen->setObjectName(QStringLiteral("film-screen"));
  m_screen->setMinimumSize(240, 130);
  m_screen->setAccessibleName(tr("Preview of the film"));
  m_play->setObjectName(QStringLiteral("film-play"));
  m_play->setFocusPolicy(Qt::StrongFocus);
  m_play->setToolTip(
      tr("Plays the preview, or holds it. Frames that cannot be made in time are "
         "left out; the film itself has all of them"));
  m_slider->setObjectName(QStringLiteral("film-place"));
  m_slider->setAccessibleName(tr("Frame of the preview"));
  m_slider->setToolTip(tr("Goes through the film; the arrow keys step by one frame"));
  m_place->setToolTip(
      tr("Where the preview is, how long the film is, and the number of the frame: the first is "
         "frame 0"));
  m_place->setObjectName(QStringLiteral("film-place-words"));
  m_place->setProperty("role", "muted");
  m_clock_timer.setInterval(k_tick_ms);
  connect(&m_clock_timer, &QTimer::timeout, this, [this] { tick(); });
  connect(m_play, &QToolButton::clicked, this, [this] { play(!playing()); });
  connect(m_slider, &QSlider::valueChanged, this, [this](int index) {
    play(false);
    show_index(index);
  });
  stop({});
}

void FilmPlayer::start(int n_frames, double frames_per_second, bool loops, bool plays) {
  m_frames.clear();
  m_n_bytes = 0;
  m_n_frames = n_frames;
  m_rate = frames_per_second;
  m_loops = loops;
  m_screen->set_words({});
  {
    const QSignalBlocker silent(m_slider);
    m_slider->setRange(0, std::max(0, n_frames - 1));
    m_slider->setPageStep(std::max(1, n_frames / 10));
    m_slider->setValue(0);
  }
  for (QWidget* part : {static_cast<QWidget*>(m_play), static_cast<QWidget*>(m_slider)}) {
    part->setEnabled(n_frames > 1);
  }
  m_place->setMinimumWidth(
      m_place->fontMetrics().horizontalAdvance(frame_words(n_frames, n_frames, frames_per_second)));
  show_index(0);
  play(plays && n_frames > 1);
}

void FilmPlayer::stop(const QString& words) {
  play(false);
  m_n_frames = 0;
  m_frames.clear();
  m_n_bytes = 0;
  for (QWidget* part : {static_cast<QWidget*>(m_play), static_cast<QWidget*>(m_slider)}) {
    part->setEnabled(false);
  }
  m_screen->set_words(words);
}

int FilmPlayer::index() const { return m_slider->value(); }

void FilmPlayer::play(bool plays) {
  if (plays) {
    m_from = !m_loops && index() >= m_n_frames - 1 ? 0 : index();
    m_clock.start();
    m_clock_timer.start();
  } else {
    m_clock_timer.stop();
  }
  m_play->setIcon(player_icon(plays));
  m_play->setAccessibleName(plays ? tr("Hold the preview") : tr("Play the preview"));
}

void FilmPlayer::tick() {
  int at =
      m_from + static_cast<int>(std::floor(1e-3 * static_cast<double>(m_clock.elapsed()) * m_rate));
  if (at >= m_n_frames && !m_loops) {
    at = m_n_frames - 1;
    play(false);
  }
  at %= std::max(1, m_n_frames);
  if (at == index()) return;
  const QSignalBlocker silent(m_slider);
  m_slider->setValue(at);
  show_index(at);
}

void FilmPlayer::show_index(int index) {
  show_place();
  if (const auto known = m_frames.constFind(index); known != m_frames.constEnd()) {
    m_screen->set_image(*known);
  } else if (on_wish && m_n_frames > 0) {
    on_wish(index);
  }
}

void FilmPlayer::show_place() { m_place->setText(frame_words(index(), m_n_frames, m_rate)); }

void FilmPlayer::set_frame(int index, const QImage& image) {
  if (m_n_frames == 0) return;
  if (!m_frames.contains(index) && m_n_bytes + image.sizeInBytes() <= k_most_bytes) {
    m_n_bytes += image.sizeInBytes();
    m_frames.insert(index, image);
  }
  // Of a film that plays the newest that there is.
  if (index == this->index() || playing()) m_screen->set_image(image);
}

}  // namespace baryscope
