/// What is being typed into a field, as far as undo goes: its own until it is handed over.
#pragma once

#include <QObject>

class QLineEdit;

namespace baryscope {

/// What was typed counts from now on: Ctrl+Z no longer takes it back letter by letter.
void forget_typing(QLineEdit& line);

/// Lets Ctrl+Z and its opposite in a field go on to the window where nothing that was typed is left
/// to take back; Qt's fields keep these keys for themselves. Watches the whole program.
class TypedText : public QObject {
 public:
  TypedText();

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;
};

}  // namespace baryscope
