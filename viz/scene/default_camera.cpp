#include "viz/scene/default_camera.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace baryscope {
namespace {

constexpr double k_degree = std::numbers::pi / 180;

struct Flat {
  double x = 0, y = 0;
};

double area2(Flat o, Flat a, Flat b) {
  return (a.x - o.x) * (b.y - o.y) - (a.y - o.y) * (b.x - o.x);
}

/// Andrew's monotone chain.
double outline_area(std::vector<Flat> points) {
  if (points.size() < 3) {
    return 0;
  }
  std::sort(points.begin(), points.end(),
            [](Flat a, Flat b) { return a.x < b.x || (a.x == b.x && a.y < b.y); });
  std::vector<Flat> chain;
  for (int side = 0; side < 2; ++side) {
    const std::size_t first = chain.size();
    for (const Flat& p : points) {
      while (chain.size() >= first + 2 &&
             area2(chain[chain.size() - 2], chain[chain.size() - 1], p) <= 0) {
        chain.pop_back();
      }
      chain.push_back(p);
    }
    chain.pop_back();
    std::reverse(points.begin(), points.end());
  }
  double area = 0;
  for (std::size_t i = 0; i < chain.size(); ++i) {
    const Flat& a = chain[i];
    const Flat& b = chain[(i + 1) % chain.size()];
    area += (a.x * b.y - a.y * b.x) / 2;
  }
  return std::abs(area);
}

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
           1.0 * label_room() + 0.5 * nearness() + 2.0 * faces() + 5.0 * groups_apart();
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
    std::vector<Flat> points;
    points.reserve(m_hull.size());
    for (const ScreenPoint& p : m_hull) {
      points.push_back({p.x, p.y});
    }
    const double width = m_viewport.width - m_viewport.margin_left - m_viewport.margin_right;
    return std::min(1.0, outline_area(std::move(points)) / (0.45 * width * usable_height()));
  }

  /// Heavy edges leave the output at angles that the eye can tell apart.
  [[nodiscard]] double fan() const {
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
        sum += std::min(1.0, std::acos(std::clamp(cosine, -1.0, 1.0)) / (40 * k_degree));
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

Camera fitted(const Camera& direction, const std::vector<Vec3>& extent, const Viewport& viewport) {
  const double width = std::max(1.0, viewport.width - viewport.margin_left - viewport.margin_right);
  const double height =
      std::max(1.0, viewport.height - viewport.margin_top - viewport.margin_bottom);
  const double inner = 1 - 2 * k_frame_margin;
  const double slope_y = std::tan(direction.view_angle * k_degree / 2) * inner;
  const double slope_x = slope_y * width / height;
  const CameraFrame f = frame(direction);

  std::vector<Vec3> points = extent;
  Vec3 low = points.empty() ? Vec3{} : points.front();
  Vec3 high = low;
  for (const Vec3& p : points) {
    low = {std::min(low.x, p.x), std::min(low.y, p.y), std::min(low.z, p.z)};
    high = {std::max(high.x, p.x), std::max(high.y, p.y), std::max(high.z, p.z)};
  }
  const Vec3 middle = low + 0.5 * (high - low);
  const double radius = length(high - low) / 2;
  if (!(radius > 1e-9 * (1e-60 + length(middle)))) {
    // A single place: show it in the middle of a box of its own.
    const double half = length(middle) > 0 ? 0.5 * length(middle) : 1;
    points = {middle - half * f.right, middle + half * f.right, middle - half * f.up,
              middle + half * f.up};
  }

  // In the camera's frame a point (x, y, z) is inside iff |x − X| ≤ slope_x · (z − Z), and likewise
  // for y: four bounds on the eye (X, Y, Z), which stands as far forward as they allow.
  constexpr double infinite = std::numeric_limits<double>::infinity();
  double left = -infinite, right = infinite, bottom = -infinite, top = infinite;
  double nearest = infinite;
  for (const Vec3& p : points) {
    const Vec3 at = p - middle;
    const double x = dot(at, f.right), y = dot(at, f.up), z = dot(at, f.forward);
    left = std::max(left, x - slope_x * z);
    right = std::min(right, x + slope_x * z);
    bottom = std::max(bottom, y - slope_y * z);
    top = std::min(top, y + slope_y * z);
    nearest = std::min(nearest, z);
  }
  // left + slope·Z ≤ X ≤ right − slope·Z needs Z ≤ (right − left) / (2 slope); and no point may lie
  // at the eye or behind it.
  double z = std::min((right - left) / (2 * slope_x), (top - bottom) / (2 * slope_y));
  const double least_gap = 1e-3 * std::max(radius, 1e-60);
  z = std::min(z, nearest - least_gap);
  Camera camera = direction;
  const double x = (left + right) / 2;
  const double y = (bottom + top) / 2;
  camera.position = middle + x * f.right + y * f.up + z * f.forward;
  camera.focal_point = camera.position + (-z) * f.forward;
  camera.up = f.up;
  camera.parallel_scale = pixels_per_unit(camera, viewport, -z) > 0
                              ? height / 2 / pixels_per_unit(camera, viewport, -z)
                              : 1;
  return camera;
}

namespace {

Camera best_of_directions(std::span<const CameraSubject> subjects, const std::vector<Vec3>& extent,
                          const Viewport& viewport, double roll) {
  const bool has_ground =
      std::any_of(subjects.begin(), subjects.end(), [](const auto& s) { return s.has_ground; });
  Camera best;
  double best_score = -std::numeric_limits<double>::infinity();
  std::vector<double> elevations = {has_ground ? 18.0 : 12.0, 24.0, has_ground ? 30.0 : -10.0,
                                    38.0};
  if (std::any_of(subjects.begin(), subjects.end(),
                  [](const auto& s) { return !s.groups.empty(); })) {
    elevations = {18, 30, 46, 62, 78};
  }
  for (const double elevation : elevations) {
    for (int step = 0; step < 12; ++step) {
      const double azimuth = (15 + 30 * step) * k_degree;
      const double lift = elevation * k_degree;
      Camera direction;
      direction.position = {std::cos(lift) * std::sin(azimuth), std::sin(lift),
                            std::cos(lift) * std::cos(azimuth)};
      direction.focal_point = {};
      const Camera camera = fitted(rolled(direction, roll), extent, viewport);
      double score = 0;
      for (const CameraSubject& subject : subjects) {
        score += Score(subject, camera, viewport).value();
      }
      if (score > best_score + 1e-9) {
        best_score = score;
        best = camera;
      }
    }
  }
  return best;
}

}  // namespace

Camera default_camera(const CameraSubject& subject, const Viewport& viewport) {
  return default_camera(std::span(&subject, 1), viewport);
}

Camera default_camera(std::span<const CameraSubject> subjects, const Viewport& viewport) {
  std::vector<Vec3> extent;
  for (const CameraSubject& subject : subjects) {
    extent.insert(extent.end(), subject.extent.begin(), subject.extent.end());
  }
  const Camera upright = best_of_directions(subjects, extent, viewport, 0);
  if (std::any_of(subjects.begin(), subjects.end(), [](const auto& s) { return s.has_ground; })) {
    return upright;
  }
  double left = viewport.width, right = 0, top = viewport.height, bottom = 0;
  for (const Vec3& point : extent) {
    const ScreenPoint at = to_screen(upright, viewport, point).value_or(ScreenPoint{});
    left = std::min(left, at.x);
    right = std::max(right, at.x);
    top = std::min(top, at.y);
    bottom = std::max(bottom, at.y);
  }
  const double usable = viewport.width - viewport.margin_left - viewport.margin_right;
  constexpr double tall = 0.4;
  return right - left < tall * usable && bottom - top > right - left
             ? best_of_directions(subjects, extent, viewport, 90)
             : upright;
}

}  // namespace baryscope
