/// Whether a window can be opened at all.
#pragma once

#include "app/cli/cascade.h"

namespace baryscope {

/// What to do where no window opens; the end of a message.
inline constexpr const char* without_a_window =
    "give --output FILE.png for a figure or --output FILE.json for the report; neither needs a "
    "display";

/// Throws Error naming `--output` where there is no display, or none that answers.
void require_display(const Environment& environment);

}  // namespace baryscope
