#include "viz/text/screen_obstacles.h"

#include <algorithm>
#include <cmath>

namespace baryscope {
namespace {

constexpr double k_cell = 32;
constexpr double k_ink_cell = 8;

int n_cells(double length, double cell) {
  return std::clamp(static_cast<int>(std::ceil(length / cell)), 1, 4096);
}
int cell_of(double position, double cell, int n) {
  // Clamped before the conversion: positions far outside must not overflow.
  return static_cast<int>(std::clamp(std::floor(position / cell), 0.0, static_cast<double>(n - 1)));
}

/// The part of the segment inside the box (Liang–Barsky); false if there is none.
bool clip(ScreenSegment& s, const ScreenBox& box) {
  double enter = 0, leave = 1;
  const double dx = s.x1 - s.x0, dy = s.y1 - s.y0;
  const auto against = [&](double direction, double distance) {
    if (direction == 0) return distance >= 0;
    const double t = distance / direction;
    if (direction < 0)
      enter = std::max(enter, t);
    else
      leave = std::min(leave, t);
    return enter <= leave;
  };
  if (!against(-dx, s.x0 - box.left) || !against(dx, box.right - s.x0) ||
      !against(-dy, s.y0 - box.top) || !against(dy, box.bottom - s.y0))
    return false;
  s = {s.x0 + enter * dx, s.y0 + enter * dy, s.x0 + leave * dx, s.y0 + leave * dy};
  return true;
}

bool overlap(const ScreenSegment& s, const ScreenDisc& disc) {
  const double dx = s.x1 - s.x0, dy = s.y1 - s.y0;
  const double squared = dx * dx + dy * dy;
  const double along = (disc.x - s.x0) * dx + (disc.y - s.y0) * dy;
  const double t = squared > 0 ? std::clamp(along / squared, 0.0, 1.0) : 0;
  return std::hypot(s.x0 + t * dx - disc.x, s.y0 + t * dy - disc.y) < disc.radius;
}

}  // namespace

bool overlap(const ScreenBox& box, const ScreenDisc& disc) {
  const double dx = disc.x - std::clamp(disc.x, box.left, box.right);
  const double dy = disc.y - std::clamp(disc.y, box.top, box.bottom);
  return dx * dx + dy * dy < disc.radius * disc.radius;
}

ScreenObstacles::ScreenObstacles(double width, double height)
    : m_n_columns(n_cells(width, k_cell)),
      m_n_rows(n_cells(height, k_cell)),
      m_boxes_in_cell(static_cast<std::size_t>(m_n_columns) * static_cast<std::size_t>(m_n_rows)),
      m_discs_in_cell(m_boxes_in_cell.size()) {}

ScreenObstacles::Cells ScreenObstacles::cells(const ScreenBox& box) const {
  return {cell_of(box.left, k_cell, m_n_columns), cell_of(box.right, k_cell, m_n_columns),
          cell_of(box.top, k_cell, m_n_rows), cell_of(box.bottom, k_cell, m_n_rows)};
}

ScreenObstacles::Cells ScreenObstacles::cells(const ScreenSegment& segment) const {
  return cells(ScreenBox{std::min(segment.x0, segment.x1), std::min(segment.y0, segment.y1),
                         std::max(segment.x0, segment.x1), std::max(segment.y0, segment.y1)});
}

void ScreenObstacles::add(const ScreenBox& box) {
  const Cells range = cells(box);
  for (int row = range.first_row; row <= range.last_row; ++row)
    for (int column = range.first_column; column <= range.last_column; ++column)
      m_boxes_in_cell[cell(column, row)].push_back(static_cast<int>(m_boxes.size()));
  m_boxes.push_back(box);
}

void ScreenObstacles::add(const ScreenDisc& disc) {
  const Cells range = cells(ScreenBox{disc.x - disc.radius, disc.y - disc.radius,
                                      disc.x + disc.radius, disc.y + disc.radius});
  for (int row = range.first_row; row <= range.last_row; ++row)
    for (int column = range.first_column; column <= range.last_column; ++column)
      m_discs_in_cell[cell(column, row)].push_back(static_cast<int>(m_discs.size()));
  m_discs.push_back(disc);
}

void ScreenObstacles::add(const ScreenSegment& segment) {
  constexpr double spacing = 4;
  const double length = std::hypot(segment.x1 - segment.x0, segment.y1 - segment.y0);
  const int n = static_cast<int>(std::min(length / spacing, 1000.0)) + 1;
  for (int i = 0; i <= n; ++i) {
    const double t = static_cast<double>(i) / n;
    add(ScreenDisc{segment.x0 + t * (segment.x1 - segment.x0),
                   segment.y0 + t * (segment.y1 - segment.y0), spacing / 2});
  }
}

bool ScreenObstacles::hits_box(const ScreenBox& box) const {
  const Cells range = cells(box);
  for (int row = range.first_row; row <= range.last_row; ++row)
    for (int column = range.first_column; column <= range.last_column; ++column)
      for (const int i : m_boxes_in_cell[cell(column, row)])
        if (overlap(box, m_boxes[static_cast<std::size_t>(i)])) return true;
  return false;
}

bool ScreenObstacles::hits_disc(const ScreenBox& box) const {
  const Cells range = cells(box);
  for (int row = range.first_row; row <= range.last_row; ++row)
    for (int column = range.first_column; column <= range.last_column; ++column)
      for (const int i : m_discs_in_cell[cell(column, row)])
        if (overlap(box, m_discs[static_cast<std::size_t>(i)])) return true;
  return false;
}

bool ScreenObstacles::hits_box(const ScreenSegment& segment) const {
  const Cells range = cells(segment);
  for (int row = range.first_row; row <= range.last_row; ++row)
    for (int column = range.first_column; column <= range.last_column; ++column)
      for (const int i : m_boxes_in_cell[cell(column, row)]) {
        ScreenSegment part = segment;
        if (clip(part, m_boxes[static_cast<std::size_t>(i)])) return true;
      }
  return false;
}

bool ScreenObstacles::hits_disc(const ScreenSegment& segment) const {
  const Cells range = cells(segment);
  for (int row = range.first_row; row <= range.last_row; ++row)
    for (int column = range.first_column; column <= range.last_column; ++column)
      for (const int i : m_discs_in_cell[cell(column, row)])
        if (overlap(segment, m_discs[static_cast<std::size_t>(i)])) return true;
  return false;
}

InkMap::InkMap(double width, double height)
    : m_n_columns(n_cells(width, k_ink_cell)),
      m_n_rows(n_cells(height, k_ink_cell)),
      m_ink(static_cast<std::size_t>(m_n_columns + 1) * static_cast<std::size_t>(m_n_rows + 1)) {}

void InkMap::add(const ScreenSegment& segment, double thickness) {
  ScreenSegment part = segment;
  if (!clip(part, {0, 0, m_n_columns * k_ink_cell - 1, m_n_rows * k_ink_cell - 1})) return;
  const double length = std::hypot(part.x1 - part.x0, part.y1 - part.y0);
  const int n = static_cast<int>(length / (0.5 * k_ink_cell)) + 1;
  for (int i = 0; i < n; ++i) {
    const double t = (i + 0.5) / n;
    const int column = cell_of(part.x0 + t * (part.x1 - part.x0), k_ink_cell, m_n_columns);
    const int row = cell_of(part.y0 + t * (part.y1 - part.y0), k_ink_cell, m_n_rows);
    m_ink[(static_cast<std::size_t>(row) + 1) * (static_cast<std::size_t>(m_n_columns) + 1) +
          static_cast<std::size_t>(column) + 1] += thickness * length / n;
  }
}

void InkMap::sum() {
  const auto stride = static_cast<std::size_t>(m_n_columns) + 1;
  for (std::size_t i = stride; i < m_ink.size(); ++i) {
    if (i % stride == 0) continue;
    m_ink[i] += m_ink[i - 1] + m_ink[i - stride] - m_ink[i - stride - 1];
  }
}

double InkMap::cover(const ScreenBox& box) const {
  const int left = cell_of(box.left, k_ink_cell, m_n_columns);
  const int right = cell_of(box.right, k_ink_cell, m_n_columns) + 1;
  const int top = cell_of(box.top, k_ink_cell, m_n_rows);
  const int bottom = cell_of(box.bottom, k_ink_cell, m_n_rows) + 1;
  const auto at = [&](int column, int row) {
    return m_ink[static_cast<std::size_t>(row) * (static_cast<std::size_t>(m_n_columns) + 1) +
                 static_cast<std::size_t>(column)];
  };
  const double ink = at(right, bottom) - at(left, bottom) - at(right, top) + at(left, top);
  return ink / ((right - left) * (bottom - top) * k_ink_cell * k_ink_cell);
}

}  // namespace baryscope
