/// The desks of the window, one row each.
#pragma once

#include "app/gui/window/desk_parts.h"
#include "app/gui/window/desks.h"
#include "core/options/option_table.h"

namespace baryscope {

/// Of the options that the program was started with those that are the session's; the others fill
/// a desk's own form.
OptionValues options_of_session(const OptionValues& options);

/// `options`: those that the program was started with.
Desks::List make_desks(const DeskParts& parts, const OptionValues& options);

}  // namespace baryscope
