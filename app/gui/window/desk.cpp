#include "app/gui/window/desk.h"

namespace baryscope {

Desk::~Desk() = default;

bool Desk::shows(const Finished& /*result*/) const { return false; }

void Desk::show(const std::shared_ptr<const Finished>& /*result*/, bool /*adopt_camera*/) {}

void Desk::result_shown(double /*seconds*/) {}

QString Desk::describe(const Subject& /*subject*/, bool /*in_compared*/) const { return {}; }

void Desk::enable_commands(const Menus& /*menus*/, bool /*in_front*/) const {}

bool Desk::take_failure(const QString& /*message*/) { return false; }

}  // namespace baryscope
