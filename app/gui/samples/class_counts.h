/// Points of every class before and after sampling: a small table with bars, painted.
#pragma once

#include <QWidget>

#include "app/gui/samples/samples_words.h"

namespace baryscope {

class ClassCounts : public QWidget {
 public:
  explicit ClassCounts(QWidget* parent = nullptr);

  void set_rows(std::vector<ClassRow> rows);
  [[nodiscard]] const std::vector<ClassRow>& rows() const { return m_rows; }

  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override { return {180, sizeHint().height()}; }

 protected:
  void paintEvent(QPaintEvent* event) override;
  bool event(QEvent* event) override;

 private:
  [[nodiscard]] int row_height() const;
  [[nodiscard]] std::size_t n_shown() const;
  /// What all rows share: the most points, pixels of the longest name and the longest numbers.
  struct Columns {
    double most, names, numbers;
  };
  void paint_row(QPainter& painter, const QRectF& box, const ClassRow& row,
                 const Columns& columns) const;

  std::vector<ClassRow> m_rows;
};

}  // namespace baryscope
