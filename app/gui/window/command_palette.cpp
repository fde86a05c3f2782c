#include "app/gui/window/command_palette.h"

#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QTimer>
#include <QVBoxLayout>

#include "app/gui/widgets/panel.h"
#include "app/gui/widgets/plain_words.h"
#include "app/gui/widgets/text_fit.h"
#include "app/gui/window/menus.h"

namespace baryscope {

CommandPalette::CommandPalette(const Dispatcher& dispatcher, QWidget* parent)
    : QDialog(parent),
      m_dispatcher(dispatcher),
      m_field(new QLineEdit),
      m_list(new QListWidget),
      m_nothing(muted_label(tr("Nothing matches"))) {
  setObjectName(QStringLiteral("palette"));
  setWindowTitle(tr("Commands"));
  setAttribute(Qt::WA_DeleteOnClose);
  resize(560, 420);
  m_field->setPlaceholderText(tr("Type a command, or a line such as: set layer 3"));
  m_field->setAccessibleName(tr("Command"));
  m_field->setToolTip(tr("Type part of a name; Enter runs the marked command"));
  m_field->setProperty("large", true);
  m_list->setAccessibleName(tr("Commands that fit"));
  m_list->setFocusPolicy(Qt::NoFocus);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(12, 12, 12, 12);
  column->addWidget(m_field);
  m_nothing->setObjectName(QStringLiteral("palette-nothing"));
  m_nothing->setAlignment(Qt::AlignCenter);
  column->addWidget(m_list, 1);
  column->addWidget(m_nothing, 1);
  column->addWidget(muted_label(tr("↑ ↓ choose · Enter runs · Esc closes")));
  m_field->installEventFilter(this);
  connect(m_field, &QLineEdit::textChanged, this, [this](const QString& text) { filter(text); });
  connect(m_list, &QListWidget::itemClicked, this, [this] { run(); });
  filter({});
  fit_to_text(*m_list, [this] { fit(); });
}

void CommandPalette::filter(const QString& text) {
  m_list->clear();
  const QString first = text.trimmed().section(QLatin1Char(' '), 0, 0);
  for (const Command& row : commands()) {
    const QString id = to_qt(row.id), title = to_qt(row.title);
    const bool whole = !row.argument.empty() && first == id;
    if (!whole && !title.contains(text.trimmed(), Qt::CaseInsensitive) &&
        !id.contains(text.trimmed(), Qt::CaseInsensitive)) {
      continue;
    }
    QStringList keys;
    for (const QKeySequence& key : command_keys(row))
      keys << key.toString(QKeySequence::NativeText);
    QString line = title;
    if (!row.argument.empty()) line += QStringLiteral("  ‹%1›").arg(to_qt(row.argument));
    if (!keys.isEmpty()) line += QStringLiteral("    ") + keys.join(QStringLiteral(", "));
    auto* item = new QListWidgetItem(line, m_list);
    item->setData(Qt::UserRole, id);
    item->setToolTip(plain_words(row.help));
  }
  fit();
  const bool matches = m_list->count() > 0;
  m_list->setVisible(matches);
  m_nothing->setVisible(!matches);
  if (matches) m_list->setCurrentRow(0);
}

void CommandPalette::fit() {
  const QSize line{0, m_list->fontMetrics().height() + 12};
  for (int i = 0; i < m_list->count(); ++i) m_list->item(i)->setSizeHint(line);
}

void CommandPalette::run() {
  const QString text = m_field->text().trimmed();
  const QListWidgetItem* item = m_list->currentItem();
  std::string line = text.toStdString();
  if (item != nullptr) {
    const QString id = item->data(Qt::UserRole).toString();
    if (!text.startsWith(id + QLatin1Char(' '))) {
      const Command& row = command(id.toStdString());
      if (!row.argument.empty() && row.menu.empty()) {
        m_field->setText(id + QLatin1Char(' '));  // its argument is still to be typed
        m_field->setFocus();
        return;
      }
      line = id.toStdString();
    }
  }
  // The dialog must be gone first: the command may open another.
  const Dispatcher* dispatcher = &m_dispatcher;
  QTimer::singleShot(0, parentWidget(), [dispatcher, line] { dispatcher->run_line(line); });
  close();
}

bool CommandPalette::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() != QEvent::KeyPress) return QDialog::eventFilter(watched, event);
  const int row = m_list->currentRow();
  switch (static_cast<QKeyEvent*>(event)->key()) {
    case Qt::Key_Up:
      m_list->setCurrentRow(qMax(0, row - 1));
      return true;
    case Qt::Key_Down:
      m_list->setCurrentRow(qMin(m_list->count() - 1, row + 1));
      return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
      run();
      return true;
    default:
      return QDialog::eventFilter(watched, event);
  }
}

}  // namespace baryscope
