#include "app/cli/training_plan.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <system_error>

#include "app/session/session_inputs.h"
#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/training/training_options.h"
#include "viz/export/exporter_list.h"

namespace baryscope {
namespace {

/// The task that was typed; nothing for `none`.
std::optional<std::string> typed_task(const Arguments& arguments) {
  std::optional<std::string> task;
  for (const auto& [id, value] : arguments.options) {
    if (id == "train") {
      task = value == "none" ? std::nullopt : std::optional(value);
    }
  }
  return task;
}

void check_no_training_options(const Arguments& arguments, const OptionTable& table) {
  for (const auto& [id, value] : arguments.options) {
    if (id != "train" && table.spec(id).group == "training") {
      throw UsageError("--" + id + " " + value +
                       ": it belongs to a training; add --train TASK, such as --train street");
    }
  }
}

bool means_something(const OptionSpec& spec) {
  constexpr std::array others{"device", "threads", "cpu", "seed", "force", "config", "verbose"};
  return spec.group == "training" || spec.group == "mechanism" ||
         std::find(others.begin(), others.end(), spec.id) != others.end();
}

void check_meaning(const Arguments& arguments, const OptionTable& table, const std::string& task) {
  if (!arguments.inputs.empty()) {
    throw UsageError("INPUT '" + arguments.inputs.front() + "' beside --train " + task +
                     ": a training begins with fresh weights; leave out one of them");
  }
  for (const auto& [id, value] : arguments.options) {
    if (!means_something(table.spec(id))) {
      throw UsageError("--" + id + " " + value + " beside --train " + task +
                       " and --output: a training neither reads texts nor draws; leave it out");
    }
  }
}

enum class TrainingOutput { folder, copy };

TrainingOutput training_output(const std::string& target, const std::string& task) {
  if (target == "-" || (target.ends_with(".json") && !target.ends_with(".bary.json"))) {
    return TrainingOutput::copy;
  }
  // Of other programs, or of a later version.
  constexpr std::array<std::string_view, 4> files{".svg", ".pdf", ".glb", ".npy"};
  if (find_exporter(target) != nullptr ||
      std::any_of(files.begin(), files.end(),
                  [&](std::string_view ending) { return target.ends_with(ending); })) {
    throw UsageError("--output " + target + " beside --train " + task +
                     ": a training writes a model folder, such as --output " + task +
                     "/, and beside it a copy of its training.json");
  }
  return TrainingOutput::folder;
}

}  // namespace

bool asks_for_training(const Arguments& arguments) { return typed_task(arguments).has_value(); }

std::optional<TrainingPlan> make_training_plan(const Arguments& arguments,
                                               const OptionValues& values) {
  const std::optional<std::string> task = typed_task(arguments);
  if (!task) {
    check_no_training_options(arguments, values.table());
    return std::nullopt;
  }
  if (arguments.outputs.empty()) {
    static_cast<void>(make_training_request(values, {}));  // sizes that make no task
    return std::nullopt;
  }
  check_meaning(arguments, values.table(), *task);
  std::vector<std::string> folders;
  std::vector<std::string> copies;
  for (const std::string& output : arguments.outputs) {
    (training_output(output, *task) == TrainingOutput::folder ? folders : copies).push_back(output);
  }
  if (folders.size() != 1) {
    throw UsageError(folders.empty()
                         ? "--train " + *task + ": no folder to write the model to; add --output " +
                               *task + "/"
                         : "--output " + folders[1] + " beside --output " + folders[0] +
                               ": a training writes one model folder");
  }
  return TrainingPlan{make_training_request(values, folders.front()), copies};
}

void check_training_copy(const std::string& copy, const TrainingPlan& plan,
                         const std::vector<std::filesystem::path>& read) {
  if (copy == "-") {
    return;
  }
  const auto whole = [](const std::filesystem::path& path) {
    std::error_code ignored;
    const auto canonical = std::filesystem::weakly_canonical(path, ignored);
    return canonical.has_filename() ? canonical : canonical.parent_path();
  };
  if (whole(copy).parent_path() == whole(plan.request.output)) {
    throw UsageError("--output " + copy + ": the training writes its own files into " +
                     plan.request.output.string() + "; name a copy elsewhere");
  }
  refuse_input_as_output(copy, read);
  check_target(copy);
}

}  // namespace baryscope
