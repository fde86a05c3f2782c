#include "app/cli/headless.h"

#include <algorithm>
#include <future>
#include <set>
#include <utility>

#include "app/cli/events.h"
#include "app/cli/progress_line.h"
#include "app/commands/command_table.h"
#include "app/session/output.h"
#include "app/session/view_library.h"
#include "core/base/error.h"
#include "core/base/log.h"

namespace baryscope {
namespace {

/// What a person should know about the one head, or about all of them, each once.
void tell_notes(const Session& session) {
  const auto current = session.current();
  const bool single = current->analyses.size() == 1;
  std::set<std::string> told;
  for (const auto& analysis : current->all_analyses()) {
    if (single && analysis->lens) {
      log(LogLevel::info, *analysis->lens);
    }
    for (const std::string& note : analysis->notes) {
      if (told.insert(note).second) {
        log(LogLevel::info, note);
      }
    }
  }
}

/// Hashes the model's files beside the computation; the answer serves every output.
class Hashes {
 public:
  void begin(const OptionValues& options) {
    m_model = models_of(options);
    m_inputs = std::async(std::launch::async, hash_inputs, options).share();
  }
  std::vector<SessionInput> of(const OptionValues& options) {
    if (!m_inputs.valid() || m_model != models_of(options)) {
      begin(options);
    }
    return m_inputs.get();
  }

 private:
  static std::string models_of(const OptionValues& options) {
    return options.text("model") + "\n" + options.text("compare");
  }

  std::string m_model;
  std::shared_future<std::vector<SessionInput>> m_inputs;
};

bool any_of_kind(const Plan& plan, OutputKind kind) {
  return std::any_of(plan.outputs.begin(), plan.outputs.end(),
                     [kind](const std::string& output) { return output_kind(output) == kind; });
}

}  // namespace

void run_headless(const Plan& plan, Session::MakeEngine make_engine, Interrupts& interrupts) {
  Events events;
  ProgressLine progress;
  Session session(plan.values, std::move(make_engine),
                  [&events](std::function<void()> function) { events.post(std::move(function)); });
  const CancelScope cancel_scope(interrupts, [&events] { events.interrupt(); });
  std::optional<Camera> camera = plan.camera;
  session.on_progress = [&](double fraction, const std::string& step) {
    progress.show(fraction, step);
  };
  session.on_finished = [&] {
    progress.wipe();
    tell_notes(session);
  };
  CommandHost host;
  host.camera = [&] { return camera; };
  host.set_camera = [&](const Camera& given) { camera = given; };
  host.reset_camera = [&] { camera.reset(); };
  host.wait = [&] {
    while (session.busy()) {
      events.run_next();
    }
    events.check();
    progress.wipe();
  };
  session.refresh();
  Hashes hashes;
  const bool figure = any_of_kind(plan, OutputKind::figure);
  if (figure || any_of_kind(plan, OutputKind::session)) {
    hashes.begin(session.options());
  }
  if (figure) {
    open_view_library();
  }
  if (!plan.script.empty()) {
    CommandContext context{session, host};
    run_script(context, plan.script);
  }
  for (const std::string& output : plan.outputs) {
    write_output(session, output, camera, host.wait,
                 [&hashes](const OptionValues& options) { return hashes.of(options); });
  }
}

}  // namespace baryscope
