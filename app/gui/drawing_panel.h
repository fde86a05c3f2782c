/// How it is drawn: where the points lie, what is shown, colours. Changes no number.
#pragma once

#include <vector>

#include "app/gui/panel.h"

namespace baryscope {

class DrawingPanel : public Panel {
 public:
  explicit DrawingPanel(const Dispatcher& dispatcher, QWidget* parent = nullptr);
  void refresh();

 private:
  void add_form(const Dispatcher& dispatcher, const std::vector<std::string>& ids);

  std::vector<OptionForm*> m_forms;
};

}  // namespace baryscope
