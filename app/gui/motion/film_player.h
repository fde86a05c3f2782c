/// Plays a film whose frames come one by one from elsewhere, in any order, and can be scrubbed.
#pragma once

#include <QElapsedTimer>
#include <QHash>
#include <QImage>
#include <QTimer>
#include <QWidget>
#include <functional>

class QLabel;
class QSlider;
class QToolButton;

namespace baryscope {

class FilmScreen;

class FilmPlayer : public QWidget {
 public:
  explicit FilmPlayer(QWidget* parent = nullptr);

  /// Another film, from its beginning; played where `plays`.
  void start(int n_frames, double frames_per_second, bool loops, bool plays);
  /// Nothing can be played: `words` say why, or what is being waited for.
  void stop(const QString& words);
  void set_frame(int index, const QImage& image);
  [[nodiscard]] int index() const;
  [[nodiscard]] bool playing() const { return m_clock_timer.isActive(); }
  void play(bool plays);
  [[nodiscard]] FilmScreen& screen() { return *m_screen; }
  /// Frames that are there.
  [[nodiscard]] int n_known() const { return static_cast<int>(m_frames.size()); }

  std::function<void(int index)> on_wish;  ///< this frame is the next to be shown

 private:
  void tick();
  void show_index(int index);
  void show_place();

  FilmScreen* m_screen;
  QToolButton* m_play;
  QSlider* m_slider;
  QLabel* m_place;
  QTimer m_clock_timer;
  QElapsedTimer m_clock;
  int m_from = 0, m_n_frames = 0;
  double m_rate = 30;
  bool m_loops = true;
  QHash<int, QImage> m_frames;
  qsizetype m_n_bytes = 0;
};

}  // namespace baryscope
