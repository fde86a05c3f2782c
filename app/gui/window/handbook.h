/// F1: all chapters on one page, with their contents beside it and a search.
#pragma once

#include <QDialog>
#include <QString>
#include <vector>

class QLabel;
class QLineEdit;
class QListWidget;
class QTextBrowser;
class QTextCursor;

namespace baryscope {

class Handbook : public QDialog {
 public:
  explicit Handbook(QWidget* parent = nullptr);

  /// Scrolls to the chapter of this name.
  void show_chapter(const QString& name);
  /// Marks the next place with these words, a third below the top of the view, and its chapter in
  /// the contents; from the first one after the last; false where there is none.
  bool find(const QString& words, bool backwards = false);

 private:
  /// Marks the chapter that is read in the contents.
  void follow_scroll();
  /// Marks the chapter that this position of the page is in.
  void mark_chapter(int position);
  void show_hit(const QTextCursor& hit);
  void search(bool backwards);
  void fit_contents();

  QLineEdit* m_field;
  QLabel* m_nothing;
  QListWidget* m_contents;
  QTextBrowser* m_page;
  std::vector<int> m_starts;  ///< positions of the chapters in the page
};

/// Opens it, or brings the open one to the front.
void show_handbook(QWidget* parent);

}  // namespace baryscope
