#include "viz/views/orientation.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "core/base/error.h"
#include "core/base/number_text.h"
#include "core/geometry/similarity.h"
#include "viz/views/placed_point.h"
#include "viz/views/token_matches.h"

namespace baryscope {
namespace {

using Rows = Orientation::Rows;
using Quaternion = std::array<double, 4>;  ///< w, x, y, z

double determinant(const Rows& m) {
  return m[0][0] * (m[1][1] * m[2][2] - m[1][2] * m[2][1]) -
         m[0][1] * (m[1][0] * m[2][2] - m[1][2] * m[2][0]) +
         m[0][2] * (m[1][0] * m[2][1] - m[1][1] * m[2][0]);
}

Rows negated(Rows m) {
  for (auto& row : m) {
    for (double& value : row) {
      value = -value;
    }
  }
  return m;
}

/// Of a rotation; the largest component is found first, so that nothing is divided by little
/// (Shepperd 1978).
Quaternion quaternion(const Rows& m) {
  const double trace = m[0][0] + m[1][1] + m[2][2];
  Quaternion squares{trace, m[0][0], m[1][1], m[2][2]};
  const auto largest =
      static_cast<std::size_t>(std::max_element(squares.begin(), squares.end()) - squares.begin());
  Quaternion q{};
  if (largest == 0) {
    q = {1 + trace, m[2][1] - m[1][2], m[0][2] - m[2][0], m[1][0] - m[0][1]};
  } else {
    const std::size_t i = largest - 1, j = (i + 1) % 3, k = (i + 2) % 3;
    q[0] = m[k][j] - m[j][k];
    q[1 + i] = 1 + m[i][i] - m[j][j] - m[k][k];
    q[1 + j] = m[j][i] + m[i][j];
    q[1 + k] = m[k][i] + m[i][k];
  }
  const double norm = std::sqrt(q[0] * q[0] + q[1] * q[1] + q[2] * q[2] + q[3] * q[3]);
  const double sign = q[0] < 0 ? -1 : 1;
  for (double& value : q) {
    value *= sign / norm;
  }
  return q;
}

Rows rotation(const Quaternion& q) {
  const auto [w, x, y, z] = q;
  return {{{1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y)},
           {2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x)},
           {2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)}}};
}

std::string numbers_text(const Quaternion& q) {
  std::string text;
  for (const double value : q) {
    const double rounded = std::round(value * 1e6) / 1e6;
    text += (text.empty() ? "" : ",") + baryscope::to_text(rounded == 0 ? 0.0 : rounded);
  }
  return text;
}

Rows eye_of(const Camera& camera) {
  const CameraFrame seen = frame(camera);
  const Vec3 &r = seen.right, &u = seen.up, &f = seen.forward;
  return {{{r.x, r.y, r.z}, {u.x, u.y, u.z}, {-f.x, -f.y, -f.z}}};
}

/// To what their text tells.
bool nearly_equal(const Rows& a, const Rows& b) {
  constexpr double tolerance = 4e-6;
  for (std::size_t row = 0; row < 3; ++row) {
    for (std::size_t axis = 0; axis < 3; ++axis) {
      if (!(std::abs(a[row][axis] - b[row][axis]) <= tolerance)) {
        return false;
      }
    }
  }
  return true;
}

Matrix places(const Matrix& tokens, const std::vector<int>& which,
              const std::optional<Orientation>& turned) {
  Matrix rows(static_cast<int>(which.size()), 3);
  for (int r = 0; r < rows.n_rows; ++r) {
    Vec3 place = point_of(tokens, which[static_cast<std::size_t>(r)]);
    place = turned ? (*turned)(place) : place;
    rows(r, 0) = place.x;
    rows(r, 1) = place.y;
    rows(r, 2) = place.z;
  }
  return rows;
}

}  // namespace

Vec3 Orientation::operator()(const Vec3& point) const {
  const auto along = [&](std::size_t row) {
    return turn[row][0] * point.x + turn[row][1] * point.y + turn[row][2] * point.z;
  };
  return {along(0), along(1), along(2)};
}

Camera Orientation::direction() const {
  Camera camera;
  camera.position = {eye[2][0], eye[2][1], eye[2][2]};
  camera.focal_point = {};
  camera.up = {eye[1][0], eye[1][1], eye[1][2]};
  return camera;
}

std::string to_text(const Orientation& orientation) {
  const bool mirrored = determinant(orientation.turn) < 0;
  return numbers_text(quaternion(mirrored ? negated(orientation.turn) : orientation.turn)) + "," +
         numbers_text(quaternion(orientation.eye)) + (mirrored ? ",mirrored" : "");
}

std::optional<Orientation> orientation_from(std::string_view text) {
  if (text == "auto") {
    return std::nullopt;
  }
  const auto refuse = [text] {
    return UsageError("--orientation " + std::string(text) +
                      ": expected auto, or two unit quaternions w,x,y,z,w,x,y,z, of the placement "
                      "and of the eye, and ,mirrored where the placement is");
  };
  std::vector<std::string_view> words;
  for (std::size_t first = 0; first <= text.size();) {
    const std::size_t comma = std::min(text.find(',', first), text.size());
    words.push_back(text.substr(first, comma - first));
    first = comma + 1;
  }
  const bool mirrored = words.size() == 9 && words.back() == "mirrored";
  if (words.size() != 8 && !mirrored) {
    throw refuse();
  }
  std::array<Quaternion, 2> numbers{};
  for (std::size_t i = 0; i < 8; ++i) {
    const std::optional<double> value = find_number(words[i]);
    if (!value || !(std::abs(*value) <= 1)) {
      throw refuse();
    }
    numbers[i / 4][i % 4] = *value;
  }
  for (Quaternion& q : numbers) {
    const double norm = std::sqrt(q[0] * q[0] + q[1] * q[1] + q[2] * q[2] + q[3] * q[3]);
    constexpr double tolerance = 1e-3;
    if (!(std::abs(norm - 1) < tolerance)) {
      throw refuse();
    }
    for (double& value : q) {
      value /= norm;
    }
  }
  Orientation orientation;
  orientation.turn = rotation(numbers[0]);
  if (mirrored) {
    orientation.turn = negated(orientation.turn);
  }
  orientation.eye = rotation(numbers[1]);
  return orientation;
}

bool is_unturned(const Orientation& orientation) {
  return nearly_equal(orientation.turn, Orientation().turn);
}

bool looks_along(const Orientation& orientation, const Camera& camera) {
  return same_direction(orientation.direction(), camera);
}

std::optional<Orientation> following(const Analysis& shown,
                                     const std::optional<Orientation>& turned, const Camera& camera,
                                     const Analysis& next) {
  // Other vectors are other axes, and of `outside` the first one is to be seen from its side.
  if (shown.placement.place_by != next.placement.place_by ||
      next.placement.first_axis_leaves_hull) {
    return std::nullopt;
  }
  constexpr std::size_t k_fewest = 4;
  const TokenMatches matches = match_tokens(shown.tokens, next.tokens);
  const std::size_t most = std::max(shown.tokens.size(), next.tokens.size());
  const bool whole = matches.before.size() == most;
  if (!whole && (matches.before.size() < k_fewest || 2 * matches.before.size() < most)) {
    return std::nullopt;
  }
  Orientation orientation;
  orientation.turn = similarity_onto(places(shown.placement.tokens, matches.before, turned),
                                     places(next.placement.tokens, matches.after, std::nullopt),
                                     /*same_rows=*/true)
                         .rotation;
  orientation.eye = eye_of(camera);
  return orientation;
}

}  // namespace baryscope
