#include "viz/scene/camera_score.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <vector>

#include "viz/scene/screen_outline.h"

namespace baryscope {
namespace {

class Score {
 public:
  Score(const CameraSubject& subject, const Camera& camera, const Viewport& viewport)
      : m_subject(subject),
        m_viewport(viewport),
        m_forward(frame(camera).forward),
        m_important(projected(subject.important, camera, viewport)),
        m_others(projected(subject.others, camera, viewport)),
        m_hull(projected(subject.hull, camera, viewport)),
        m_arms(projected(subject.arms, camera, viewport)) {
    for (const std::vector<Vec3>& group : subject.groups) {
      m_groups.push_back(projected(group, camera, viewport));
    }
  }

  /// Every term lies in [0, 1].
  [[nodiscard]] double value() const {
    return 1.5 * separation() + 1.5 * spread() + 1.2 * fan() + 0.8 * unshortened() +
           1.0 * label_room() + 0.5 * nearness() + 2.0 * faces() + 5.0 * groups_apart() +
           4.0 * outside();
  }

 private:
  static std::vector<ScreenPoint> projected(const std::vector<Vec3>& points, const Camera& camera,
                                            const Viewport& viewport) {
    std::vector<ScreenPoint> result;
    result.reserve(points.size());
    for (const Vec3& point : points) {
      result.push_back(to_screen(camera, viewport, point).value_or(ScreenPoint{}));
    }
    return result;
  }
  [[nodiscard]] double usable_height() const {
    return m_viewport.height - m_viewport.margin_top - m_viewport.margin_bottom;
  }

  /// Important points apart from each other and not behind other points.
  [[nodiscard]] double separation() const {
    const double reach = 0.14 * usable_height();
    double sum = 0;
    int n = 0;
    for (std::size_t i = 0; i < m_important.size(); ++i) {
      const ScreenPoint& a = m_important[i];
      double nearest = 1;
      for (std::size_t j = 0; j < m_subject.important.size(); ++j) {
        if (m_subject.important[i] == m_subject.important[j]) {
          continue;
        }
        const ScreenPoint& b = m_important[j];
        nearest = std::min(nearest, std::hypot(a.x - b.x, a.y - b.y) / reach);
      }
      for (const ScreenPoint& b : m_others) {
        const double apart = std::hypot(a.x - b.x, a.y - b.y) / (0.5 * reach);
        // What lies behind hides nothing but still crowds.
        nearest = std::min(nearest, b.depth < a.depth ? apart : 0.5 + 0.5 * apart);
      }
      sum += std::clamp(nearest, 0.0, 1.0);
      ++n;
    }
    return n > 0 ? sum / n : 1;
  }

  /// How much of the frame the hull's outline fills.
  [[nodiscard]] double spread() const {
    const double width = m_viewport.width - m_viewport.margin_left - m_viewport.margin_right;
    return std::min(1.0, outline_area(m_hull) / (0.45 * width * usable_height()));
  }

  /// Heavy edges leave the output at angles that the eye can tell apart.
  [[nodiscard]] double fan() const {
    constexpr double k_wide = 40 * std::numbers::pi / 180;
    if (m_subject.important.empty() || m_subject.arms.size() < 2) {
      return 1;
    }
    const ScreenPoint& o = m_important.front();
    double sum = 0;
    int n = 0;
    const std::size_t n_arms = std::min<std::size_t>(4, m_subject.arms.size());
    for (std::size_t i = 0; i < n_arms; ++i) {
      for (std::size_t j = i + 1; j < n_arms; ++j) {
        const ScreenPoint& a = m_arms[i];
        const ScreenPoint& b = m_arms[j];
        const double la = std::hypot(a.x - o.x, a.y - o.y);
        const double lb = std::hypot(b.x - o.x, b.y - o.y);
        const double cosine =
            la > 0 && lb > 0 ? ((a.x - o.x) * (b.x - o.x) + (a.y - o.y) * (b.y - o.y)) / (la * lb)
                             : 1;
        sum += std::min(1.0, std::acos(std::clamp(cosine, -1.0, 1.0)) / k_wide);
        ++n;
      }
    }
    return sum / n;
  }

  /// Projected over true length of the heavy edges.
  [[nodiscard]] double unshortened() const {
    if (m_subject.important.empty() || m_subject.arms.empty()) {
      return 1;
    }
    const Vec3 o = m_subject.important.front();
    double sum = 0;
    for (const Vec3& arm : m_subject.arms) {
      const double along = dot(normalized(arm - o), m_forward);
      sum += std::sqrt(std::max(0.0, 1 - along * along));
    }
    return sum / static_cast<double>(m_subject.arms.size());
  }

