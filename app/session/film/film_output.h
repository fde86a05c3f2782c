/// Films as files: from the options of a session to frames in sinks.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "app/session/film/film_plan.h"
#include "app/session/output.h"
#include "app/session/session.h"
#include "core/base/progress.h"
#include "viz/scene/camera.h"

namespace baryscope {

/// The film that the options ask for; `training` finds its checkpoints beside the model. Throws
/// UsageError.
FilmPlan film_of(const OptionValues& options, const Timeline& timeline);

/// One film in as many files as are wanted, or with `--frame` one frame of it as figures.
struct FilmOutputs {
  std::vector<std::string> targets;
  std::optional<Camera> camera = {};  ///< nothing: one that shows all frames
  HashInputs hash = hash_inputs;
  ProgressFunction progress = {};  ///< called on the session's worker and others of its threads
};

/// What can be known before any frame of these files: formats, sizes, rates, encoders. Returns
/// notes to be told. Throws UsageError or Error.
std::vector<std::string> check_films(const FilmPlan& plan, const std::vector<std::string>& targets);

/// Computes on the session's worker; `wait` returns once the session is idle. Formats that need
/// another rate get their own frames. Throws what writing threw; Cancelled where the session was
/// cancelled. What was not finished leaves nothing.
void write_films(Session& session, const OptionValues& options, const FilmOutputs& outputs,
                 const std::function<void()>& wait);

}  // namespace baryscope
