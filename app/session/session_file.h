/// Sessions as files: what to open to see the same picture again (`*.bary.json`, or in a figure).
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/session/film/timeline.h"
#include "app/session/session_inputs.h"
#include "core/options/option_table.h"
#include "viz/scene/camera.h"

namespace baryscope {

/// What carries a session in a figure: a text chunk of PNG, a part of the metadata of SVG (of
/// PDF it is an attachment).
inline constexpr std::string_view session_keyword = "baryscope.session";

struct SessionFile {
  OptionValues options;          ///< those that differ from their default
  std::optional<Camera> camera;  ///< nothing: the scene's own
  std::vector<SessionInput> inputs;
  Timeline timeline = {};  ///< its key frames
};

/// `folder`: where the session will lie, so that its inputs are found beside it; nothing: anywhere.
std::string to_session_text(SessionFile session, const std::filesystem::path& folder = {});
/// `name` is for messages. Throws Error for what is no session, UsageError for a bad option in it.
SessionFile session_from_text(const OptionTable& table, std::string_view text,
                              const std::string& name);
/// Reads a `*.bary.json`, or a figure (PNG, SVG, PDF) with its session in it. Inputs that lie
/// beside the file, by their names in it, are named by their paths; none is opened.
SessionFile load_session(const OptionTable& table, const std::filesystem::path& path);

/// The options of an opened session, with what belongs to the run as it is now.
OptionValues opened_values(const SessionFile& session, const OptionValues& now);

}  // namespace baryscope
