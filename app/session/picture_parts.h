/// Which parts of the picture are asked for, and which of them can be seen in what is shown.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/session/finished.h"
#include "core/options/option_table.h"

namespace baryscope {

/// By `show`, `hide` and, of the title, its own option; else by the view itself.
bool asks_for_part(const OptionValues& values, const std::string& part);

/// All parts: drawn where `asked` asks for them; obstacles are those of `shown`, or none where that
/// is null or another view.
std::vector<ViewPart> picture_parts(const OptionValues& asked, const Finished* shown);

}  // namespace baryscope
