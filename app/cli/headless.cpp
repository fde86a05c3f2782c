#include "app/cli/headless.h"

#include <algorithm>
#include <exception>
#include <future>
#include <iterator>
#include <set>
#include <utility>

#include "app/cli/events.h"
#include "app/cli/progress_line.h"
#include "app/cli/write_each.h"
#include "app/commands/command_table.h"
#include "app/session/film/film_output.h"
#include "app/session/output.h"
#include "app/session/session_requests.h"
#include "app/session/view_library.h"
#include "core/base/error.h"
#include "core/base/log.h"
#include "core/base/number_text.h"

namespace baryscope {
namespace {

/// What a person should know about the one head, all of them, or the samples, each once; about
/// samples not again after a redraw.
class Notes {
 public:
  void tell(const Finished& shown, const OptionValues& options) {
    std::set<std::string> told;
    for (const auto& analysis : shown.all_analyses()) {
      if (shown.analyses.size() == 1 && analysis->lens) {
        log(LogLevel::info, *analysis->lens);
      }
      tell_each(analysis->notes, told);
    }
    for (const auto& study : shown.studies) {
      tell_each(study->notes, m_of_samples);
      const int n_made = study->resampled.synthetic.size();
      if (const auto sample = options.find_integer("sample"); sample && *sample >= n_made) {
        tell_each({"--sample " + to_text(*sample) + ": " + title(*study) + " has " +
                   to_text(static_cast<std::int64_t>(n_made)) +
                   " synthetic points, counted from 0; the steps follow a telling one"},
                  m_of_samples);
      }
    }
  }

 private:
  static void tell_each(const std::vector<std::string>& notes, std::set<std::string>& told) {
    for (const std::string& note : notes) {
      if (told.insert(note).second) {
        log(LogLevel::info, note);
      }
    }
  }

  std::set<std::string> m_of_samples;
};

/// Hashes the inputs' files beside the computation; the answer serves every output.
class Hashes {
 public:
  void begin(const OptionValues& options) {
    m_names = names_of(options);
    m_inputs = std::async(std::launch::async, hash_inputs, options).share();
  }
  std::vector<SessionInput> of(const OptionValues& options) {
    if (!m_inputs.valid() || m_names != names_of(options)) {
      begin(options);
    }
    return m_inputs.get();
  }

 private:
  static std::string names_of(const OptionValues& options) {
    return shows_samples(options) ? options.text("dataset")
                                  : options.text("model") + "\n" + options.text("compare");
  }

  std::string m_names;
  std::shared_future<std::vector<SessionInput>> m_inputs;
};

bool any_of_kind(const Plan& plan, ExportKind kind) {
  return std::any_of(plan.outputs.begin(), plan.outputs.end(),
                     [kind](const std::string& output) { return output_kind(output) == kind; });
}

/// One frame of a film is a still like any other, but for its figure.
OptionValues values_of(const Plan& plan) {
  if (const auto frame = one_frame(plan.values)) {
    return film_of(plan.values, plan.timeline).frame(*frame).options;
  }
  return plan.values;
}

/// A table of samples says nothing of the decision regions, which take longest for large data.
OptionValues needed_values(const Plan& plan) {
  OptionValues values = values_of(plan);
  if (shows_samples(values) && plan.script.empty() &&
      std::all_of(plan.outputs.begin(), plan.outputs.end(), [](const std::string& output) {
        return output_kind(output) == ExportKind::table;
      })) {
    values.set("classifier", "none");
  }
  return values;
}

/// The films among the outputs, or the figures of one frame: made together, once.
class FilmWriter {
 public:
  FilmWriter(const Plan& plan, Session& session, Events& events, ProgressLine& progress)
      : m_plan(plan), m_session(session), m_events(events), m_progress(progress) {
    std::copy_if(plan.outputs.begin(), plan.outputs.end(), std::back_inserter(m_targets),
                 [&](const std::string& output) { return is_moving_output(output, plan.values); });
    for (const std::string& note : plan.film_notes) {
      log(LogLevel::info, note);
    }
  }

  [[nodiscard]] std::size_t n_targets() const { return m_targets.size(); }
  [[nodiscard]] bool writes(const std::string& output) const {
    return std::find(m_targets.begin(), m_targets.end(), output) != m_targets.end();
  }
  /// What failed for one of them failed for all.
  void write(const std::optional<Camera>& camera, const std::function<void()>& wait,
             const HashInputs& hash) {
    if (!m_done) {
      m_done = true;
      try {
        write_films(m_session, m_plan.values, {m_targets, camera, hash, progress()}, wait);
      } catch (const Cancelled&) {
        throw;
      } catch (...) {
        m_failure = std::current_exception();
      }
      m_progress.wipe();
    }
    if (m_failure) {
      std::rethrow_exception(m_failure);
    }
  }

 private:
  /// From the film's threads to the line of the main one.
  [[nodiscard]] ProgressFunction progress() {
    return [this](double fraction, std::string_view step) {
      m_events.post(
          [this, fraction, words = std::string(step)] { m_progress.show(fraction, words); });
    };
  }

  const Plan& m_plan;
  Session& m_session;
  Events& m_events;
  ProgressLine& m_progress;
  std::vector<std::string> m_targets;
  bool m_done = false;
  std::exception_ptr m_failure;
};

}  // namespace

void run_headless(const Plan& plan, Session::MakeEngine make_engine, Interrupts& interrupts) {
  Events events;
  ProgressLine progress;
  Session session(needed_values(plan), std::move(make_engine),
                  [&events](std::function<void()> function) { events.post(std::move(function)); });
  const CancelScope cancel_scope(interrupts, [&events] { events.interrupt(); });
  std::optional<Camera> camera = plan.camera;
  session.on_progress = [&](double fraction, const std::string& step) {
    progress.show(fraction, step);
  };
  session.on_evaluation_progress = session.on_progress;
  Notes notes;
  session.on_finished = [&] {
    progress.wipe();
    notes.tell(*session.current(), session.current()->options);
  };
  CommandHost host;
  host.camera = [&] { return camera; };
  host.set_camera = [&](const Camera& given) { camera = given; };
  host.reset_camera = [&] { camera.reset(); };
  host.wait = [&] {
    while (session.busy() || session.evaluating()) {
      events.run_next();
    }
    events.check();
    progress.wipe();
  };
  host.also_read = plan.also_read;
  session.set_timeline(plan.timeline);
  FilmWriter films(plan, session, events, progress);
  if (!plan.script.empty() || films.n_targets() < plan.outputs.size()) {
    session.refresh();
  }
  Hashes hashes;
  const bool figure = any_of_kind(plan, ExportKind::figure) || any_of_kind(plan, ExportKind::film);
  if (figure || any_of_kind(plan, ExportKind::session)) {
    hashes.begin(session.options());
  }
  if (std::any_of(plan.outputs.begin(), plan.outputs.end(), takes_renderer)) {
    open_view_library();
  }
  if (!plan.script.empty()) {
    CommandContext context{session, host};
    run_script(context, plan.script);
  }
  write_each(plan.outputs, [&](const std::string& output) {
    if (films.writes(output)) {
      films.write(camera, host.wait,
                  [&hashes](const OptionValues& options) { return hashes.of(options); });
      return;
    }
    write_output(
        session, output, camera, host.wait,
        [&hashes](const OptionValues& options) { return hashes.of(options); }, host.also_read);
  });
}

}  // namespace baryscope
