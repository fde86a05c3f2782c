#include "viz/views/flow/flow_layout.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>

namespace baryscope {
namespace {

constexpr double k_widest_row = k_flow_height / 6;  // three tokens stand together
constexpr double k_share_of_ticks = 0.28;           // of the height, where not all have a name
constexpr double k_tick_row = 0.2;                  // of a full row, where ticks have room
constexpr int k_n_pieces = 28;

/// Which tokens have rows of full size.
std::vector<bool> chosen(std::span<const double> importance, int n_full) {
  std::vector<int> order(importance.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(), [&](int a, int b) {
    return importance[static_cast<std::size_t>(a)] > importance[static_cast<std::size_t>(b)];
  });
  std::vector<bool> full(importance.size(), false);
  for (std::size_t i = 0; i < std::min(order.size(), static_cast<std::size_t>(n_full)); ++i) {
    full[static_cast<std::size_t>(order[i])] = true;
  }
  return full;
}

}  // namespace

std::vector<std::array<int, 2>> FlowRows::gaps() const {
  std::vector<std::array<int, 2>> runs;
  const int n = static_cast<int>(full.size());
  for (int i = 0; i < n; ++i) {
    if (full[static_cast<std::size_t>(i)]) {
      continue;
    }
    if (runs.empty() || runs.back()[1] != i) {
      runs.push_back({i, i});
    }
    runs.back()[1] = i + 1;
  }
  return runs;
}

FlowRows flow_rows(std::span<const double> importance, int n_rows) {
  const int n = static_cast<int>(importance.size());
  FlowRows rows;
  rows.y.resize(importance.size());
  const bool all = n <= n_rows;
  const int n_full =
      all ? n : std::max(1, static_cast<int>(std::floor((1 - k_share_of_ticks) * n_rows)));
  rows.full = chosen(importance, n_full);
  const int n_ticks = n - n_full;
  // A row's own height lies around its token: half of the first and of the last is outside.
  const double most = all ? k_widest_row : k_flow_height / n_rows;
  const double tick =
      n_ticks == 0 ? 0 : std::min(k_tick_row * most, k_share_of_ticks * k_flow_height / n_ticks);
  const double row = all ? std::min(most, k_flow_height / std::max(1, n - 1))
                         : std::min(most, (k_flow_height - n_ticks * tick) / std::max(1, n_full));
  double at = 0;
  for (int i = 0; i < n; ++i) {
    const double own = rows.full[static_cast<std::size_t>(i)] ? row : tick;
    at += i == 0 ? 0 : own / 2;
    rows.y[static_cast<std::size_t>(i)] = at;
    at += own / 2;
  }
  rows.height = n == 0 ? 0 : rows.y.back();
  for (double& y : rows.y) {
    y = rows.height / 2 - y;
  }
  return rows;
}

int rows_that_fit(double height, double font_size) {
  constexpr double k_pixels_per_point = 96.0 / 72, k_line = 1.62;  // of the font's size
  constexpr double k_usable = 0.76;                                // below the title, above legends
  return std::clamp(static_cast<int>(k_usable * height /
                                     (k_line * k_pixels_per_point * std::max(1.0, font_size))),
                    3, 400);
}

FlowColumns flow_columns(bool triples, double width, double height) {
  constexpr double k_words = 230;  // of the names on both sides, in layout pixels
  const double shape =
      std::clamp((width - k_words) / std::max(1.0, 0.76 * height), triples ? 0.8 : 0.6, 1.9);
  FlowColumns columns;
  columns.width = shape * k_flow_height;
  const double half = columns.width / 2;
  columns.query = triples ? 0 : -half;
  columns.key = triples ? -half : half;
  if (triples) {
    columns.key_prime = half;
  }
  return columns;
}

std::vector<Vec3> flow_curve(Vec3 query, Vec3 key) {
  const double reach = 0.46 * (key.x - query.x);
  const Vec3 first{query.x + reach, query.y, query.z}, second{key.x - reach, key.y, key.z};
  if (query.y == key.y) {
    return {query, key};
  }
  std::vector<Vec3> points;
  for (int i = 0; i <= k_n_pieces; ++i) {
    const double t = static_cast<double>(i) / k_n_pieces, u = 1 - t;
    points.push_back(u * u * u * query + 3 * u * u * t * first + 3 * u * t * t * second +
                     t * t * t * key);
  }
  points.front() = query;
  points.back() = key;
  return points;
}

}  // namespace baryscope
