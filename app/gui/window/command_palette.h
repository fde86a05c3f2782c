/// Ctrl+K: every command by its name, and the command language itself.
#pragma once

#include <QDialog>

#include "app/gui/widgets/dispatcher.h"

class QLabel;
class QLineEdit;
class QListWidget;

namespace baryscope {

class CommandPalette : public QDialog {
 public:
  CommandPalette(const Dispatcher& dispatcher, QWidget* parent);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void filter(const QString& text);
  void fit();
  void run();

  const Dispatcher& m_dispatcher;
  QLineEdit* m_field;
  QListWidget* m_list;
  QLabel* m_nothing;  ///< in the list's place where it is empty
};

}  // namespace baryscope
