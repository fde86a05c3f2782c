#include "app/cli/plan_inputs.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "app/session/input.h"
#include "app/session/session_file.h"
#include "app/session/session_requests.h"
#include "core/base/error.h"
#include "core/sampling/studies/sampling_options.h"

namespace baryscope {
namespace {

/// An option that only the view of a data set reads.
bool asks_for_samples(const OptionSpec& spec) {
  const std::vector<OptionSpec> rows = sampling_options();
  const auto named = [&spec](const auto& id) { return id == spec.id; };
  const std::vector<std::string>& of_view = first_view(ViewSource::data_set).options;
  return std::any_of(rows.begin(), rows.end(),
                     [&](const OptionSpec& row) { return named(row.id); }) ||
         std::any_of(of_view.begin(), of_view.end(), named);
}

/// Options that bring a text or what reads it.
constexpr std::array<const char*, 6> reading{"model", "compare",   "compare-mechanism",
                                             "text",  "text-file", "text-b"};

std::vector<SessionInput> open_session(Plan& plan, const std::string& path) {
  SessionFile session = load_session(plan.values.table(), path);
  for (const char* id : {"verbose", "reduced-motion", "device", "threads", "cpu"}) {
    if (plan.values.is_set(id) && !session.options.is_set(id)) {
      session.options.set(id, plan.values.text(id));
    }
  }
  plan.values = session.options;
  plan.camera = session.camera;
  plan.timeline = std::move(session.timeline);
  return std::move(session.inputs);
}

void open_data_set(Plan& plan, const Arguments& arguments, const std::string& input) {
  if (const auto given = last_given(arguments, "dataset"); given && *given != input) {
    throw UsageError("--dataset " + *given + " beside the INPUT '" + input +
                     "', which is a data set too; give one of them");
  }
  for (const char* id : reading) {
    if (last_given(arguments, id)) {
      throw UsageError(std::string("--") + id + " beside the data set '" + input +
                       "': samples are not read by a model; leave out one of them");
    }
  }
  if (const auto given = last_given(arguments, "view");
      given && view(*given).source != ViewSource::data_set) {
    throw UsageError("--view " + *given + " beside the data set '" + input +
                     "': this view shows a text; a data set is shown by --view " +
                     first_view(ViewSource::data_set).name);
  }
  plan.values.set("dataset", input);
  plan.values.set("view", view_for(plan.values, ViewSource::data_set));
}

void open_text(Plan& plan, const Arguments& arguments, const std::string& input) {
  for (const char* id : {"text", "text-file"}) {
    if (const auto given = last_given(arguments, id); given && *given != input) {
      throw UsageError(std::string("--") + id + " beside the INPUT '" + input +
                       "', which is a text too; give one of them");
    }
  }
  if (last_given(arguments, "text-file") == std::nullopt) {
    plan.values.set("text-file", input);
  }
}

/// The INPUT that is a text, if any: it may stand beside the models that read it.
std::optional<std::string> find_text(const std::vector<std::string>& inputs) {
  std::optional<std::string> text;
  for (const std::string& input : inputs) {
    if (input_kind(input) != InputKind::text) {
      continue;
    }
    if (text) {
      throw UsageError("INPUT '" + input + "' beside '" + *text +
                       "': one text is read; give one of them");
    }
    text = input;
  }
  return text;
}

void check_number(const std::vector<std::string>& inputs) {
  if (inputs.size() < 2) {
    return;
  }
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    const std::string& other = inputs[i == 0 ? 1 : 0];
    switch (input_kind(inputs[i])) {
      case InputKind::session:
        throw UsageError("INPUT '" + inputs[i] + "' beside '" + other +
                         "': a session opens alone; --compare MODEL shows a model beside it");
      case InputKind::data_set:
        throw UsageError("INPUT '" + inputs[i] + "' beside '" + other +
                         "': a data set opens alone; --compare-sampler SAMPLER shows a second "
                         "sampler of the same data beside the first");
      case InputKind::model:
      case InputKind::text:
        break;
    }
  }
  if (inputs.size() > 2) {
    throw UsageError("INPUT '" + inputs[2] + "' beside '" + inputs[0] + "' and '" + inputs[1] +
                     "': two models can be seen side by side, not more");
  }
}

}  // namespace

std::optional<std::string> last_given(const Arguments& arguments, std::string_view id) {
  std::optional<std::string> value;
  for (const auto& [given, text] : arguments.options) {
    if (given == id) {
      value = text;
    }
  }
  return value;
}

bool opens_session(const Arguments& arguments) {
  return arguments.inputs.size() == 1 && input_kind(arguments.inputs[0]) == InputKind::session;
}

std::vector<SessionInput> open_inputs(Plan& plan, const Arguments& arguments) {
  std::vector<std::string> inputs = arguments.inputs;
  std::vector<SessionInput> named;
  if (const auto text = find_text(inputs)) {
    std::erase(inputs, *text);
    for (const std::string& other : inputs) {
      if (input_kind(other) != InputKind::model || is_capture(other)) {
        throw UsageError("INPUT '" + *text + "' beside '" + other +
                         "': only a model reads a text; give one of them");
      }
    }
    open_text(plan, arguments, *text);
  }
  check_number(inputs);
  constexpr std::array ids{"model", "compare"};  // of the first INPUT and of the second
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    switch (input_kind(inputs[i])) {
      case InputKind::session:
        named = open_session(plan, opened_path(inputs[i]));
        break;
      case InputKind::data_set:
        open_data_set(plan, arguments, inputs[i]);
        break;
      case InputKind::text:
        break;  // is opened already
      case InputKind::model:
        if (const auto given = last_given(arguments, ids[i]); given && *given != inputs[i]) {
          throw UsageError(std::string("--") + ids[i] + " " + *given + " beside the INPUT '" +
                           inputs[i] + "', which is a model too; give one of them");
        }
        plan.values.set(ids[i], opened_path(inputs[i]));
    }
  }
  return named;
}

void follow_sample_options(Plan& plan, const Arguments& arguments) {
  if (last_given(arguments, "view") || shows_samples(plan.values)) {
    return;
  }
  const auto sampling =
      std::find_if(arguments.options.begin(), arguments.options.end(), [&](const auto& given) {
        const OptionSpec& spec = plan.values.table().spec(given.first);
        return asks_for_samples(spec);
      });
  if (sampling == arguments.options.end()) {
    return;
  }
  const auto refuse = [&](const std::string& other) {
    throw UsageError("--" + sampling->first + " " + sampling->second + " beside " + other +
                     ": one asks for samples, the other for a text; leave out one of them, or say "
                     "with --view which is shown");
  };
  if (!arguments.inputs.empty() && !opens_session(arguments)) {
    refuse("the model '" + arguments.inputs.front() + "'");
  }
  for (const char* id : reading) {
    if (last_given(arguments, id)) {
      refuse(std::string("--") + id);
    }
  }
  plan.values.set("view", first_view(ViewSource::data_set).name);
}

}  // namespace baryscope
