/// What an INPUT of the command line, a dropped file or `open` is.
#pragma once

#include <string>
#include <string_view>

#include "app/session/input_formats.h"

namespace baryscope {

/// What `input` opens: the folder of a model for its config.json, the file of a shipped session for
/// its name, else itself.
std::string opened_path(std::string_view input);

/// A model (folder, GGUF file, capture, shipped name, org/name, ollama/name, what lies in Ollama's
/// store) or a file of input_formats(), by its name and
/// by what lies there. Throws UsageError for kinds that
/// this version does not read, Error for a name with a file's ending where no such file is.
InputKind input_kind(std::string_view input);

/// True where the model option's value names a capture, which brings its own tokens; false for what
/// is not found.
bool is_capture(std::string_view model);

}  // namespace baryscope
