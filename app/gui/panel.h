/// A dock's content: a scrolled column of headed sections with aligned forms.
#pragma once

#include <QScrollArea>
#include <string>
#include <vector>

#include "app/gui/option_source.h"

class QGridLayout;
class QLabel;
class QVBoxLayout;

namespace baryscope {

class OptionEditor;
class OptionSlider;

/// A formula in plain Unicode as rich text: "w_j" with its index below.
QString to_rich(const QString& formula);
QLabel* section_label(const QString& text);
QLabel* muted_label(const QString& text);
/// Wrapped text that can be selected by mouse and keyboard.
QLabel* selectable_label(const QString& text = {});

/// Labels to the left, editors to the right, made from option rows; with a slider where the option
/// has a range worth dragging through.
class OptionForm : public QWidget {
 public:
  /// Of the session's options.
  explicit OptionForm(const Dispatcher& dispatcher, QWidget* parent = nullptr);
  explicit OptionForm(OptionSource source, QWidget* parent = nullptr);
  /// Replaces the rows; ids that the table lacks are left out.
  void set_options(const std::vector<std::string>& ids);
  void refresh();
  /// At least; forms below each other line up.
  void set_label_width(int pixels);
  [[nodiscard]] OptionEditor* editor(std::string_view id) const;

 private:
  OptionSource m_source;
  QGridLayout* m_grid;
  std::vector<std::string> m_ids;
  std::vector<OptionEditor*> m_editors;
  std::vector<OptionSlider*> m_sliders;
};

class Panel : public QScrollArea {
 public:
  explicit Panel(QWidget* parent = nullptr);
  /// The column that sections are added to.
  [[nodiscard]] QVBoxLayout* column() const { return m_column; }
  void add_section(const QString& title);

 private:
  QVBoxLayout* m_column;
};

}  // namespace baryscope
