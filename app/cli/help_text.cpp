#include "app/cli/help_text.h"

#include <algorithm>
#include <set>

#include "app/cli/switches.h"
#include "app/commands/command_table.h"
#include "core/analysis/mechanism_list.h"
#include "core/analysis/model_library.h"
#include "core/base/error.h"
#include "core/base/nearest_name.h"
#include "core/model/family_list.h"
#include "core/model/listing/list_models.h"
#include "core/options/option_io.h"
#include "core/sampling/data/data_source.h"
#include "core/sampling/samplers/sampler.h"
#include "core/tasks/task.h"
#include "viz/export/exporter_list.h"
#include "viz/views/view_list.h"

namespace baryscope {
namespace {

constexpr std::size_t n_columns = 96;
constexpr std::size_t indentation = 6;

constexpr std::string_view description =
    R"(Shows how an attention head reads a text, as geometry: the output is the point with the attention
weights as barycentric coordinates among the values. Without --output a window opens; with it the
file is written and nothing opens. Without arguments: a sentence, and a head that reads it.

Over-sampling by simplices (SMOTE and its simplicial forms) draws points by the same coordinates:
  baryscope data.csv --sampler simplicial-smote --output resampled.csv --output figure.png
Options of samples, such as --dataset or --sampler, show samples where no --view is given.

--train TASK trains a model: with --output FOLDER/ into that folder, without it in the window, whose
training panel comes up filled in and waits for Start.

INPUT is a model folder (config.json of a family in --list families, *.safetensors, tokenizer.json),
a GGUF file (*.gguf, any part of a split one), a model's name (see --list models), such as org/name
from the local Hugging Face cache or ollama/NAME[:TAG] from Ollama's store, a capture
(*.safetensors), a data set (*.csv, or NAME.npy beside NAME.labels.npy), a session (*.bary.json), a
figure that Baryscope wrote (*.png, *.svg, *.pdf), or a text (*.txt, *.md), alone or beside its
model. An existing path wins. What is read is a plain file, and no output replaces it.

An option that takes a value takes the next argument whatever it begins with; --option=value means
the same. A flag stands for on unless on or off follows. Values come from, each over the one before:
the defaults, the system's and the user's baryscope/config.json (XDG folders), the environment
(BARYSCOPE_KEEP for --keep), --config, the command line.

Exit codes: 0 done, 1 failed, 2 bad usage, 130 interrupted.
)";

std::size_t n_characters(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  }));
}

/// Words in lines of at most n_columns characters, indented.
std::string wrapped(std::string_view text) {
  const std::string margin(indentation, ' ');
  std::string lines;
  std::string line = margin;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    const std::string_view word = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.size() > indentation && n_characters(line) + 1 + n_characters(word) > n_columns) {
      lines += line + "\n";
      line = margin;
    }
    line += (line.size() > indentation ? " " : "") + std::string(word);
  }
  return lines + line + "\n";
}

/// Names of files may hold anything; a row is one line.
std::string one_line(std::string text) {
  std::replace_if(
      text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < ' '; }, '?');
  return text;
}

std::string sentence(std::string_view words) {
  std::string text = one_line(std::string(words));
  return text.ends_with('.') ? text : text + ".";
}

}  // namespace

std::string_view program_usage() {
  return "baryscope [INPUT …] [--option value …] [--output FILE …]";
}

std::string_view program_description() { return description; }

std::string about_option(const OptionSpec& spec) {
  std::string about = spec.help;
  // The help of free texts and of domains of their own says what they take.
  const bool free = spec.parse || spec.type == OptionType::text || spec.type == OptionType::path;
  if (!free) {
    about += " Takes " + domain_text(spec) + ".";
  }
  if (!spec.default_value.empty()) {
    about += " Default: " + spec.default_value + ".";
  }
  return about;
}

std::vector<std::string> option_groups(const OptionTable& table) {
  std::vector<std::string> groups;
  for (const OptionSpec& spec : table.specs()) {
    if (std::find(groups.begin(), groups.end(), spec.group) == groups.end()) {
      groups.push_back(spec.group);
    }
  }
  return groups;
}

std::string help_text(const OptionTable& table) {
  std::string text =
      "Usage: " + std::string(program_usage()) + "\n\n" + std::string(program_description()) + "\n";
  for (const Switch& row : switches()) {
    text += "  --" + row.name;
    for (std::size_t i = 0; i < row.values.size(); ++i) {
      text += (i == 0 ? " " : "|") + row.values[i];
    }
    text += "\n" + wrapped(row.help);
  }
  for (const std::string& group : option_groups(table)) {
    text += "\nOptions: " + group + "\n";
    for (const OptionSpec& spec : table.specs()) {
      if (spec.group == group) {
        text += "  --" + spec.id + " " + value_name(spec) + "\n" + wrapped(about_option(spec));
      }
    }
  }
  return text;
}

std::string list_text(const OptionTable& table, std::string_view name) {
  std::string text;
  const auto add = [&text](const std::string& item, std::string_view sentence) {
    text += item + "\t" + std::string(sentence) + "\n";
  };
  if (name == "mechanisms") {
    for (const MechanismInfo& info : mechanisms()) {
      add(info.name, info.summary);
    }
  } else if (name == "models") {
    std::set<std::string> told;
    for (const auto& models : {shipped_models(), own_models()}) {
      for (const ShippedModel& model : models) {
        add(model.name, model.summary);
        told.insert({model.name, model.name + ".gguf"});
      }
    }
    for (const FoundModel& model : list_models(model_places(), {})) {
      if (model.store != ModelStore::search_path || !told.contains(model.name)) {
        add(one_line(model.name), sentence(about_model(model)));
      }
    }
  } else if (name == "families") {
    for (const ModelFamily& row : model_families()) {
      add(row.name, row.summary);
    }
  } else if (name == "samplers") {
    for (const SamplerInfo& info : samplers()) {
      add(info.name, info.summary);
    }
  } else if (name == "datasets") {
    for (const DataSetInfo& info : data_sets()) {
      add(info.name, info.summary);
    }
  } else if (name == "tasks") {
    for (const TaskInfo& info : tasks()) {
      add(info.name, info.summary);
    }
  } else if (name == "views") {
    for (const ViewInfo& view : views()) {
      add(view.name, view.help);
    }
  } else if (name == "exporters") {
    for (const Exporter& row : exporters()) {
      add(row.ending, "Writes " + row.holds + ".");
    }
  } else if (name == "options") {
    text = to_listing(table);
  } else if (name == "commands") {
    for (const Command& command : commands()) {
      add(command.id, command.help);
    }
  } else {
    throw UsageError("--list: " + unknown_name_message("list", name, list_names()));
  }
  return text;
}

}  // namespace baryscope
