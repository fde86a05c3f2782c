#include "app/gui/widgets/typed_text.h"

#include <QAbstractSpinBox>
#include <QApplication>
#include <QComboBox>
#include <QKeyEvent>
#include <QLineEdit>
#include <QSignalBlocker>

namespace baryscope {
namespace {

/// Where the keys of this widget are typed; null for none.
QLineEdit* line_of(QObject* widget) {
  if (auto* line = qobject_cast<QLineEdit*>(widget)) return line;
  if (auto* box = qobject_cast<QComboBox*>(widget)) return box->lineEdit();
  auto* spin = qobject_cast<QAbstractSpinBox*>(widget);
  return spin == nullptr ? nullptr : spin->findChild<QLineEdit*>();
}

}  // namespace

void forget_typing(QLineEdit& line) {
  const QSignalBlocker silent(line);
  const int cursor = line.cursorPosition();
  const int start = line.selectionStart();
  const int length = line.selectionLength();
  line.setText(line.text());
  start < 0 ? line.setCursorPosition(cursor) : line.setSelection(start, length);
}

TypedText::TypedText() { qApp->installEventFilter(this); }

bool TypedText::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() != QEvent::ShortcutOverride) return false;
  const auto* key = static_cast<const QKeyEvent*>(event);
  const bool undo = key->matches(QKeySequence::Undo);
  if (!undo && !key->matches(QKeySequence::Redo)) return false;
  QLineEdit* line = line_of(watched);
  if (line == nullptr || (undo ? line->isUndoAvailable() : line->isRedoAvailable())) return false;
  // Once the options are gone back in, the opposite key begins with them.
  forget_typing(*line);
  event->ignore();
  return true;
}

}  // namespace baryscope
