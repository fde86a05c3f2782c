/// How it is drawn: where the points lie, what is shown, colours. Changes no number.
#pragma once

#include <string>
#include <vector>

#include "app/gui/widgets/panel.h"

namespace baryscope {

class PartToggles;

class DrawingPanel : public Panel {
 public:
  explicit DrawingPanel(const Dispatcher& dispatcher, QWidget* parent = nullptr);
  void refresh();
  /// The choices of the picture itself: those of the view that is shown.
  void show_view(const std::string& name);
  [[nodiscard]] PartToggles& parts() const { return *m_parts; }

 private:
  OptionForm* add_form(const Dispatcher& dispatcher, const std::vector<std::string>& ids);

  std::vector<OptionForm*> m_forms;
  OptionForm* m_picture = nullptr;
  PartToggles* m_parts = nullptr;
};

}  // namespace baryscope
