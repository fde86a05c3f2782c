#include "app/cli/train.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <exception>
#include <utility>

#include "app/cli/events.h"
#include "app/cli/progress_line.h"
#include "app/cli/write_each.h"
#include "app/session/output.h"
#include "app/session/text_file.h"
#include "app/session/training_run.h"
#include "core/base/error.h"
#include "core/base/log.h"
#include "core/base/number_text.h"
#include "core/training/training_record.h"

namespace baryscope {
namespace {

std::string duration_text(double seconds) {
  const auto whole = std::lround(seconds);
  return whole < 100 ? fmt::format("{} s", whole)
                     : fmt::format("{} min {:02} s", whole / 60, whole % 60);
}

void tell_result(const TrainingRequest& request, const TrainingResult& result) {
  log(LogLevel::info,
      request.closed_form
          ? fmt::format("written in closed form, {} parameters", result.n_parameters)
          : fmt::format("{} after {} steps in {} ({} steps/s), {} parameters",
                        result.stopped ? "stopped" : "trained", result.steps_done,
                        duration_text(result.seconds),
                        to_text(result.steps_done / std::max(result.seconds, 1e-9), 0),
                        result.n_parameters));
  for (const auto& [name, text] : metric_texts(result.metrics)) {
    log(LogLevel::info, name + ": " + text);
  }
  log(LogLevel::info, "the model lies in " + request.output.string());
}

}  // namespace

std::string training_progress(const TrainingRequest& request,
                              const std::vector<TrainingPoint>& curve) {
  const TrainingPoint& point = curve.back();
  std::string line = request.closed_form
                         ? "closed form"
                         : fmt::format("step {} of {}", point.step, request.optimizer.steps);
  line += " · loss " + to_text(point.loss, 4);
  const auto evaluated = std::find_if(curve.rbegin(), curve.rend(), [](const TrainingPoint& any) {
    return any.evaluation.has_value();
  });
  if (evaluated != curve.rend()) {
    line += " · accuracy " + to_text(100 * evaluated->evaluation->accuracy, 2) + " %";
  }
  if (point.steps_per_second > 0) {
    const double left = (request.optimizer.steps - point.step) / point.steps_per_second;
    line +=
        " · " + to_text(point.steps_per_second, 0) + " steps/s · " + duration_text(left) + " left";
  }
  return line;
}

void run_training(const Plan& plan, Session::MakeEngine make_engine, Interrupts& interrupts) {
  const TrainingRequest& request = plan.training->request;
  Events events;
  ProgressLine progress;
  Session session(plan.values, std::move(make_engine),
                  [&events](std::function<void()> function) { events.post(std::move(function)); });
  const CancelScope cancel_scope(interrupts, [&events] { events.interrupt(); });
  TrainingRun& run = session.start_training(request);
  run.on_change = [&] {
    const std::vector<TrainingPoint>& curve = run.state().curve;
    if (curve.empty()) {
      return;
    }
    const std::string line = training_progress(request, curve);
    progress.show_line(line);
    if (!ProgressLine::on_terminal() && run.active() && curve.back().evaluation) {
      log(LogLevel::info, line);
    }
  };
  try {
    while (run.active()) {
      events.run_next();
    }
    events.check();
  } catch (const Cancelled&) {
    run.cancel();  // the end of the session waits for it
    throw;
  }
  progress.wipe();
  if (run.state().failure) {
    std::rethrow_exception(run.state().failure);
  }
  tell_result(request, *run.state().result);
  write_each(plan.training->copies, [&](const std::string& copy) {
    write_bytes(copy, read_file(request.output / "training.json"));
  });
}

}  // namespace baryscope
