#include "app/session/output.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "app/session/drawn_csv.h"
#include "app/session/figure.h"
#include "app/session/figure_words.h"
#include "app/session/film/film_options.h"
#include "app/session/film/film_output.h"
#include "app/session/session_requests.h"
#include "app/session/version.h"
#include "core/analysis/analysis_options.h"
#include "core/analysis/report.h"
#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/log.h"
#include "core/base/unfinished_file.h"
#include "core/sampling/studies/sampling_options.h"
#include "core/sampling/studies/sampling_report.h"
#include "viz/export/exporter_list.h"
#include "viz/export/frame_pattern.h"
#include "viz/text/label_layout.h"
#include "viz/views/view_request.h"

namespace baryscope {
namespace {

namespace fs = std::filesystem;

/// What is shown, with the options that made it, whatever was asked for since.
std::shared_ptr<const Finished> finished(const Session& session) {
  if (session.current()) {
    return session.current();
  }
  if (session.failure()) {
    std::rethrow_exception(session.failure());
  }
  throw Error("nothing has been computed yet");
}

/// What a session holds beside the options.
struct SessionParts {
  std::optional<Camera> camera;
  HashInputs hash;
  Timeline timeline;
};

std::string session_text(const OptionValues& options, const SessionParts& parts,
                         const fs::path& target) {
  const fs::path folder = target.has_parent_path() ? target.parent_path() : fs::path(".");
  return to_session_text({options, parts.camera, parts.hash(options), parts.timeline}, folder);
}

std::string title_of(const Finished& shown) {
  std::string words;
  const auto add = [&words](const std::string& more) {
    words += (words.empty() ? "" : " | ") + more;
  };
  for (const auto& study : shown.studies) {
    add(title(*study));
  }
  for (const auto* side : {&shown.analyses, &shown.compared}) {
    if (!side->empty()) {
      add(title(*side->front()));
    }
  }
  return words;
}

std::string figure_bytes(const Finished& shown, const SessionParts& parts, const fs::path& target) {
  FigureTexts texts = {{"Title", title_of(shown)},
                       {"Software", "Baryscope " + std::string(version())}};
  if (shown.options.flag("embed-session")) {
    texts.emplace(session_keyword, session_text(shown.options, parts, target));
  }
  return find_exporter(target.filename().string())
      ->encode({figure_of(shown), camera_of(shown, parts.camera),
                [&] { return draw_figure(shown, parts.camera); }, texts, page_style_of(shown.view),
                describe_in(shown)});
}

void write_capture(Session& session, const std::string& target, const std::function<void()>& wait) {
  std::exception_ptr failure;
  session.run_on_engine(
      [request = make_request(session.shown_options()), target](
          Engine& engine, const Watch& watch) { engine.write_capture(request, target, watch); },
      [&failure](std::exception_ptr thrown) { failure = std::move(thrown); });
  wait();
  if (failure) {
    std::rethrow_exception(failure);
  }
}

/// Those of the studies that are not there yet; none where one fails, which is told.
Session::Evaluations evaluations_of(const Finished& shown, Session::Evaluations ready,
                                    const std::exception_ptr& failure, const Watch& watch) {
  if (!ready.empty() || shown.studies.front()->request.classifier == "none") {
    return ready;
  }
  try {
    if (failure) {
      std::rethrow_exception(failure);
    }
    for (const auto& study : shown.studies) {
      ready.push_back(std::make_shared<const SamplingEvaluation>(
          evaluate(*study->data, study->request, watch)));
    }
    return ready;
  } catch (const Cancelled&) {
    throw;
  } catch (const Error& error) {
    log(LogLevel::warning, std::string("the report is without F1 and MCC: ") + error.what());
    return {};
  }
}

bool wants_evaluation(const Session& session) {
  const auto shown = session.current();
  return shown != nullptr && !shown->studies.empty() &&
         shown->studies.front()->request.classifier != "none" && session.evaluations().empty() &&
         !session.evaluation_failure() && !session.evaluating();
}

std::string sampling_report(const Finished& shown, const Session::Evaluations& evaluations) {
  std::vector<SamplingEvaluation> copies;
  for (const auto& evaluation : evaluations) {
    copies.push_back(*evaluation);
  }
  return to_sampling_report(shown.studies, copies);
}

/// Not through a file of that name: standard output may be a file to append to.
void write_standard_output(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t n_written = ::write(STDOUT_FILENO, bytes.data(), bytes.size());
    if (n_written < 0 && errno == EPIPE) {
      return;  // a reader that has seen enough is no failure
    }
    if (n_written < 0 && errno != EINTR) {
      throw Error(std::string("cannot write to standard output: ") + std::strerror(errno));
    }
    bytes.remove_prefix(static_cast<std::size_t>(std::max<ssize_t>(n_written, 0)));
  }
}

}  // namespace

