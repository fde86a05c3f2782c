/// How it is drawn: where the points lie, what is shown, colours. Changes no number.
#pragma once

#include <vector>

#include "app/gui/widgets/panel.h"

namespace baryscope {

class DrawingPanel : public Panel {
 public:
  explicit DrawingPanel(const Dispatcher& dispatcher, QWidget* parent = nullptr);
  void refresh();
  /// Of samples other things can be chosen than of attention.
  void show_samples(bool samples);

 private:
  OptionForm* add_form(const Dispatcher& dispatcher, const std::vector<std::string>& ids);

  std::vector<OptionForm*> m_forms;
  OptionForm* m_picture = nullptr;
};

}  // namespace baryscope
