/// A panel whose first rows stay in sight above what is scrolled.
#pragma once

#include "app/gui/widgets/panel.h"

namespace baryscope {

class PinnedPanel : public Panel {
 public:
  explicit PinnedPanel(QWidget* parent = nullptr);
  /// The column that stays; as wide as the one below it.
  [[nodiscard]] QVBoxLayout* pinned() const { return m_column; }

 protected:
  void resizeEvent(QResizeEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;
  /// Scrolls by the least that leaves no heading, and as few other words as can be, cut in two at
  /// an edge, while all between the lines `top` and `bottom` of the content stays in sight; not at
  /// all where that cannot be.
  void spare_words(int top, int bottom);

 private:
  void fit();

  QWidget* m_head;
  QVBoxLayout* m_column;
  QWidget* m_line;  ///< below what stays, while something is scrolled under it
};

}  // namespace baryscope