void wait_for_result(const Session& session, const std::function<void()>& wait) {
  const std::exception_ptr before = session.failure();
  wait();
  if (session.failure() && session.failure() != before) {
    std::rethrow_exception(session.failure());
  }
}

void write_bytes(const std::string& target, std::string_view bytes) {
  if (target == "-") {
    write_standard_output(bytes);
  } else {
    remove_leftovers(target);
    write_file(target, bytes);
  }
}

std::function<std::string()> prepare_bytes(const Session& session, std::string_view target,
                                           const std::optional<Camera>& camera,
                                           const HashInputs& hash, const Watch& watch) {
  const ExportKind kind = output_kind(target);
  return [kind, watch, path = fs::path(std::string(target)),
          parts = SessionParts{camera, hash, session.timeline()}, shown = finished(session),
          evaluations = session.evaluations(), evaluation_failure = session.evaluation_failure()] {
    const bool samples = !shown->studies.empty();
    switch (kind) {
      case ExportKind::figure:
        return figure_bytes(*shown, parts, path);
      case ExportKind::session:
        return session_text(shown->options, parts, path);
      case ExportKind::table:
        if (const auto note =
                samples ? table_note(*shown->studies.front()) : drawn_csv_note(*shown)) {
          log(LogLevel::warning, *note);
        }
        return samples ? to_resampled_csv(*shown->studies.front())
                       : to_drawn_csv(*shown, {shown->view.threshold, shown->view.sinks == "hide"});
      case ExportKind::film:
        throw UsageError("--output " + path.string() +
                         ": a film is not one picture of what is shown");
      case ExportKind::report:
      case ExportKind::capture:
        break;
    }
    return samples ? sampling_report(*shown,
                                     evaluations_of(*shown, evaluations, evaluation_failure, watch))
                   : to_report(shown->all_analyses());
  };
}

ExportKind output_kind(std::string_view target) {
  if (target == "-") {
    return ExportKind::report;
  }
  const std::string name = fs::path(std::string(target)).filename().string();
  check_frame_pattern(name);
  if (const Exporter* exporter = find_exporter(name)) {
    return exporter->kind;
  }
  throw UsageError("--output " + (target.empty() ? "''" : std::string(target)) +
                   ": expected a name that ends in " + list_exporters([](const Exporter& row) {
                     return row.ending + " (" + row.noun + ")";
                   }) +
                   ", or - for the report on standard output");
}

bool takes_renderer(std::string_view target) {
  const ExportKind kind = output_kind(target);
  return kind == ExportKind::film ||
         (kind == ExportKind::figure &&
          find_exporter(fs::path(std::string(target)).filename().string())->draws_pixels);
}

