/// What an INPUT of the command line, a dropped file or `open` is.
#pragma once

#include <string>
#include <string_view>

namespace baryscope {

enum class InputKind { model, session, data_set };

/// A model (folder, capture, shipped name, org/name), a session (`*.bary.json`, `*.png`) or a data
/// set (`*.csv`, `*.npy`), by its name and by what lies there. Throws UsageError for kinds that
/// this version does not read, Error for a name with a file's ending where no such file is.
InputKind input_kind(std::string_view input);

/// True where the model option's value names a capture, which brings its own tokens; false for what
/// is not found.
bool is_capture(std::string_view model);

}  // namespace baryscope
