/// Open Model…: every model that lies on this machine, in a table that is filtered by typing.
#pragma once

#include <QDialog>
#include <functional>
#include <string>

class QLabel;
class QLineEdit;
class QPushButton;
class QTableView;

namespace baryscope {

class FilteredModels;
class ModelRows;
class ModelShelf;

class ModelDialog : public QDialog {
 public:
  /// Looks for models again; until that is done the last look's are shown.
  ModelDialog(ModelShelf& shelf, QWidget* parent);

  std::function<void(const QString& name)> on_open;
  std::function<void()> on_open_file;  ///< another one, by its path

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void build();
  void take();
  void fit_columns();
  /// What is chosen, and whether it opens.
  void tell();
  void open_chosen();
  /// Row of the table; −1: none.
  [[nodiscard]] int chosen() const;
  /// A row of the filtered list; 0 where none does.
  [[nodiscard]] int first_that_opens() const;
  void choose(int row);

  ModelShelf& m_shelf;
  ModelRows* m_rows;
  FilteredModels* m_filtered;
  QLineEdit* m_field;
  QTableView* m_table;
  QLabel* m_about;  ///< of what is chosen
  QLabel* m_count;
  QPushButton* m_open;
};

}  // namespace baryscope
