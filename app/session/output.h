/// Files that the program writes: figure, report, capture, session.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/session/session.h"
#include "app/session/session_file.h"
#include "viz/export/exporter_list.h"
#include "viz/scene/camera.h"

namespace baryscope {

/// By the ending, of exporters(); `-` is the report on standard output. The table is what is drawn,
/// or of samples the resampled set. Throws UsageError with the known endings.
ExportKind output_kind(std::string_view target);

/// Whether writing it takes a renderer: a figure of pixels, a film.
bool takes_renderer(std::string_view target);

/// What can be known before any work: the kind, the folder, that `all` gives no figure, that
/// samples are no capture, that it replaces nothing that is read: no input of the options, none of
/// `also_read`. Throws UsageError or Error.
void check_output(std::string_view target, const OptionValues& options,
                  const std::vector<std::filesystem::path>& also_read = {});

/// True for a film, and with `--animate` for a figure, which is one frame of it: written by
/// write_films() (app/session/film/film_output.h).
bool is_moving_output(std::string_view target, const OptionValues& options);

using HashInputs = std::function<std::vector<SessionInput>(const OptionValues& options)>;

/// Makes the bytes of a figure, report, table or session from what is shown now: it may run on any
/// thread, for a figure under the rule of render_image() (viz/vtk/scene_view.h). Throws where
/// nothing is shown, with the reason where there is one. Not for a capture: only the engine makes
/// one. The report of samples carries the session's evaluation; where there is none yet the
/// function makes it, under `watch`. An evaluation that fails is told as a warning and left out.
std::function<std::string()> prepare_bytes(const Session& session, std::string_view target,
                                           const std::optional<Camera>& camera,
                                           const HashInputs& hash = hash_inputs,
                                           const Watch& watch = {});
/// What was asked for before a file is what the file must show: `wait` returns once the session is
/// idle. Throws what a request threw that failed meanwhile.
void wait_for_result(const Session& session, const std::function<void()>& wait);
/// Whole or not at all; `-` is standard output.
void write_bytes(const std::string& target, std::string_view bytes);

/// Writes what is shown, whole or not at all. `camera`: nothing for the scene's own. `wait` returns
/// once the session is idle and evaluates nothing. `hash`: hash_inputs(), or what has its answer at
/// hand. `also_read` as of check_output(). Throws what a request threw that failed meanwhile.
void write_output(Session& session, std::string_view target, const std::optional<Camera>& camera,
                  const std::function<void()>& wait, const HashInputs& hash = hash_inputs,
                  const std::vector<std::filesystem::path>& also_read = {});

}  // namespace baryscope
