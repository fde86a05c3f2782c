#include "app/cli/plan.h"

#include <algorithm>
#include <array>

#include "app/session/all_options.h"
#include "app/session/example.h"
#include "app/session/input.h"
#include "app/session/output.h"
#include "app/session/session_file.h"
#include "app/session/text_file.h"
#include "core/analysis/analysis_options.h"
#include "core/analysis/model_library.h"
#include "core/base/error.h"
#include "core/base/log.h"
#include "viz/build/build_scene.h"

namespace baryscope {
namespace {

std::optional<std::string> last_given(const Arguments& arguments, std::string_view id) {
  std::optional<std::string> value;
  for (const auto& [given, text] : arguments.options) {
    if (given == id) {
      value = text;
    }
  }
  return value;
}

void open_session(Plan& plan, const std::string& path) {
  SessionFile session = load_session(plan.values.table(), path);
  for (const std::string& sentence : changed_inputs(session.inputs)) {
    log(LogLevel::warning, sentence);
  }
  for (const char* id : {"verbose", "device", "threads"}) {
    if (plan.values.is_set(id) && !session.options.is_set(id)) {
      session.options.set(id, plan.values.text(id));
    }
  }
  plan.values = session.options;
  plan.camera = session.camera;
}

void open_inputs(Plan& plan, const Arguments& arguments) {
  const std::vector<std::string>& inputs = arguments.inputs;
  if (inputs.size() > 2) {
    throw UsageError("INPUT '" + inputs[2] + "' beside '" + inputs[0] + "' and '" + inputs[1] +
                     "': two models can be seen side by side, not more");
  }
  constexpr std::array ids{"model", "compare"};  // of the first INPUT and of the second
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    if (input_kind(inputs[i]) == InputKind::session) {
      if (inputs.size() > 1) {
        throw UsageError("INPUT '" + inputs[i] + "' beside '" + inputs[1 - i] +
                         "': a session opens alone; --compare MODEL shows a model beside it");
      }
      open_session(plan, inputs[i]);
      continue;
    }
    const auto given = last_given(arguments, ids[i]);
    if (given && *given != inputs[i]) {
      throw UsageError(std::string("--") + ids[i] + " " + *given + " beside the INPUT '" +
                       inputs[i] + "', which is a model too; give one of them");
    }
    plan.values.set(ids[i], inputs[i]);
  }
}

bool opens_session(const Arguments& arguments) {
  return arguments.inputs.size() == 1 && input_kind(arguments.inputs[0]) == InputKind::session;
}

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
    check_output(output, plan.values);
  }
  for (const char* id : {"layer", "head"}) {
    if (plan.outputs.empty() && plan.values.text(id) == "all") {
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

void read_text(OptionValues& values) {
  if (const std::string file = values.text("text-file"); !file.empty()) {
    values.set("text", read_text_file(file));
    values.reset("text-file");
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
      asks_for_training(arguments)};
  open_inputs(plan, arguments);
  for (const auto& [id, value] : arguments.options) {
    plan.values.set(id, value);
  }
  plan.training = make_training_plan(arguments, plan.values);
  if (plan.training) {
    return plan;
  }
  check_one_text(arguments);
  check_outputs(plan);
  static_cast<void>(make_request(plan.values));
  static_cast<void>(make_view_request(plan.values, "light"));
  if (const std::string& script = plan.values.text("script"); !script.empty()) {
    if (script == "-") {
      throw UsageError("--script -: standard input is read only by '--text-file -'");
    }
    plan.script = lines_of(read_text_file(script));
  }
  if (!opens_session(arguments)) {
    apply_example(plan.values);
  }
  apply_shipped_session(plan.values);
  if (plan.values.text("text-file") != "-") {
    read_text(plan.values);
  }
  if (!plan.outputs.empty()) {
    // Before LibTorch is opened for nothing; a window shows the same message itself.
    static_cast<void>(find_model(plan.values.text("model")));
    if (const std::string& compared = plan.values.text("compare"); !compared.empty()) {
      static_cast<void>(find_model(compared));
    }
  }
  check_no_text_for_a_capture(plan, arguments);
  if (plan.values.text("text-file") == "-") {
    read_text(plan.values);
  }
  return plan;
}

}  // namespace baryscope
