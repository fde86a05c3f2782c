#include "app/session/example.h"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <set>
#include <utility>

#include "core/analysis/gguf_files.h"
#include "core/analysis/mechanism_list.h"
#include "core/analysis/model_library.h"
#include "core/base/error.h"
#include "core/base/log.h"
#include "core/model/family_list.h"
#include "core/model/model_parts.h"
#include "core/model/transformer_config.h"
#include "core/text/has_text.h"
#include "core/text/tokenizer.h"

namespace baryscope {
namespace {

namespace fs = std::filesystem;
using Example = std::map<std::string, std::string>;

struct FoundModel {
  fs::path path;
  TransformerConfig config;
};

std::optional<FoundModel> find_config(std::string_view model) {
  if (model.empty()) {
    return std::nullopt;
  }
  try {
    FoundModel found{find_model(model), {}};
    if (!is_model_path(found.path)) {
      return std::nullopt;
    }
    found.config = load_model_config(found.path);
    return found;
  } catch (const Error&) {
    return std::nullopt;  // the engine opens the model with the same message
  }
}

std::optional<FoundModel> find_native(std::string_view model) {
  std::optional<FoundModel> found = find_config(model);
  return found && family(found->config.architecture).is_native ? found : std::nullopt;
}

bool joins_three_tokens(const LayerConfig& layer) {
  return !layer.mechanism.mechanism.empty() &&
         mechanism(layer.mechanism.mechanism).slots == KeySlots::two;
}

bool is_about_the_text(std::string_view id) {
  return id == "text" || id == "text-b" || id == "query";
}

void set_or_warn(OptionValues& values, const std::string& id, const std::string& value) {
  try {
    values.set(id, value);
  } catch (const UsageError& error) {
    log(LogLevel::warning,
        "the example of the model " + values.text("model") + ": " + error.what());
  }
}

// A pretrained model's example is about its sentence alone: another text has another head to show.
bool is_of_one_text(std::string_view model) {
  const ShippedModel* shipped = find_shipped_model(model);
  return shipped != nullptr && !shipped->example.empty();
}

Example example_of(const OptionValues& values) {
  Example example = find_example(values.text("model"));
  return example.empty() ? find_example(values.text("compare")) : example;
}

}  // namespace

bool is_native_model(std::string_view model) { return find_native(model).has_value(); }

Example find_example(std::string_view model) {
  const auto found = find_config(model);
  if (!found) {
    return {};
  }
  Example example = found->config.example;
  if (const ShippedModel* shipped = find_shipped_model(model);
      shipped != nullptr && example.empty()) {
    example = shipped->example;
  }
  const auto& layers = found->config.layers;
  if (!example.empty() && std::any_of(layers.begin(), layers.end(), joins_three_tokens)) {
    // Among the keys a triangle's corners are the three tokens themselves; among the values the
    // query's stands for a product that lies far from all of them.
    example.try_emplace("place-by", "key");
  }
  return example;
}

Reading read_by(std::string_view model, std::string_view text) {
  Reading reading;
  const auto native = find_native(model);
  if (!native) {
    return reading;
  }
  try {
    reading.tokens = load_model_tokenizer(native->path)->encode(text);
    const int most = native->config.max_positions;
    if (const auto n = static_cast<int>(reading.tokens.size()); most > 0 && n > most) {
      reading.obstacle = "the model reads at most " + std::to_string(most) + " tokens, here are " +
                         std::to_string(n);
    } else if (!has_text(reading.tokens)) {
      reading.obstacle = "the text is empty";
    }
  } catch (const Error& error) {
    reading.obstacle = error.what();
  }
  return reading;
}

Reading read_by_models(const OptionValues& values, std::string_view text) {
  Reading reading = read_by(values.text("model"), text);
  if (!reading.obstacle.empty()) {
    return reading;
  }
  Reading other = read_by(values.text("compare"), text);
  return reading.tokens.empty() || !other.obstacle.empty() ? other : reading;
}

void apply_example(OptionValues& values) {
  const bool own_text =
      values.is_set("text") || values.is_set("text-file") || values.is_set("text-b");
  if (own_text && is_of_one_text(values.text("model"))) {
    return;
  }
  for (const auto& [id, value] : example_of(values)) {
    const bool known = values.table().find_spec(id) != nullptr;
    if (!(known && values.is_set(id)) && !(own_text && is_about_the_text(id))) {
      set_or_warn(values, id, value);
    }
  }
}

void follow_example(OptionValues& values, const OptionValues& before,
                    const std::function<bool(std::string_view id)>& given) {
  const Example old = example_of(before), example = example_of(values);
  for (const auto& [id, value] : old) {
    const OptionSpec* spec = values.table().find_spec(id);
    if (spec != nullptr && !given(id) && values.text(id) == value) {
      values.reset(id);
    }
  }
  const auto is_default = [&](const std::string& id) {
    return values.text(id) == values.table().spec(id).default_value;
  };
  const bool given_text = given("text") || given("text-file") || given("text-b");
  const bool keep_text =
      given_text ||
      (!is_default("text") && read_by_models(values, values.text("text")).obstacle.empty());
  if (!keep_text && !example.empty()) {
    for (const char* id : {"text", "text-b", "query"}) {
      if (!given(id)) {
        values.reset(id);
      }
    }
  }
  if (keep_text && is_of_one_text(values.text("model"))) {
    return;
  }
  for (const auto& [id, value] : example) {
    const bool known = values.table().find_spec(id) != nullptr;
    if (!given(id) && !(keep_text && is_about_the_text(id)) && !(known && !is_default(id))) {
      set_or_warn(values, id, value);
    }
  }
}

}  // namespace baryscope
