/// Layer × head as a plain grid: the shown head is filled, the shade is the score of `auto`. Heads
/// that share a key head stand together.
#pragma once

#include <QWidget>
#include <functional>

#include "core/analysis/analysis.h"

namespace baryscope {

class HeadGrid : public QWidget {
 public:
  explicit HeadGrid(QWidget* parent = nullptr);

  void show_analysis(const Analysis& analysis);
  [[nodiscard]] QPoint cell_center(int layer, int head) const;
  [[nodiscard]] bool shows(int layer, int head) const { return m_shown == Cell{layer, head}; }
  [[nodiscard]] QPoint shown_center() const { return cell_center(m_shown.layer, m_shown.head); }
  /// The hint over a cell.
  [[nodiscard]] QString words(int layer, int head) const { return words_of({layer, head}); }
  /// In [0, 1]: how strongly the cell is shaded.
  [[nodiscard]] double shade(int layer, int head) const;

  std::function<void(int layer, int head)> on_head;
  /// The keyboard's cell is another one, or takes the focus; where its centre is.
  std::function<void(QPoint center)> on_cursor;

  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override { return {160, 40}; }
  [[nodiscard]] int heightForWidth(int width) const override;

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  bool event(QEvent* event) override;

 private:
  struct Cell {
    int layer = -1, head = -1;
    friend bool operator==(const Cell&, const Cell&) = default;
  };
  /// What the numbers of the layers and of the heads take.
  [[nodiscard]] int left() const;
  [[nodiscard]] int top() const;
  [[nodiscard]] double cell_size(int width) const;
  /// Between heads of different key heads.
  [[nodiscard]] double group_gap(int width) const;
  [[nodiscard]] QRectF cell_box(Cell cell) const;
  [[nodiscard]] Cell cell_at(QPointF point) const;
  void choose(Cell cell);
  [[nodiscard]] QString words_of(Cell cell) const;

  int m_n_layers = 0, m_n_heads = 0;
  int m_group = 1;  ///< heads that share one key head
  Cell m_shown, m_cursor, m_hover;
  Matrix m_scores;           ///< empty where none are known for what is shown
  AnalysisRequest m_scored;  ///< whose scores they are
  double m_largest = 0;
};

}  // namespace baryscope
