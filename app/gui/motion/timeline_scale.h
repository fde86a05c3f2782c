/// Seconds of a timeline and the pixels that they lie at.
#pragma once

#include <QString>
#include <vector>

namespace baryscope {

struct TimelineTick {
  double seconds = 0;
  QString words;  ///< empty: a small one
};

class TimelineScale {
 public:
  /// All of [0, span] between two pixels.
  void set_span(double seconds);
  void set_room(double left, double right);
  [[nodiscard]] double span() const { return m_span; }
  [[nodiscard]] double first() const { return m_first; }
  [[nodiscard]] double last() const { return m_first + m_shown; }
  [[nodiscard]] double left() const { return m_left; }
  [[nodiscard]] double right() const { return m_right; }

  [[nodiscard]] double x_of(double seconds) const;
  /// Within the span.
  [[nodiscard]] double seconds_at(double x) const;
  [[nodiscard]] double pixels_per_second() const;
  /// Comes closer by `factor`, where the moment under `x` stays; never farther than all of it.
  void zoom(double factor, double x);
  void scroll(double seconds);
  void show_all();
  /// Scrolls as far as needed.
  void make_visible(double seconds);
  [[nodiscard]] bool shows_all() const { return m_shown >= m_span; }

  /// Numbered ones where `wide` pixels have room for their words, small ones between: tenths, or
  /// frames where these are `frame_pixels` apart.
  [[nodiscard]] std::vector<TimelineTick> ticks(double frames_per_second, double wide) const;

 private:
  void keep_inside();

  double m_span = 6, m_first = 0, m_shown = 6;
  double m_left = 0, m_right = 100;
};

/// "2.40 s", "1:05.00".
QString time_words(double seconds);
/// "2.40 s of 6.00 s · frame 72".
QString place_words(double seconds, double length, int frame);

}  // namespace baryscope