namespace {

void check_samples_output(std::string_view target, ExportKind kind, const OptionValues& options) {
  if (kind == ExportKind::capture) {
    throw UsageError("--output " + std::string(target) +
                     ": samples have no layers and heads to capture; .csv writes the resampled "
                     "set, .json the report");
  }
  if (kind == ExportKind::table && make_sampling_requests(options).size() > 1) {
    throw UsageError("--output " + std::string(target) +
                     ": a table holds one resampled set; leave out --compare-sampler " +
                     options.text("compare-sampler") + " to write it");
  }
}

/// A film needs what moves; what moves is no one picture.
void check_moving_output(std::string_view target, ExportKind kind, const OptionValues& options) {
  const FilmKind moves = film_kind(options);
  if (kind == ExportKind::film && moves == FilmKind::none) {
    throw UsageError("--output " + std::string(target) +
                     ": a film is of something that moves; say what with --animate (turntable, "
                     "flow, sweep or keys), or write one picture with a name that ends in .png, "
                     "without a placeholder");
  }
  if (kind == ExportKind::film && one_frame(options)) {
    throw UsageError("--output " + std::string(target) + " with --frame " + options.text("frame") +
                     ": one frame is a picture; give a name that ends in .png");
  }
  if (kind == ExportKind::figure && moves != FilmKind::none && !one_frame(options)) {
    throw UsageError("--output " + std::string(target) + " with --animate " +
                     options.text("animate") +
                     ": a film is many pictures; put {frame:04} into the name for all of them, add "
                     "--frame N for one, or name a film (.mp4, .webm, .gif)");
  }
}

void check_attention_output(std::string_view target, ExportKind kind, const OptionValues& options) {
  for (const char* id : {"layer", "head"}) {
    const bool film = kind == ExportKind::film;
    if (options.text(id) == "all" && (kind == ExportKind::figure || film)) {
      throw UsageError("--output " + std::string(target) + ": " + (film ? "a film" : "a figure") +
                       " shows one head, but --" + id + " is all; the report (.json) takes all");
    }
  }
  if (kind == ExportKind::capture && !options.text("compare").empty()) {
    throw UsageError("--output " + std::string(target) + ": a capture holds one model; leave out " +
                     options.text("compare") + " to write it");
  }
}

void check_font(ExportKind kind, const OptionValues& options) {
  const std::string& font = options.text("font");
  const bool drawn = kind == ExportKind::figure || kind == ExportKind::film;
  if (drawn && font != "theme" && !has_font_family(font)) {
    throw UsageError("--font " + font +
                     ": no family of that name is installed; `fc-list : family` lists those that "
                     "are");
  }
}

}  // namespace

void check_output(std::string_view target, const OptionValues& options,
                  const std::vector<fs::path>& also_read) {
  const ExportKind kind = output_kind(target);
  if (target != "-") {
    refuse_input_as_output(target, also_read);
    refuse_input_as_output(target, input_files(options));
  }
  shows_samples(options) ? check_samples_output(target, kind, options)
                         : check_attention_output(target, kind, options);
  check_moving_output(target, kind, options);
  check_font(kind, options);
  if (target == "-") {
    return;
  }
  check_target(std::string(target));
}

bool is_moving_output(std::string_view target, const OptionValues& options) {
  const ExportKind kind = output_kind(target);
  return kind == ExportKind::film ||
         (kind == ExportKind::figure && film_kind(options) != FilmKind::none);
}

void write_output(Session& session, std::string_view target, const std::optional<Camera>& camera,
                  const std::function<void()>& wait, const HashInputs& hash,
                  const std::vector<fs::path>& also_read) {
  check_output(target, session.options(), also_read);
  const std::string path(target);
  const ExportKind kind = output_kind(target);
  if (is_moving_output(target, session.options())) {
    write_films(session, session.options(), {{path}, camera, hash, {}}, wait);
    return;
  }
  wait_for_result(session, wait);
  if (kind == ExportKind::report && wants_evaluation(session)) {
    session.evaluate_samples();
    wait();
  }
  const auto make = prepare_bytes(session, target, camera, hash);
  if (kind == ExportKind::capture) {
    write_capture(session, path, wait);
  } else {
    write_bytes(path, make());
  }
}

}  // namespace baryscope
