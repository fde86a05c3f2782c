/// Numbers of what is selected, of the query and of the head; every value can be selected and
/// copied.
#pragma once

#include "app/gui/panel.h"
#include "app/gui/selection.h"

namespace baryscope {

class InspectorPanel : public Panel {
 public:
  explicit InspectorPanel(QWidget* parent = nullptr);

  void show_analysis(const std::shared_ptr<const Analysis>& analysis, const Selection& selection);
  /// All rows as "name<TAB>value" lines, for the clipboard.
  [[nodiscard]] QString text() const;

 private:
  void clear();

  QString m_text;
};

}  // namespace baryscope
