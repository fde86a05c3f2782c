/// A layout that sets its widgets like words in a line and breaks where the line is full.
#pragma once

#include <QLayout>
#include <QList>

namespace baryscope {

class FlowLayout : public QLayout {
 public:
  FlowLayout(QWidget* parent, int horizontal_gap, int vertical_gap);
  ~FlowLayout() override;

  void addItem(QLayoutItem* item) override;
  [[nodiscard]] int count() const override;
  [[nodiscard]] QLayoutItem* itemAt(int index) const override;
  QLayoutItem* takeAt(int index) override;
  [[nodiscard]] Qt::Orientations expandingDirections() const override { return {}; }
  [[nodiscard]] bool hasHeightForWidth() const override { return true; }
  [[nodiscard]] int heightForWidth(int width) const override;
  [[nodiscard]] QSize minimumSize() const override;
  [[nodiscard]] QSize sizeHint() const override { return minimumSize(); }
  void setGeometry(const QRect& rectangle) override;

 private:
  int place(const QRect& rectangle, bool apply) const;

  QList<QLayoutItem*> m_items;
  int m_horizontal_gap, m_vertical_gap;
};

}  // namespace baryscope
