/// Which option a sweep changes, and from where to where: told to be wrong as it is typed.
#pragma once

#include <QWidget>
#include <functional>
#include <string>
#include <vector>

#include "core/options/option_table.h"

class QComboBox;
class QLabel;
class QLineEdit;
class QStackedWidget;
class QToolButton;

namespace baryscope {

class SweepField : public QWidget {
 public:
  explicit SweepField(const OptionTable& table, QWidget* parent = nullptr);

  /// "lambda=0:1.2"; an empty text chooses the first number of `telling`, the options that change
  /// what is shown now, with values that show it.
  void set_text(const std::string& text, const OptionValues& now, std::vector<std::string> telling);
  /// As it is typed now, right or wrong.
  [[nodiscard]] std::string text() const;
  /// What is wrong with it; empty: nothing.
  [[nodiscard]] QString problem() const;

  std::function<void()> on_change;

 private:
  [[nodiscard]] const OptionSpec& spec() const;
  void offer_options(const std::string& chosen);
  [[nodiscard]] bool takes_range() const;
  void propose();
  void fill_menu();
  void changed();

  const OptionTable& m_table;
  OptionValues m_now;
  std::vector<std::string> m_telling;
  QComboBox* m_option;
  QStackedWidget* m_pages;
  QLineEdit *m_from, *m_to, *m_values;
  QToolButton* m_menu;
  QLabel *m_note, *m_problem;
};

}  // namespace baryscope
