#include "app/gui/motion/timeline_scale.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>

#include "app/gui/widgets/dispatcher.h"
#include "app/gui/widgets/tr.h"
#include "core/base/number_text.h"

namespace baryscope {
namespace {

constexpr double k_closest_seconds = 0.2;  // that a timeline shows at least
constexpr double k_least_gap = 5;          // pixels between two small ticks
constexpr std::array<double, 15> k_steps{0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1,  2,
                                         5,    10,   15,   30,  60,  300, 600};

/// "2", "0.5", "1:05".
QString tick_words(double seconds, double step) {
  if (seconds >= 60) {
    const auto minutes = static_cast<std::int64_t>(seconds / 60 + 1e-9);
    const double rest = seconds - 60 * static_cast<double>(minutes);
    const QString text = to_qt(to_text(rest, step < 1 ? (step < 0.1 ? 2 : 1) : 0));
    return QStringLiteral("%1:%2").arg(minutes).arg(rest < 9.995 ? QLatin1Char('0') + text : text);
  }
  return tr("%1 s").arg(to_qt(to_text(seconds, step < 1 ? (step < 0.1 ? 2 : 1) : 0)));
}

}  // namespace

void TimelineScale::set_span(double seconds) {
  const bool all = shows_all();
  m_span = std::max(seconds, k_closest_seconds);
  if (all) m_shown = m_span;
  keep_inside();
}

void TimelineScale::set_room(double left, double right) {
  m_left = left;
  m_right = std::max(left + 1, right);
}

double TimelineScale::pixels_per_second() const { return (m_right - m_left) / m_shown; }

double TimelineScale::x_of(double seconds) const {
  return m_left + (seconds - m_first) * pixels_per_second();
}

double TimelineScale::seconds_at(double x) const {
  return std::clamp(m_first + (x - m_left) / pixels_per_second(), 0.0, m_span);
}

void TimelineScale::zoom(double factor, double x) {
  const double share = std::clamp((x - m_left) / (m_right - m_left), 0.0, 1.0);
  const double held = m_first + share * m_shown;
  m_shown = std::clamp(m_shown / factor, std::min(k_closest_seconds, m_span), m_span);
  m_first = held - share * m_shown;
  keep_inside();
}

void TimelineScale::scroll(double seconds) {
  m_first += seconds;
  keep_inside();
}

void TimelineScale::show_all() {
  m_first = 0;
  m_shown = m_span;
}

void TimelineScale::make_visible(double seconds) {
  if (seconds < m_first) m_first = seconds;
  if (seconds > last()) m_first = seconds - m_shown;
  keep_inside();
}

void TimelineScale::keep_inside() {
  m_shown = std::min(m_shown, m_span);
  m_first = std::clamp(m_first, 0.0, m_span - m_shown);
}

std::vector<TimelineTick> TimelineScale::ticks(double frames_per_second, double wide) const {
  const auto step = *std::find_if(k_steps.begin(), k_steps.end() - 1,
                                  [&](double each) { return each * pixels_per_second() >= wide; });
  double small = step / (step == 15 || step == 30 || step == 60 ? 3 : 5);
  if (pixels_per_second() / frames_per_second >= k_least_gap && step >= 1 / frames_per_second) {
    small = 1 / frames_per_second;
  } else if (small * pixels_per_second() < k_least_gap) {
    small = step;
  }
  std::vector<TimelineTick> ticks;
  const auto walk = [&](double each, bool numbered) {
    for (auto i = static_cast<std::int64_t>(std::ceil(m_first / each - 1e-9));
         static_cast<double>(i) * each <= last() + 1e-9; ++i) {
      const double at = static_cast<double>(i) * each;
      ticks.push_back({at, numbered ? tick_words(at, step) : QString()});
    }
  };
  walk(small, false);
  walk(step, true);
  return ticks;
}

QString time_words(double seconds) {
  if (seconds < 60) return tr("%1 s").arg(to_qt(to_text(seconds, 2)));
  return tick_words(seconds, 0.01);
}

QString place_words(double seconds, double length, int frame) {
  return tr("%1 of %2 · frame %3").arg(time_words(seconds), time_words(length)).arg(frame);
}

}  // namespace baryscope
