/// The one option table of the program: the rows of all rooms, joined.
#pragma once

#include "core/options/option_table.h"

namespace baryscope {

/// Rows of core/analysis, viz/views, films, core/sampling, core/training and the program's own
/// (`output`, `script`, `config`, `changed-inputs`, `reduced-motion`, `verbose`), in the order of
/// the docs.
const OptionTable& all_options();

/// True for options that may change while the program runs: those of what is computed and drawn.
bool is_live_option(const OptionSpec& spec);
/// True for those of them that a session keeps: whether a limit is passed (`force`) and whether a
/// film is made, or one frame of it (`animate`, `frame`), is decided anew by whoever opens it.
bool is_session_option(const OptionSpec& spec);

/// The shipped session of a first start: where neither model, text, layer, head nor query is given,
/// layer 5, head 3, query "bakery" of the default sentence.
void apply_shipped_session(OptionValues& values);

}  // namespace baryscope
