/// The small pictures of the step player's buttons, painted in the window's ink.
#pragma once

#include <QIcon>

namespace baryscope {

enum class StepIcon { previous, play, pause, next, another, loop };

/// In the colours of the moment.
QIcon step_icon(StepIcon icon);

}  // namespace baryscope
