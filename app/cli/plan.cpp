#include "app/cli/plan.h"

#include <algorithm>
#include <filesystem>

#include "app/cli/plan_inputs.h"
#include "app/session/all_options.h"
#include "app/session/example.h"
#include "app/session/film/film_output.h"
#include "app/session/input.h"
#include "app/session/option_changes.h"
#include "app/session/output.h"
#include "app/session/session_inputs.h"
#include "app/session/session_requests.h"
#include "app/session/text_file.h"
#include "core/analysis/model_library.h"
#include "core/base/error.h"
#include "core/sampling/data/data_source.h"

namespace baryscope {
namespace {

void check_one_text(const Arguments& arguments) {
  const auto file = last_given(arguments, "text-file");
  if (file && last_given(arguments, "text")) {
    throw UsageError("--text and --text-file " + *file + ": both give the text; give one of them");
  }
}

void check_no_text_for_a_capture(const Plan& plan, const Arguments& arguments) {
  for (const char* id : {"text", "text-file", "text-b"}) {
    if (last_given(arguments, id) && is_capture(plan.values.text("model"))) {
      throw UsageError(std::string("--") + id + " beside the capture '" +
                       plan.values.text("model") +
                       "': a capture brings its own tokens; leave out one of them");
    }
  }
}

void check_outputs(const Plan& plan) {
  for (const std::string& output : plan.outputs) {
    check_output(output, plan.values, plan.also_read);
  }
  for (const char* id : {"layer", "head"}) {
    if (plan.outputs.empty() && !shows_samples(plan.values) && plan.values.text(id) == "all") {
      throw UsageError(std::string("--") + id +
                       " all: a window shows one head; add --output FILE.json for a report of all");
    }
  }
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    lines.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return lines;
}

void read_text(Plan& plan) {
  if (const std::string file = plan.values.text("text-file"); !file.empty()) {
    plan.values.set("text", read_text_file(file));
    plan.values.reset("text-file");
  }
}

/// What is read besides the inputs, all of it known before any of it is opened.
std::vector<std::filesystem::path> other_files(const Plan& plan, const Arguments& arguments,
                                               const Environment& environment) {
  std::vector<std::filesystem::path> files;
  if (!arguments.no_config) {
    files = configuration_files(environment);
  }
  if (opens_session(arguments)) {
    files.emplace_back(opened_path(arguments.inputs.front()));
  }
  for (const char* id : {"config", "script", "text-file"}) {
    if (const std::string& file = plan.values.text(id); !file.empty() && file != "-") {
      files.emplace_back(file);
    }
  }
  return files;
}

/// What an analysis needs: the example of its model, the model itself, one text.
void prepare_analysis(Plan& plan, const Arguments& arguments) {
  if (!opens_session(arguments)) {
    apply_example(plan.values);
    apply_shipped_session(plan.values);  // a session that names no head means `auto`
  }
  if (plan.values.text("text-file") != "-") {
    read_text(plan);
  }
  if (!plan.outputs.empty()) {
    // Before LibTorch is opened for nothing; a window shows the same message itself.
    static_cast<void>(find_model(plan.values.text("model")));
    if (const std::string& compared = plan.values.text("compare"); !compared.empty()) {
      static_cast<void>(find_model(compared));
    }
  }
  check_no_text_for_a_capture(plan, arguments);
}

/// No model is looked for: samples need none.
void prepare_samples(const Plan& plan) {
  const std::string& data = plan.values.text("dataset");
  std::error_code ignored;
  if (!plan.outputs.empty() && is_data_file(data) && !std::filesystem::exists(data, ignored)) {
    throw Error("cannot open " + data + ": there is no such file");
  }
}

/// Before the first frame: what moves, encoders, sizes.
void check_films_of(Plan& plan) {
  std::vector<std::string> films;
  bool moving = false;
  for (const std::string& output : plan.outputs) {
    moving = moving || is_moving_output(output, plan.values);
    if (output_kind(output) == ExportKind::film) {
      films.push_back(output);
    }
  }
  if (moving) {
    plan.film_notes = check_films(film_of(plan.values, plan.timeline), films);
  }
}

}  // namespace

Plan make_plan(const OptionTable& table, const Arguments& arguments,
               const Environment& environment) {
  Plan plan{
      configured_values(table, environment, arguments.no_config, last_given(arguments, "config")),
      arguments.outputs,
      {},
      {},
      {},
      {},
      {},
      asks_for_training(arguments)};
  const std::vector<SessionInput> inputs = open_inputs(plan, arguments);
  for (const auto& [id, value] : arguments.options) {
    plan.values.set(id, value);
  }
  plan.also_read = other_files(plan, arguments, environment);
  plan.training = make_training_plan(arguments, plan.values);
  if (plan.training) {
    for (const std::string& copy : plan.training->copies) {
      check_training_copy(copy, *plan.training, plan.also_read);
    }
    return plan;
  }
  follow_sample_options(plan, arguments);
  check_one_text(arguments);
  check_outputs(plan);
  check_values(plan.values, "light");
  if (const std::string& script = plan.values.text("script"); !script.empty()) {
    if (script == "-") {
      throw UsageError("--script -: standard input is read only by '--text-file -'");
    }
    plan.script = lines_of(read_text_file(script));
  }
  if (shows_samples(plan.values)) {
    prepare_samples(plan);
  } else {
    prepare_analysis(plan, arguments);
  }
  check_unchanged(inputs, plan.values);
  check_films_of(plan);
  read_text(plan);  // from standard input, or for a view that does not show it
  return plan;
}

}  // namespace baryscope