  /// A box as wide as a word, to the right or the left of each heavy point, with no other in it.
  [[nodiscard]] double label_room() const {
    if (m_subject.important.empty()) {
      return 1;
    }
    double sum = 0;
    for (const ScreenPoint& a : m_important) {
      bool right = a.x + 110 < m_viewport.width, left = a.x > 110;
      const auto block = [&](const ScreenPoint& b) {
        if (std::abs(b.y - a.y) < 16 && std::hypot(b.x - a.x, b.y - a.y) > 1e-6) {
          right = right && !(b.x > a.x - 4 && b.x < a.x + 110);
          left = left && !(b.x < a.x + 4 && b.x > a.x - 110);
        }
      };
      std::for_each(m_important.begin(), m_important.end(), block);
      std::for_each(m_others.begin(), m_others.end(), block);
      sum += right || left ? 1 : 0;
    }
    return sum / static_cast<double>(m_subject.important.size());
  }

  /// Heavy keys in front of the hull's far side, where no face lies over them.
  [[nodiscard]] double nearness() const {
    if (m_subject.arms.empty() || m_subject.hull.size() < 2) {
      return 1;
    }
    double low = std::numeric_limits<double>::infinity(), high = -low;
    for (const ScreenPoint& corner : m_hull) {
      low = std::min(low, corner.depth);
      high = std::max(high, corner.depth);
    }
    double sum = 0, whole = 0, factor = 1;
    for (const ScreenPoint& arm : m_arms) {
      const double depth = high > low ? (arm.depth - low) / (high - low) : 0;
      sum += factor * (1 - std::clamp(depth, 0.0, 1.0));
      whole += factor;
      factor /= 2;
    }
    return sum / whole;
  }

  /// How frontally the triangles are seen, the first (heaviest) counting most.
  [[nodiscard]] double faces() const {
    if (m_subject.faces.empty()) {
      return 1;
    }
    double sum = 0, whole = 0, factor = 1;
    for (const auto& face : m_subject.faces) {
      sum += factor *
             std::abs(dot(normalized(cross(face[1] - face[0], face[2] - face[0])), m_forward));
      whole += factor;
      factor /= 2;
    }
    return sum / whole;
  }

  /// How far outside the hull's outline the output is seen, of the way that there is: 1 from its
  /// side, 0 where the hull lies behind or before it.
  [[nodiscard]] double outside() const {
    const double way = length(m_subject.way_out);
    if (!(way > 0) || m_important.empty()) {
      return 1;
    }
    // From the side of the way the plane across it, which bounds the hull, is a line.
    const double sine = length(cross(m_subject.way_out, m_forward)) / way;
    const double gap = distance_from_outline(m_hull, m_important.front());
    return (gap > 0 ? 0.5 : 0.0) + 0.5 * std::min(1.0, gap / (0.03 * usable_height())) * sine;
  }

  /// Share of the points whose nearest on the screen is of their own group, every group counting
  /// alike.
  [[nodiscard]] double groups_apart() const {
    double sum = 0;
    int n = 0;
    for (std::size_t g = 0; g < m_groups.size(); ++g) {
      int n_own = 0;
      for (const ScreenPoint& a : m_groups[g]) {
        double nearest_own = std::numeric_limits<double>::infinity(), nearest_other = nearest_own;
        for (std::size_t h = 0; h < m_groups.size(); ++h) {
          for (const ScreenPoint& b : m_groups[h]) {
            const double dx = a.x - b.x, dy = a.y - b.y;
            double& nearest = h == g ? nearest_own : nearest_other;
            nearest = &a == &b ? nearest : std::min(nearest, dx * dx + dy * dy);
          }
        }
        n_own += nearest_own < nearest_other ? 1 : 0;
      }
      if (!m_groups[g].empty()) {
        sum += static_cast<double>(n_own) / static_cast<double>(m_groups[g].size());
        ++n;
      }
    }
    return n > 0 ? sum / n : 1;
  }

  const CameraSubject& m_subject;
  std::vector<std::vector<ScreenPoint>> m_groups;
  Viewport m_viewport;
  Vec3 m_forward;
  std::vector<ScreenPoint> m_important, m_others, m_hull, m_arms;
};

}  // namespace

double camera_score(const CameraSubject& subject, const Camera& camera, const Viewport& viewport) {
  return Score(subject, camera, viewport).value();
}

}  // namespace baryscope
