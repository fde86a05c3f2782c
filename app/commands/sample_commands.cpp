#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>

#include "app/commands/command_families.h"
#include "app/session/input.h"
#include "app/session/output.h"
#include "app/session/session.h"
#include "app/session/session_requests.h"
#include "core/base/error.h"
#include "core/base/number_text.h"
#include "core/sampling/data/data_source.h"
#include "core/sampling/samplers/sampler.h"
#include "viz/views/samples/build_samples.h"

namespace baryscope {
namespace {

constexpr const char* all_steps = "all";

/// A change that is made to be seen.
void set_and_show(CommandContext& context, const std::string& id, const std::string& value) {
  context.session.set_options(
      {{"view", view_for(context.session.options(), ViewSource::data_set)}, {id, value}});
}

void show_samples(CommandContext& context) {
  const ViewSource other =
      shows_samples(context.session.options()) ? ViewSource::text : ViewSource::data_set;
  context.session.set_option("view", context.session.last_view(other));
}

/// The name `by` places after the option's value in `list`, round and round; the first of the list
/// after what is not in it (a file).
template <class Row>
void step_name(CommandContext& context, const std::string& id, const std::vector<Row>& list,
               int by) {
  const std::string& now = context.session.options().text(id);
  const auto found =
      std::find_if(list.begin(), list.end(), [&](const Row& row) { return row.name == now; });
  const auto n = static_cast<int>(list.size());
  const int next = found == list.end() ? 0 : (static_cast<int>(found - list.begin()) + by + n) % n;
  set_and_show(context, id, list[static_cast<std::size_t>(next)].name);
}

/// all, 0, 1 … 6, all: a step between two numbers goes to the next of them.
void step_steps(CommandContext& context, int by) {
  const std::optional<double> now = context.session.options().find_number("step");
  double next = by > 0 ? 0 : k_n_sampling_steps - 1;
  if (now) {
    next = by > 0 ? std::floor(*now) + 1 : std::ceil(*now) - 1;
  }
  const bool inside = next >= 0 && next < k_n_sampling_steps;
  set_and_show(context, "step", inside ? to_text(static_cast<std::int64_t>(next)) : all_steps);
}

void resample(CommandContext& context) {
  const OptionValues& options = context.session.options();
  const std::int64_t seed = options.find_integer("seed").value_or(0);
  const auto most = static_cast<std::int64_t>(options.table().spec("seed").maximum.value());
  set_and_show(context, "seed", to_text(seed < most ? seed + 1 : 0));
}

/// SMOTE beside the sampler; beside SMOTE itself the simplicial one.
void compare_smote(CommandContext& context) {
  const OptionValues& options = context.session.options();
  const bool compared = shows_samples(options) && options.text("compare-sampler") != "off";
  const std::string& baseline = baseline_sampler().name;
  const std::string other =
      options.text("sampler") == baseline ? SamplerOptions().sampler : baseline;
  set_and_show(context, "compare-sampler", compared ? "off" : other);
}

void select_sample(CommandContext& context, std::string_view argument) {
  if (argument.empty()) {
    context.session.set_option("sample", "auto");
    return;
  }
  if (!context.session.current() && context.host.wait) {
    context.host.wait();
  }
  const auto current = context.session.current();
  if (!current || current->studies.empty()) {
    throw UsageError("select-sample: no samples are shown; show-samples shows some");
  }
  const auto sample = find_integer(argument);
  const int n_samples = current->studies.front()->resampled.synthetic.size();
  if (!sample || *sample < 0 || *sample >= n_samples) {
    throw UsageError("select-sample " + std::string(argument) +
                     (n_samples == 0 ? ": this sampler made no points"
                                     : ": expected the number of a synthetic point, from 0 to " +
                                           to_text(static_cast<std::int64_t>(n_samples) - 1)));
  }
  context.session.select({synthetic_point_subject(static_cast<int>(*sample))});
}

void open_data(CommandContext& context, std::string_view path) {
  if (path.empty()) {
    ask_window(context, "open-data");
    return;
  }
  if (input_kind(path) != InputKind::data_set) {
    throw UsageError("open-data " + std::string(path) +
                     ": expected a data set, a file that ends in .csv or .npy");
  }
  open_input(context, path);
}

void save_samples(CommandContext& context, std::string_view path) {
  if (!shows_samples(context.session.options())) {
    throw UsageError("save-samples: no samples are shown; show-samples shows some");
  }
  if (path.empty()) {
    ask_window(context, "save-samples");
    return;
  }
  if (path == "-" || output_kind(path) != ExportKind::table) {
    throw UsageError("save-samples " + std::string(path) +
                     ": expected a name that ends in .csv; save-figure writes the others");
  }
  command("output").run(context, path);
}

Command samples_row(std::string id, std::string title, std::string help, std::string key,
                    std::function<void(CommandContext&, std::string_view)> run,
                    std::string argument = "") {
  return menu_command("Samples", std::move(id), std::move(title), std::move(help), std::move(key),
                      std::move(run), std::move(argument));
}

auto plain(void (*function)(CommandContext&)) {
  return [function](CommandContext& context, std::string_view) { function(context); };
}
auto sampler_step(int by) {
  return [by](CommandContext& context, std::string_view) {
    step_name(context, "sampler", samplers(), by);
  };
}
auto data_step(int by) {
  return [by](CommandContext& context, std::string_view) {
    step_name(context, "dataset", data_sets(), by);
  };
}
auto steps(int by) {
  return [by](CommandContext& context, std::string_view) { step_steps(context, by); };
}

}  // namespace

std::vector<Command> sample_commands() {
  return {
      samples_row("show-samples", "Samples",
                  "Shows the data set with its synthetic points, or goes back to the text.", "V",
                  plain(show_samples)),
      window_command(
          samples_row("show-samples-panel", "Samples Panel",
                      "Shows the panel with the options of data and sampler.", "Ctrl+Shift+P", {}),
          "show-samples-panel"),
      samples_row("open-data", "Open Data Set…",
                  "Opens a table of numbers with labels: .csv or .npy.", "Ctrl+D", open_data,
                  "path"),
      samples_row("next-data-set", "Next Data Set",
                  "Samples the next data set that Baryscope makes.", "D", data_step(1)),
      samples_row("previous-data-set", "Previous Data Set", "Samples the data set before.",
                  "Shift+D", data_step(-1)),
      samples_row("next-sampler", "Next Sampler", "Samples the same data by the next method.", "O",
                  sampler_step(1)),
      samples_row("previous-sampler", "Previous Sampler",
                  "Samples the same data by the method before.", "Shift+O", sampler_step(-1)),
      samples_row("compare-smote", "Beside SMOTE",
                  "Shows SMOTE on the same data beside the sampler, or the sampler alone again.",
                  "C", plain(compare_smote)),
      samples_row("resample", "Draw Again", "Draws data and samples with the next seed.", "Shift+R",
                  plain(resample)),
      samples_row(
          "next-step", "Next Step",
          "Shows the sampler's work up to the next step: data, neighbours, graph, simplices, one "
          "simplex, draw, point.",
          "J", steps(1)),
      samples_row("previous-step", "Previous Step", "Goes one step back.", "Shift+J", steps(-1)),
      window_command(samples_row("play-steps", "Play Steps",
                                 "Plays the sampler's work step by step, or halts it.", "K", {}),
                     "play-steps"),
      samples_row(
          "select-sample", "Select Synthetic Point",
          "Lets the steps follow the synthetic point of a number; without one, a telling one.", "",
          select_sample, "point"),
      samples_row(
          "evaluate-samples", "Does It Help?",
          "Scores a classifier by cross-validation: without sampling, with SMOTE, with this "
          "sampler.",
          "F",
          [](CommandContext& context, std::string_view) { context.session.evaluate_samples(); }),
      samples_row("save-samples", "Save Resampled Set…",
                  "Writes the data with its synthetic points as .csv.", "Ctrl+E", save_samples,
                  "path"),
  };
}

}  // namespace baryscope
