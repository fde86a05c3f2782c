/// Whether a window can be opened at all.
#pragma once

#include "app/cli/cascade.h"

namespace baryscope {

/// Throws Error naming `--output` where there is no display, or none that answers.
void require_display(const Environment& environment);

}  // namespace baryscope
