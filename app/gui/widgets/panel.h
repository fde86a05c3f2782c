/// A dock's content: a scrolled column of headed sections with aligned forms.
#pragma once

#include <QScrollArea>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/gui/widgets/formula.h"
#include "app/gui/widgets/option_source.h"

class QGridLayout;
class QLabel;
class QVBoxLayout;

namespace baryscope {

class OptionEditor;
class OptionSlider;

/// Of headings and small print, times the window's text size.
inline constexpr double k_small_text = 0.82;

QLabel* section_label(const QString& text);
QLabel* muted_label(const QString& text);
/// Gives a wrapped label the width of its longest word, up to a third of a dock: a number would be
/// broken at its point.
void widen_to_numbers(QLabel& label);
/// The same whenever its font is another one; of a label whose text stays.
void keep_numbers_whole(QLabel& label);
/// Wrapped text that can be selected by mouse and keyboard.
QLabel* selectable_label(const QString& text = {});

/// Labels to the left, editors to the right, made from option rows; with a slider where the option
/// has a range worth dragging through. A row that is no longer asked for is hidden and never
/// deleted: its editor may be the one whose signal took it away, with its list or its menu open.
class OptionForm : public QWidget {
 public:
  /// Of the session's options.
  explicit OptionForm(const Dispatcher& dispatcher, QWidget* parent = nullptr);
  explicit OptionForm(OptionSource source, QWidget* parent = nullptr);
  /// The rows that are shown, in this order; ids that the table lacks are left out.
  void set_options(const std::vector<std::string>& ids);
  void refresh();
  /// At least; forms below each other line up.
  void set_label_width(int pixels);
  /// Of the form whose labels stand above their fields, as they do where there is no room beside.
  [[nodiscard]] QSize minimumSizeHint() const override;
  /// Null where no row of this option is shown.
  [[nodiscard]] OptionEditor* editor(std::string_view id) const;

 protected:
  void resizeEvent(QResizeEvent* event) override;
  bool event(QEvent* event) override;

 private:
  struct Row {
    QLabel* label = nullptr;
    QWidget* field = nullptr;  ///< the slider, else the editor
    OptionEditor* editor = nullptr;
    OptionSlider* slider = nullptr;  ///< null for options without a range
    bool wide = false;               ///< several lines: its label is beside the first
  };
  [[nodiscard]] Row make_row(const OptionSpec& spec);
  /// What the widest row needs: {label, field}.
  [[nodiscard]] std::pair<int, int> widths() const;
  void place_rows();
  /// Labels above their fields or beside them, whichever the width allows.
  void fit_rows();

  OptionSource m_source;
  QGridLayout* m_grid;
  int m_label_width = 104;
  bool m_stacked = false;
  std::vector<std::string> m_ids;
  std::map<std::string, Row> m_rows;  ///< all that were ever shown
  std::vector<const Row*> m_shown;    ///< from top to bottom
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
