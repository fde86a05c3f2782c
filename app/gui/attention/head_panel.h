/// Which model, which layer and head: a picker and the grid.
#pragma once

#include <functional>

#include "app/gui/widgets/panel.h"
#include "core/analysis/analysis.h"

class QCheckBox;
class QComboBox;

namespace baryscope {

class HeadGrid;

class HeadPanel : public Panel {
 public:
  explicit HeadPanel(const Dispatcher& dispatcher, QWidget* parent = nullptr);

  void refresh();
  void show_analysis(const Analysis& analysis);
  [[nodiscard]] HeadGrid* grid() const { return m_grid; }

  std::function<void()> on_open_model;
  std::function<void()> on_open_compared;  ///< a second model from a file

 private:
  /// The shipped models, this user's own, `model` where it is none of them, and `open`; `none`
  /// first unless it is empty.
  static void fill(QComboBox& box, const QString& none, const QString& model, const QString& open);

  void show_chosen();

  const Dispatcher& m_dispatcher;
  QComboBox *m_model, *m_compared;
  QLabel* m_about;
  HeadGrid* m_grid;
  QLabel* m_where;
  QCheckBox* m_automatic;
};

}  // namespace baryscope
