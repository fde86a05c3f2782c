#include "app/gui/window/menus.h"

#include <QAction>
#include <QCoreApplication>
#include <QKeySequence>
#include <QMainWindow>
#include <QMenu>
#include <QMenuBar>
#include <array>
#include <set>
#include <string>
#include <utility>

namespace baryscope {
namespace {

QKeySequence::StandardKey standard_key(const std::string& name) {
  using Key = QKeySequence::StandardKey;
  static const QHash<QString, Key> keys{{"Open", Key::Open},
                                        {"Save", Key::Save},
                                        {"SaveAs", Key::SaveAs},
                                        {"New", Key::New},
                                        {"Close", Key::Close},
                                        {"Quit", Key::Quit},
                                        {"Undo", Key::Undo},
                                        {"Redo", Key::Redo},
                                        {"Copy", Key::Copy},
                                        {"Paste", Key::Paste},
                                        {"Cut", Key::Cut},
                                        {"Find", Key::Find},
                                        {"Print", Key::Print},
                                        {"Refresh", Key::Refresh},
                                        {"Preferences", Key::Preferences},
                                        {"HelpContents", Key::HelpContents},
                                        {"WhatsThis", Key::WhatsThis},
                                        {"ZoomIn", Key::ZoomIn},
                                        {"ZoomOut", Key::ZoomOut},
                                        {"FullScreen", Key::FullScreen},
                                        {"Back", Key::Back},
                                        {"Forward", Key::Forward},
                                        {"Delete", Key::Delete},
                                        {"SelectAll", Key::SelectAll},
                                        {"Cancel", Key::Cancel}};
  return keys.value(QString::fromStdString(name), Key::UnknownKey);
}

/// Commands before which their menu has a line: a menu is read by its groups.
bool begins_group(const std::string& id) {
  static const std::set<std::string, std::less<>> ids{
      "compare",           "open-session",  "save-figure",      "copy-figure",    "quit",
      "example-quick-fox", "reset-options", "preferences",      "front",          "reset-camera",
      "toggle-edges",      "theme-light",   "full-screen",      "next-layer",     "next-mechanism",
      "next-query",        "cycle-sinks",   "cancel",           "open-data",      "next-sampler",
      "resample",          "next-step",     "evaluate-samples", "play-loop",      "next-frame",
      "animate-none",      "add-key-frame", "show-timeline",    "start-training", "about"};
  return ids.contains(id);
}

/// Titles in the language of the person; the table's own are English.
QString translated(const std::string& text) {
  return QCoreApplication::translate("commands", text.c_str());
}

}  // namespace

std::span<const char* const> menu_order() {
  static constexpr std::array order{"File",    "Edit", "View",     "Attention",
                                    "Samples", "Play", "Training", "Help"};
  return order;
}

QList<QKeySequence> command_keys(const Command& command) {
  QList<QKeySequence> keys;
  if (!command.key.empty()) {
    // Several keys of one command are separated by spaces: "F5 Ctrl+R".
    for (const QString& key : to_qt(command.key).split(QLatin1Char(' '), Qt::SkipEmptyParts)) {
      keys << QKeySequence(key, QKeySequence::PortableText);
    }
  }
  // X11 names keys of old Sun keyboards (F14, …) too: nobody needs to read of those.
  for (const QKeySequence& key : QKeySequence::keyBindings(standard_key(command.standard_key))) {
    const int code = key[0].key();
    if (!keys.contains(key) && (code < Qt::Key_F13 || code > Qt::Key_F35)) keys << key;
  }
  return keys;
}

Menus::Menus(QMainWindow& window, const Dispatcher& dispatcher) : m_window(window) {
  for (const char* title : menu_order()) {
    for (const Command& row : commands()) {
      if (row.menu == title) require_menu(QString::fromLatin1(title));
    }
  }
  for (const Command& row : commands()) {
    auto* action = new QAction(translated(row.title), &window);
    action->setObjectName(to_qt(row.id));
    action->setToolTip(translated(row.help));
    action->setStatusTip(translated(row.help));
    action->setShortcuts(command_keys(row));
    action->setShortcutContext(Qt::WindowShortcut);
    action->setMenuRole(QAction::NoRole);
    QObject::connect(action, &QAction::triggered, &window,
                     [&dispatcher, &row] { dispatcher.run_command(row); });
    m_actions.insert(to_qt(row.id), action);
    if (row.menu.empty()) {
      window.addAction(action);
    } else {
      QMenu* menu = require_menu(to_qt(row.menu));
      if (begins_group(row.id) && !menu->isEmpty()) menu->addSeparator();
      menu->addAction(action);
    }
  }
}

void Menus::enable(const char* id, bool enabled) const {
  if (QAction* known = action(QString::fromLatin1(id))) known->setEnabled(enabled);
}

QMenu* Menus::require_menu(const QString& title) {
  if (QMenu* known = m_menus.value(title)) return known;
  // Before the first menu that comes later in the order.
  QAction* before = nullptr;
  bool later = false;
  for (const char* each : menu_order()) {
    const QString name = QString::fromLatin1(each);
    if (name == title) later = true;
    if (later && m_menus.contains(name)) {
      before = m_menus.value(name)->menuAction();
      break;
    }
  }
  // Alt and its first letter open it: no two titles begin alike.
  auto* menu = new QMenu(QLatin1Char('&') + translated(title.toStdString()), m_window.menuBar());
  menu->setToolTipsVisible(true);
  m_window.menuBar()->insertMenu(before, menu);
  m_menus.insert(title, menu);
  return menu;
}

}  // namespace baryscope
