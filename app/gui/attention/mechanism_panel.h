/// Which mechanism, its formula, and just the options that change its numbers.
#pragma once

#include "app/gui/widgets/panel.h"
#include "core/analysis/analysis.h"

class QComboBox;
class QStandardItem;

namespace baryscope {

class MechanismPanel : public Panel {
 public:
  explicit MechanismPanel(const Dispatcher& dispatcher, QWidget* parent = nullptr);

  void refresh();
  void show_analysis(const Analysis& analysis);
  [[nodiscard]] OptionForm* form() const { return m_form; }

 private:
  void show_mechanism(const std::string& name);

  const Dispatcher& m_dispatcher;
  QComboBox* m_picker;
  QStandardItem* m_own;  ///< `auto`, before all others
  QLabel *m_summary, *m_formula, *m_set, *m_lens;
  OptionForm* m_form;
};

}  // namespace baryscope
