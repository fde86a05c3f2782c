/// The formats that open: one list for the command line, `open`, what is dropped and every dialog.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace baryscope {

enum class InputKind { model, session, data_set, text };

struct InputFormat {
  InputKind kind;
  std::string plural;                ///< "Tables"
  std::string noun;                  ///< "data sets", in a sentence
  std::vector<std::string> endings;  ///< ".csv", or a file's whole name: "config.json"
};

/// In the order of the dialogs.
const std::vector<InputFormat>& input_formats();
/// The format of a file of this name; null where none has its ending. Letters in either case.
const InputFormat* find_input_format(std::string_view file_name);

/// "model folders, model names, captures (*.safetensors), data sets (*.csv, *.npy), …".
std::string list_input_formats();

}  // namespace baryscope
