/// Which model, which layer and head: a picker that stays in sight, and the grid.
#pragma once

#include <functional>

#include "app/gui/widgets/pinned_panel.h"
#include "core/analysis/analysis.h"

class QCheckBox;
class QComboBox;

namespace baryscope {

class ComparisonPicker;
class HeadGrid;
class HeadNumbers;
class ModelShelf;
class OptionForm;

class HeadPanel : public PinnedPanel {
 public:
  /// `shelf`: what the choosers of models have beside the program's own.
  HeadPanel(const Dispatcher& dispatcher, ModelShelf& shelf, QWidget* parent = nullptr);

  void refresh();
  void show_analysis(const Analysis& analysis);
  [[nodiscard]] HeadGrid* grid() const { return m_grid; }

  std::function<void()> on_open_model;
  std::function<void()> on_open_compared;  ///< a second model from a file

 private:
  void build_writing();
  void show_chosen();
  /// Scrolls to a place in the map.
  void show_cell(QPoint center);

  const Dispatcher& m_dispatcher;
  ModelShelf& m_shelf;
  QComboBox* m_model;
  ComparisonPicker* m_comparison;
  QLabel* m_about;
  HeadGrid* m_grid;
  HeadNumbers* m_numbers;
  QCheckBox* m_automatic;
  QWidget* m_writing;  ///< what continues the text
  OptionForm* m_drawing;
};

}  // namespace baryscope
