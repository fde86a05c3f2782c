/// The tables of a text: what is drawn, and what a language model expects.
#pragma once

#include <QWidget>
#include <functional>
#include <memory>

#include "app/session/selection.h"
#include "core/analysis/analysis.h"
#include "viz/scene/scene.h"

class QComboBox;
class QStackedWidget;

namespace baryscope {

class DrawnTable;
class ExpectedTable;

class AttentionTables : public QWidget {
 public:
  explicit AttentionTables(QWidget* parent = nullptr);

  void show_result(const Scene& scene, const std::shared_ptr<const Analysis>& analysis);
  void show_selection(const Selection& selection);

  std::function<void(const Selection&)> on_select;

 private:
  QComboBox* m_list;  ///< there where there is more than one
  QStackedWidget* m_pages;
  DrawnTable* m_drawn;
  ExpectedTable* m_expected;
};

}  // namespace baryscope
