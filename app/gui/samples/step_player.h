/// The bar below the samples: the sampler's steps as a timeline that can be walked and played.
#pragma once

#include <QWidget>
#include <functional>
#include <optional>
#include <string>

#include "app/gui/motion/play_clock.h"

class QComboBox;
class QToolButton;

namespace baryscope {

/// The steps by name in a row; the last place is the finished set.
class StepTimeline : public QWidget {
 public:
  explicit StepTimeline(QWidget* parent = nullptr);

  static int n_places();
  static QString name(int place);
  /// Between two places: on the way.
  void set_position(double position);
  [[nodiscard]] double position() const { return m_position; }

  std::function<void(int place)> on_go;

  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  bool event(QEvent* event) override;

 private:
  [[nodiscard]] double x_of(double place) const;
  [[nodiscard]] int place_at(double x) const;

  double m_position = 0;
};

/// Where the play is after `seconds`, from `start` on: it rests at every place and glides to the
/// next. Past the end it stays at the finished set.
double play_position(int start, double seconds, bool glide);
/// How long a play from `start` takes until the finished set has been seen.
double play_seconds(int start);

class StepPlayer : public QWidget {
 public:
  explicit StepPlayer(QWidget* parent = nullptr);

  /// The option's value: a number, or `all`. A value that is not the player's own ends the play.
  void show_step(const std::string& value);
  [[nodiscard]] bool playing() const { return m_clock.running(); }
  void toggle();
  void stop();
  void go(int place);
  void step_by(int by);
  void set_reduced_motion(bool reduced) { m_reduced_motion = reduced; }
  /// 0.5 … 2 times the usual pace.
  [[nodiscard]] double speed() const;
  void set_loop(bool loop);
  [[nodiscard]] StepTimeline* timeline() const { return m_timeline; }

  std::function<void(const std::string& value)> on_step;  ///< a frame of the play
  std::function<void(const std::string& value)> on_go;    ///< a step by hand
  std::function<bool()> busy;                             ///< an earlier step is not drawn yet
  std::function<void(bool playing)> on_play;
  std::function<void()> on_another_point;

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  QToolButton* add_button(const char* name, const QString& title, const QString& tip);
  void play();
  void begin(int place);
  void advance(double seconds);
  void show_state();

  StepTimeline* m_timeline;
  QToolButton *m_previous, *m_play, *m_next, *m_another, *m_loop;
  QComboBox* m_speed;
  PlayClock m_clock;
  double m_seconds = 0;  ///< of the play, at the usual pace
  int m_start = 0;
  std::string m_sent;  ///< the value that the player gave last
  bool m_reduced_motion = false;
};

}  // namespace baryscope
