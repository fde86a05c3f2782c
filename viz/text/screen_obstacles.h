/// What a label must not cover, and what it had better not cover, indexed by place on the screen.
#pragma once

#include <cstddef>
#include <vector>

namespace baryscope {

struct ScreenBox {
  double left = 0, top = 0, right = 0, bottom = 0;
};
inline bool overlap(const ScreenBox& a, const ScreenBox& b) {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}
struct ScreenDisc {
  double x = 0, y = 0, radius = 0;
};
bool overlap(const ScreenBox& box, const ScreenDisc& disc);
struct ScreenSegment {
  double x0 = 0, y0 = 0, x1 = 0, y1 = 0;
};

/// Boxes and discs in square cells; everything is in layout pixels of a frame of width × height.
class ScreenObstacles {
 public:
  ScreenObstacles(double width, double height);

  void add(const ScreenBox& box);
  void add(const ScreenDisc& disc);
  /// A thin line, as a string of small discs.
  void add(const ScreenSegment& segment);

  [[nodiscard]] bool hits_box(const ScreenBox& box) const;
  [[nodiscard]] bool hits_disc(const ScreenBox& box) const;
  [[nodiscard]] bool hits_box(const ScreenSegment& segment) const;
  [[nodiscard]] bool hits_disc(const ScreenSegment& segment) const;

 private:
  struct Cells {
    int first_column, last_column, first_row, last_row;
  };
  [[nodiscard]] Cells cells(const ScreenBox& box) const;
  [[nodiscard]] Cells cells(const ScreenSegment& segment) const;
  [[nodiscard]] std::size_t cell(int column, int row) const {
    return static_cast<std::size_t>(row) * static_cast<std::size_t>(m_n_columns) +
           static_cast<std::size_t>(column);
  }

  int m_n_columns, m_n_rows;
  std::vector<ScreenBox> m_boxes;
  std::vector<ScreenDisc> m_discs;
  std::vector<std::vector<int>> m_boxes_in_cell, m_discs_in_cell;
};

/// How much ink lies under a box: edges drawn into coarse cells, summed once, then asked for at no
/// cost that depends on their number.
class InkMap {
 public:
  InkMap(double width, double height);
  /// A stroke of `thickness` pixels. Call before sum().
  void add(const ScreenSegment& segment, double thickness);
  void sum();
  /// Share of the box's area that strokes cover, roughly (crossing strokes count twice).
  [[nodiscard]] double cover(const ScreenBox& box) const;

 private:
  int m_n_columns, m_n_rows;
  std::vector<double>
      m_ink;  ///< (columns + 1) × (rows + 1); after sum() of all cells above and left
};

}  // namespace baryscope
