/// The command line that selects something: what a click in a picture or a table runs.
#pragma once

#include <string>

#include "app/session/selection.h"

namespace baryscope {

/// "select-token 7", "select-edge 2 5", "select-compared 'edge 2 5'"; "select-token" for nothing.
std::string selection_command(const Selection& selection);

}  // namespace baryscope
