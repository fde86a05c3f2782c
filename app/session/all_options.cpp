#include "app/session/all_options.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <string_view>
#include <utility>
#include <vector>

#include "app/session/comparison.h"
#include "app/session/film/film_options.h"
#include "core/analysis/analysis_options.h"
#include "core/sampling/studies/sampling_options.h"
#include "core/training/training_options.h"
#include "viz/export/exporter_list.h"
#include "viz/views/view_request.h"

namespace baryscope {
namespace {

constexpr std::string_view program_group = "program";

std::vector<OptionSpec> program_options() {
  const std::string group(program_group);
  return {
      {.id = "output",
       .type = OptionType::path,
       .help =
           "Writes this file in place of opening a window: " +
           list_exporters([](const Exporter& row) { return row.ending + " " + row.holds; }, ", ") +
           "; - writes the report to standard output. May be given several times.",
       .group = group,
       .value_name = "FILE"},
      {.id = "script",
       .type = OptionType::path,
       .help = "Runs the commands of this file, one a line (see --list commands).",
       .group = group,
       .value_name = "FILE"},
      {.id = "config",
       .type = OptionType::path,
       .help = "Reads option values from this JSON file, after the system's and the user's own.",
       .group = group,
       .value_name = "FILE"},
      {.id = "changed-inputs",
       .type = OptionType::choice,
       .default_value = "refuse",
       .help = "What happens where a file that a session was made with is another one by now: an "
               "error, or it opens with what is there.",
       .group = group,
       .choices = {"refuse", "accept"}},
      {.id = "reduced-motion",
       .type = OptionType::choice,
       .default_value = "auto",
       .help = "Whether the window leaves out all motion that nobody's hand makes: pictures change "
               "at once, and nothing plays by itself; auto goes by the desktop. Not given, what "
               "the settings say holds; no session keeps it.",
       .group = group,
       .choices = {"auto", "on", "off"}},
      {.id = "verbose",
       .type = OptionType::choice,
       .default_value = "info",
       .help = "How much is said on standard error.",
       .group = group,
       .value_name = "LEVEL",
       .choices = {"quiet", "error", "warning", "info", "debug"}},
  };
}

}  // namespace

const OptionTable& all_options() {
  static const OptionTable table = [] {
    std::vector<OptionSpec> rows = analysis_options();
    for (auto more : {comparison_options(), view_options(), film_options(), sampling_options(),
                      training_options(), program_options()}) {
      std::move(more.begin(), more.end(), std::back_inserter(rows));
    }
    return OptionTable(std::move(rows));
  }();
  return table;
}

bool is_live_option(const OptionSpec& spec) {
  return spec.group != program_group && spec.group != "training" && spec.id != "text-file";
}

bool is_session_option(const OptionSpec& spec) {
  constexpr std::array one_run{"force", "animate", "frame"};
  return is_live_option(spec) &&
         std::find(one_run.begin(), one_run.end(), spec.id) == one_run.end();
}

void apply_shipped_session(OptionValues& values) {
  constexpr std::array ids{"model", "text", "text-file", "text-b", "layer", "head", "query"};
  if (std::none_of(ids.begin(), ids.end(), [&](const char* id) { return values.is_set(id); })) {
    values.set("layer", "5");
    values.set("head", "3");
    values.set("query", "bakery");
  }
}

}  // namespace baryscope
