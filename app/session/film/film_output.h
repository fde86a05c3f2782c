/// Films as files: from the options of a session to frames in sinks.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "app/session/computer.h"
#include "app/session/film/film_plan.h"
#include "app/session/output.h"
#include "app/session/session.h"
#include "core/base/progress.h"
#include "viz/export/film.h"
#include "viz/scene/camera.h"

namespace baryscope {

/// The film that the options ask for; `training` finds its checkpoints beside the model. Throws
/// UsageError.
FilmPlan film_of(const OptionValues& options, const Timeline& timeline);

/// How the plan's film is written: size, rate, quality, number of frames; no texts.
FilmFormat format_of(const FilmPlan& plan);

/// One film in as many files as are wanted, or with `--frame` one frame of it as figures.
struct FilmOutputs {
  std::vector<std::string> targets;
  std::optional<Camera> camera = {};  ///< nothing: one that shows all frames
  HashInputs hash = hash_inputs;
  ProgressFunction progress = {};  ///< called on the session's worker and others of its threads
  std::uint64_t most_bytes = 0;    ///< of each; 0: any. A larger film is made smaller, see below
};

/// A film that is to be written, apart from any session: what it shows stays as it is here.
struct FilmOrder {
  OptionValues options;
  Timeline timeline = {};
  std::string theme = "light";
  FilmOutputs outputs = {};
};

/// A film that stands under its name.
struct WrittenFilm {
  std::string target;
  int n_frames = 0, width = 0, height = 0;  ///< frames and their size in pixels, as they came out
  double frames_per_second = 0;
  std::uint64_t n_bytes = 0;       ///< of all its files
  std::vector<std::string> notes;  ///< what became of it to keep to `most_bytes`
};

/// What can be known before any frame of these files: formats, sizes, rates, encoders. Returns
/// notes to be told. Throws UsageError or Error.
std::vector<std::string> check_films(const FilmPlan& plan, const std::vector<std::string>& targets);

/// Writes the order's films on this thread and those that it starts. A film that comes out larger
/// than `most_bytes` is made again with fewer colours, then fewer frames a second and fewer pixels,
/// and nothing stands under its name before it fits. Throws what writing threw; Cancelled.
std::vector<WrittenFilm> write_films(const FilmOrder& order, Computer& computer,
                                     const Watch& watch);

/// Computes on the session's worker; `wait` returns once the session is idle. Formats that need
/// another rate get their own frames. Throws what writing threw; Cancelled where the session was
/// cancelled. What was not finished leaves nothing.
void write_films(Session& session, const OptionValues& options, const FilmOutputs& outputs,
                 const std::function<void()>& wait);

}  // namespace baryscope
