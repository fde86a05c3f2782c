/// Numbers of what is selected, of the query and of the head; every value can be selected and
/// copied.
#pragma once

#include "app/gui/widgets/inspector_content.h"
#include "app/gui/widgets/panel.h"

namespace baryscope {

class InspectorPanel : public Panel {
 public:
  explicit InspectorPanel(QWidget* parent = nullptr);

  void show_content(const InspectorContent& content);
  /// All rows as "name<TAB>value" lines, for the clipboard.
  [[nodiscard]] QString text() const;

 private:
  void clear();

  QString m_text;
};

}  // namespace baryscope
