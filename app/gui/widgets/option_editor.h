/// The widget of one option, made from its row: check box, combo box, spin box or text field.
#pragma once

#include <QWidget>
#include <functional>
#include <string>

#include "app/gui/widgets/option_source.h"
#include "core/options/option_spec.h"

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QSpinBox;
class QDoubleSpinBox;

namespace baryscope {

class OptionEditor : public QWidget {
 public:
  OptionEditor(const OptionSpec& spec, OptionSource source, QWidget* parent = nullptr);

  [[nodiscard]] const std::string& id() const { return m_spec.id; }
  /// Shows the source's value, and beside `auto` what that means. Sends nothing. What is being
  /// typed stays until it is sent.
  void refresh();
  /// Told whether the value was set (label in bold).
  std::function<void(bool is_set)> on_refresh;

 protected:
  void contextMenuEvent(QContextMenuEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void make_choice(bool editable);
  void make_integer();
  void make_number();
  void make_text();
  void make_list();
  void make_flag();
  void adopt(QWidget* widget);
  void adopt_numbers(QWidget* field);
  [[nodiscard]] bool is_typed_into() const;
  /// What the source offers beside the option's own choices.
  void add_choices();
  void send(const QString& value);
  bool step_number(int steps);

  OptionSpec m_spec;
  OptionSource m_source;
  bool m_refreshing = false;
  bool m_tells_all = false;     ///< the tip has the number that the field rounds
  QString m_refused, m_beside;  ///< what was typed and is kept, beside the value that stays
  QWidget* m_widget = nullptr;
  QLabel* m_meaning = nullptr;  ///< of `auto`
  std::function<void(const QString&)> m_show;
};

/// "key-prime" → "key prime", the label beside the widget.
QString option_label(std::string_view id);
/// The tooltip: help, domain and default.
QString option_tip(const OptionSpec& spec);

}  // namespace baryscope
