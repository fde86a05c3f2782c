#include "viz/views/ring/ring_layout.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace baryscope {
namespace {

constexpr double k_turn = 2 * std::numbers::pi;
constexpr double k_widest_pitch = 0.42, k_tallest = 2.3;

/// Where the cubic curve with these four points is at t.
Vec3 on_curve(const Vec3& a, const Vec3& b, const Vec3& c, const Vec3& d, double t) {
  const double s = 1 - t;
  return s * s * s * a + (3 * s * s * t) * b + (3 * s * t * t) * c + t * t * t * d;
}

}  // namespace

RingLayout::RingLayout(int n_tokens)
    : m_n_tokens(std::max(0, n_tokens)),
      m_step(is_helix() ? k_turn / k_most_on_circle : k_turn / (m_n_tokens + 1)) {
  if (is_helix()) {
    const double n_turns = static_cast<double>(m_n_tokens - 1) / k_most_on_circle;
    m_pitch = std::min(k_widest_pitch, k_tallest / n_turns);
    m_top = 0.5 * m_pitch * n_turns;
  }
}

Vec3 RingLayout::place(double position, double radius) const {
  if (is_helix()) {
    const double angle = m_step * position;
    return {radius * std::sin(angle), m_top - m_pitch * angle / k_turn, -radius * std::cos(angle)};
  }
  const double angle = m_n_tokens == 1 ? k_turn * position : m_step * (position + 1);
  return {radius * std::sin(angle), radius * std::cos(angle), 0};
}

std::vector<Vec3> RingLayout::arc(int from, int to, int n_pieces) const {
  const Vec3 a = place(from), d = place(to);
  Vec3 b, c;
  if (from == to) {
    constexpr double depth = 0.5, half_width = 0.55;
    const double turn = half_width / m_step;
    b = place(from - turn, 1 - depth);
    c = place(from + turn, 1 - depth);
  } else {
    constexpr double k_bend = 0.42, k_least = 0.1, k_most = 0.9;
    const double depth = std::clamp(k_bend * length(d - a), k_least, k_most);
    b = place(from, 1 - depth);
    c = place(to, 1 - depth);
  }
  std::vector<Vec3> points;
  points.reserve(static_cast<std::size_t>(n_pieces) + 1);
  points.push_back(a);
  for (int i = 1; i < n_pieces; ++i) {
    points.push_back(on_curve(a, b, c, d, static_cast<double>(i) / n_pieces));
  }
  points.push_back(d);
  return points;
}

std::vector<Vec3> RingLayout::along(double from, double to, double radius) const {
  constexpr double k_longest_piece = 0.05;
  const int n_between = std::max(
      1, static_cast<int>(std::ceil((m_n_tokens == 1 ? k_turn : m_step) / k_longest_piece)));
  const int n_pieces = std::max(1, static_cast<int>(std::ceil((to - from) * n_between)));
  std::vector<Vec3> points;
  points.reserve(static_cast<std::size_t>(n_pieces) + 1);
  for (int i = 0; i <= n_pieces; ++i) {
    points.push_back(place(from + (to - from) * i / n_pieces, radius));
  }
  return points;
}

}  // namespace baryscope
