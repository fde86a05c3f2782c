#include "app/gui/window/part_toggles.h"

#include <QAction>
#include <QCheckBox>
#include <QGridLayout>

#include "app/gui/widgets/tr.h"
#include "app/gui/window/menus.h"
#include "app/session/picture_parts.h"

namespace baryscope {
namespace {

std::string command_of(const std::string& part) { return "toggle-" + part; }

/// The tooltip: what it shows or hides, and why it cannot at present.
QString tip_of(const Command& row, const ViewPart& part) {
  const QString help = QCoreApplication::translate("commands", row.help.c_str());
  return part.obstacle.empty() ? help : tr("Not in this picture: %1.").arg(to_qt(part.obstacle));
}

}  // namespace

PartToggles::PartToggles(const Dispatcher& dispatcher, QWidget* parent)
    : QWidget(parent), m_dispatcher(dispatcher) {
  setObjectName(QStringLiteral("part-toggles"));
  auto* grid = new QGridLayout(this);
  grid->setContentsMargins(0, 0, 0, 0);
  grid->setHorizontalSpacing(12);
  grid->setVerticalSpacing(6);
  int place = 0;
  for (const ViewPart& part : picture_parts(dispatcher.session().options(), nullptr)) {
    const Command& row = command(command_of(part.name));
    auto* box = new QCheckBox(QCoreApplication::translate("commands", row.title.c_str()));
    box->setObjectName(QStringLiteral("part-") + to_qt(part.name));
    grid->addWidget(box, place / 2, place % 2);
    ++place;
    connect(box, &QCheckBox::clicked, this, [this, &row] {
      m_dispatcher.run_command(row);
      refresh();  // also where the command was refused
    });
    m_boxes.emplace(part.name, box);
  }
  refresh();
}

void PartToggles::follow_in(const Menus& menus) {
  m_menus = &menus;
  for (const auto& [name, box] : m_boxes) {
    QAction* action = menus.action(to_qt(command_of(name)));
    action->setCheckable(true);
    connect(action, &QAction::triggered, this, [this] { refresh(); });
  }
  refresh();
}

void PartToggles::refresh() {
  const Session& session = m_dispatcher.session();
  const auto shown = session.current();
  for (const ViewPart& part : picture_parts(session.options(), shown.get())) {
    const Command& row = command(command_of(part.name));
    const bool can = part.obstacle.empty();
    const QString tip = tip_of(row, part);
    QCheckBox* box = m_boxes.at(part.name);
    box->setChecked(part.drawn && can);
    box->setEnabled(can);
    box->setToolTip(tip);
    box->setAccessibleDescription(tip);
    if (m_menus == nullptr) continue;
    QAction* action = m_menus->action(to_qt(row.id));
    action->setChecked(part.drawn && can);
    action->setEnabled(can);
    action->setToolTip(tip);
    action->setStatusTip(tip);
  }
}

}  // namespace baryscope
