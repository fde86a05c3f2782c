#include "app/gui/window/recent_files.h"

#include <QAction>
#include <QFileInfo>
#include <QMenu>

#include "app/gui/widgets/tr.h"
#include "app/gui/window/menus.h"
#include "app/gui/window/preferences.h"
#include "app/gui/window/window_host.h"

namespace baryscope {

RecentFiles::RecentFiles(Menus& menus, const Preferences& preferences, WindowHost& host)
    : m_preferences(preferences), m_host(host) {
  QMenu* file = menus.require_menu(QStringLiteral("File"));
  m_menu = new QMenu(tr("Open Recent"), file);
  file->insertMenu(file->actions().value(1), m_menu);
  refresh();
}

void RecentFiles::refresh() {
  // One of them may be what was just chosen: it goes once its signal has ended.
  for (QAction* old : m_menu->actions()) {
    m_menu->removeAction(old);
    old->deleteLater();
  }
  for (const QString& path : m_preferences.recent()) {
    m_menu
        ->addAction(QFileInfo(path).fileName(), m_menu, [&host = m_host, path] { host.open(path); })
        ->setToolTip(path);
  }
  m_menu->setEnabled(!m_menu->isEmpty());
}

}  // namespace baryscope
