/// Sessions as files: what to open to see the same picture again (`*.bary.json`, or in a PNG).
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/options/option_table.h"
#include "viz/scene/camera.h"

namespace baryscope {

/// The text chunk of a PNG figure that carries its session.
inline constexpr std::string_view session_keyword = "baryscope.session";

/// A file that the picture depends on.
struct SessionInput {
  std::string name;    ///< as the option says it: "minilm", "credit.csv"
  std::string file;    ///< in the model's folder ("config.json"), or beside the data file (the
                       ///< labels); empty where the input is one file
  std::string sha256;  ///< 64 hexadecimal digits
  std::string option = "model";  ///< whose value `name` is: model (also for `compare`) or dataset

  friend bool operator==(const SessionInput&, const SessionInput&) = default;
};

struct SessionFile {
  OptionValues options;          ///< those that differ from their default
  std::optional<Camera> camera;  ///< nothing: the scene's own
  std::vector<SessionInput> inputs;
};

/// Hashes what the model option names, then what `compare` does; in the samples view the data file,
/// and beside an .npy its labels. Throws Error where it cannot be found or read.
std::vector<SessionInput> hash_inputs(const OptionValues& options);
/// A sentence for each input that is not what it was.
std::vector<std::string> changed_inputs(const std::vector<SessionInput>& inputs);

std::string to_session_text(const SessionFile& session);
/// `name` is for messages. Throws Error for what is no session, UsageError for a bad option in it.
SessionFile session_from_text(const OptionTable& table, std::string_view text,
                              const std::string& name);
/// Reads a `*.bary.json`, or a PNG figure with its session in it.
SessionFile load_session(const OptionTable& table, const std::filesystem::path& path);

}  // namespace baryscope
