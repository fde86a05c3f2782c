/// What a model folder says of itself.
#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <system_error>

#include "core/base/folder_entries.h"
#include "core/base/input_file.h"
#include "core/model/config_entries.h"
#include "core/model/family_list.h"
#include "core/model/listing/model_facts.h"
#include "core/model/transformer_config.h"
#include "core/model/weights/mapped_file.h"
#include "core/model/weights/model_files.h"
#include "core/model/weights/safetensors_header.h"

namespace baryscope {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

/// A longer header would be read for seconds: no model's is.
constexpr std::uint64_t longest_listed_header = std::uint64_t{16} << 20;

std::string file_problem(const fs::path& file) {
  const std::string absent = absence(file);
  return absent.empty() ? std::string() : file.filename().string() + " " + absent;
}

std::string text_entry(const json& root, const char* key) {
  return root.is_object() && root.contains(key) && root[key].is_string()
             ? root[key].get<std::string>()
             : std::string();
}

/// The first of the spellings that has a number that could be one of layers or heads.
int count_entry(const json& root, std::initializer_list<const char*> spellings) {
  constexpr std::int64_t largest = 1'000'000;
  for (const char* key : spellings) {
    if (root.contains(key) && root[key].is_number_integer()) {
      const auto count = root[key].get<std::int64_t>();
      if (count > 0 && count < largest) {
        return static_cast<int>(count);
      }
    }
  }
  return 0;
}

/// Of any program's config, also of a family that is not read.
void add_told_sizes(const json& root, FoundModel& model) {
  model.family = text_entry(root, "model_type");
  const json& part =
      root.is_object() && root.contains("text_config") && root["text_config"].is_object()
          ? root["text_config"]
          : root;
  if (part.is_object()) {
    model.n_layers = count_entry(part, {"num_hidden_layers", "n_layer", "n_layers", "num_layers"});
    model.n_heads = count_entry(part, {"num_attention_heads", "n_head", "n_heads", "num_heads"});
  }
}

void add_config(const fs::path& file, FoundModel& model) {
  const std::string source = file.string();
  const json root = parse_config_text(read_config_file(file), source);
  add_told_sizes(root, model);
  ConfigEntries entries(root, source, "");
  if (find_family_of(entries) == nullptr && !root.contains("text_config")) {
    std::string name = model.family;
    if (name.empty() && root.contains("architectures") && root["architectures"].is_array() &&
        !root["architectures"].empty() && root["architectures"][0].is_string()) {
      name = root["architectures"][0].get<std::string>();
    }
    model.problem = name.empty() ? "config.json names no family (model_type)"
                                 : "its family '" + name + "' is none of those that are read";
    return;
  }
  const TransformerConfig config = load_transformer_config(file);
  model.family = config.architecture;
  model.n_layers = static_cast<int>(config.layers.size());
  model.n_heads = config.n_heads;
}

void add_weights(const fs::path& folder, FoundModel& model) {
  std::map<ElementType, std::uint64_t> bytes_of_type;
  for (const fs::path& file : find_weight_files(folder).files) {
    if (const std::string problem = file_problem(file); !problem.empty()) {
      throw WeightError(problem);
    }
    const MappedFile mapped(file);
    model.n_bytes += mapped.bytes().size();
    std::uint64_t n_header = 0;
    for (std::size_t i = 0; i < sizeof n_header && i < mapped.bytes().size(); ++i) {
      n_header |= std::uint64_t{static_cast<unsigned char>(mapped.bytes()[i])} << (8 * i);
    }
    if (n_header > longest_listed_header && n_header <= max_safetensors_header) {
      continue;
    }
    for (const SafetensorsEntry& entry : parse_safetensors_header(mapped.bytes(), file).entries) {
      bytes_of_type[entry.type] += entry.end - entry.begin;
    }
  }
  const auto most =
      std::max_element(bytes_of_type.begin(), bytes_of_type.end(),
                       [](const auto& a, const auto& b) { return a.second < b.second; });
  if (most != bytes_of_type.end()) {
    model.quantisation = std::string(element_name(most->first));
  }
}

/// Runs `read`; what it throws becomes the problem, unless there is one already.
template <class Read>
void noting_problem(FoundModel& model, const fs::path& about, const Read& read) {
  try {
    read();
  } catch (const Error& error) {
    if (model.problem.empty()) {
      model.problem = short_reason(error.what(), about);
    }
  }
}

}  // namespace

std::string absence(const fs::path& file) {
  std::error_code ignored;
  if (is_dangling(file)) {
    return "is a link to " + fs::read_symlink(file, ignored).string() + ", which is not there";
  }
  return is_present(file) ? std::string() : "is missing";
}

std::string short_reason(std::string_view message, const fs::path& path) {
  const std::string whole = path.string();
  for (const char* verb : {"cannot use ", "cannot read ", "cannot open ", "the model folder "}) {
    const std::string begin = verb + whole;
    if (message.starts_with(begin)) {
      message.remove_prefix(begin.size());
      while (!message.empty() && (message.front() == ':' || message.front() == ' ')) {
        message.remove_prefix(1);
      }
    }
  }
  std::string line(message);
  std::replace(line.begin(), line.end(), '\n', ' ');
  return line;
}

void add_folder_facts(FoundModel& model) {
  const fs::path& folder = model.path;
  const fs::path config = folder / "config.json";
  if (!is_present(config) && is_present(folder / "adapter_config.json")) {
    model.problem = "it is an adapter (LoRA) of another model: merge it into its model first";
    return;
  }
  if (is_dangling(config) || !is_present(config)) {
    model.problem = file_problem(config);
  } else {
    noting_problem(model, config, [&] { add_config(config, model); });
  }
  noting_problem(model, folder, [&] { add_weights(folder, model); });
  if (model.problem.empty()) {
    model.problem = file_problem(folder / "tokenizer.json");
  }
}

}  // namespace baryscope
