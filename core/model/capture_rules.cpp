#include "core/model/capture_rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <numeric>
#include <set>
#include <string_view>

#include "core/base/strict_json.h"
#include "core/model/model_error.h"

namespace baryscope {
namespace {

using nlohmann::json;

constexpr std::int64_t max_position = std::int64_t{1} << 40;

[[noreturn]] void fail(const std::string& rule) { throw ModelError(rule); }

json parse(const std::string& text, const std::string& what) {
  try {
    return parse_strict_json(text);
  } catch (const JsonError& error) {
    fail(fmt::format("its metadata '{}': {}", what, error.what()));
  }
}

void check_keys(const json& object, const std::set<std::string>& known, const std::string& what) {
  if (!object.is_object()) {
    fail(what + " is no JSON object");
  }
  for (const auto& [key, value] : object.items()) {
    if (!known.contains(key)) {
      fail(fmt::format("{} says '{}', which is not known", what, key.substr(0, 60)));
    }
  }
}

std::string text_of(const json& object, const char* key, const std::string& what) {
  if (!object.contains(key) || !object[key].is_string()) {
    fail(fmt::format("{}: its {} is no text", what, key));
  }
  return object[key].get<std::string>();
}

int count_of(const json& object, const char* key, int least, const std::string& what) {
  const bool good = object.contains(key) && object[key].is_number_integer() &&
                    object[key] >= least && object[key] <= 1'000'000'000;
  if (!good) {
    fail(fmt::format("{}: its {} is no number from {} on", what, key, least));
  }
  return object[key].get<int>();
}

double number_of(const json& object, const char* key, const std::string& what) {
  if (!object.contains(key) || !object[key].is_number() ||
      !(std::abs(object[key].get<double>()) < 1e300)) {
    fail(fmt::format("{}: its {} is no finite number", what, key));
  }
  return object[key].get<double>();
}

std::vector<std::int64_t> all_of_them(std::int64_t count) {
  std::vector<std::int64_t> all(static_cast<std::size_t>(count));
  std::iota(all.begin(), all.end(), std::int64_t{0});
  return all;
}

// [[0,1],[4990,11]]: pairs [first, count], ascending and below `end`; at most `most` numbers.
std::vector<std::int64_t> ranges_of(const json& object, const char* key, std::int64_t end,
                                    std::int64_t most, const std::string& what) {
  const auto refuse = [&] {
    fail(fmt::format("{}: its {} are no pairs [first, count], ascending within 0 to {}", what, key,
                     end - 1));
  };
  if (!object[key].is_array() || object[key].empty()) {
    refuse();
  }
  std::vector<std::int64_t> numbers;
  for (const json& pair : object[key]) {
    if (!pair.is_array() || pair.size() != 2 || !pair[0].is_number_integer() ||
        !pair[1].is_number_integer()) {
      refuse();
    }
    const auto first = pair[0].get<std::int64_t>();
    const auto count = pair[1].get<std::int64_t>();
    const auto n_left = most - static_cast<std::int64_t>(numbers.size());
    if (first < (numbers.empty() ? 0 : numbers.back() + 1) || count < 1 || count > n_left ||
        first > end - count) {
      refuse();
    }
    for (std::int64_t i = 0; i < count; ++i) {
      numbers.push_back(first + i);
    }
  }
  return numbers;
}

LayerRules read_layer(const json& object, const RuledSizes& sizes, const std::string& what) {
  const std::int64_t n_tokens = sizes.n_tokens;
  check_keys(object,
             {"name", "causal", "scale", "score_cap", "window", "window_after", "mask", "queries",
              "keys", "heads"},
             what);
  LayerRules rules;
  if (object.contains("name")) {
    rules.name = text_of(object, "name", what);
  }
  rules.causal = sizes.causal && !object.contains("mask");
  if (object.contains("causal")) {
    if (!object["causal"].is_boolean()) {
      fail(what + ": its causal is not true or false");
    }
    rules.causal = object["causal"].get<bool>();
  }
  if (object.contains("scale")) {
    rules.scale = number_of(object, "scale", what);
  }
  if (object.contains("score_cap")) {
    rules.score_cap = number_of(object, "score_cap", what);
    if (rules.score_cap <= 0) {
      fail(what + ": its score_cap is not above 0");
    }
  }
  if (object.contains("window")) {
    rules.window = count_of(object, "window", 1, what);
  }
  if (object.contains("window_after")) {
    rules.window_after = count_of(object, "window_after", 0, what);
    if (!rules.window) {
      fail(what + ": its window_after stands without a window");
    }
  }
  if (object.contains("mask")) {
    rules.mask = text_of(object, "mask", what);
    if (rules.window || rules.causal) {
      fail(what + ": its mask stands beside a window or causal");
    }
  }
  if (object.contains("queries")) {
    rules.queries = ranges_of(object, "queries", n_tokens, n_tokens, what);
  }
  if (object.contains("keys")) {
    rules.keys = ranges_of(object, "keys", n_tokens, n_tokens, what);
  }
  if (object.contains("heads")) {
    if (!object["heads"].is_array()) {
      fail(what + ": its heads are no array");
    }
    for (const json& head : object["heads"]) {
      if (!head.is_number_integer() || head < 0 || head > 1'000'000) {
        fail(what + ": its heads are no numbers from 0 on");
      }
      rules.heads.push_back(head.get<int>());
    }
  }
  return rules;
}

std::vector<TokenSequence> read_sequences(const json& list, std::int64_t n_tokens) {
  if (!list.is_array() || list.empty()) {
    fail("its sequences are no array");
  }
  std::vector<TokenSequence> sequences;
  int first = 0;
  for (const json& item : list) {
    const std::string what = fmt::format("its sequence {}", sequences.size());
    check_keys(item, {"name", "count", "positions"}, what);
    TokenSequence sequence;
    sequence.name = text_of(item, "name", what);
    sequence.first = first;
    sequence.count = count_of(item, "count", 1, what);
    if (sequence.count > n_tokens - first) {  // before as many positions are made
      fail(fmt::format("its sequences have more than the {} tokens that it lists", n_tokens));
    }
    if (item.contains("positions")) {
      sequence.positions = ranges_of(item, "positions", max_position, sequence.count, what);
      if (static_cast<int>(sequence.positions.size()) != sequence.count) {
        fail(fmt::format("{} has {} tokens and {} positions", what, sequence.count,
                         sequence.positions.size()));
      }
    }
    first += sequence.count;
    sequences.push_back(std::move(sequence));
  }
  if (first != n_tokens) {
    fail(fmt::format("its sequences have {} tokens, it lists {}", first, n_tokens));
  }
  return sequences;
}

PatchGrid read_grid(const json& object, std::int64_t n_tokens) {
  const std::string what = "its grid";
  check_keys(object, {"first", "rows", "columns"}, what);
  const PatchGrid grid{count_of(object, "first", 0, what), count_of(object, "rows", 1, what),
                       count_of(object, "columns", 1, what), nullptr};
  const std::int64_t n_patches = static_cast<std::int64_t>(grid.n_rows) * grid.n_columns;
  if (n_patches > n_tokens - grid.first) {
    fail(fmt::format("its grid of {} x {} patches from token {} does not fit its {} tokens",
                     grid.n_rows, grid.n_columns, grid.first, n_tokens));
  }
  return grid;
}

json to_ranges(const std::vector<std::int64_t>& numbers) {
  json ranges = json::array();
  std::int64_t next = -1;
  for (const std::int64_t number : numbers) {
    if (number == next) {
      ranges.back()[1] = ranges.back()[1].get<std::int64_t>() + 1;
    } else {
      ranges.push_back({number, 1});
    }
    next = number + 1;
  }
  return ranges;
}

// What is not usual.
json to_json(const LayerRules& rules, const RuledSizes& sizes) {
  json said = json::object();
  if (!rules.name.empty()) {
    said["name"] = rules.name;
  }
  if (rules.causal != sizes.causal && rules.mask.empty()) {
    said["causal"] = rules.causal;
  }
  if (rules.scale) {
    said["scale"] = *rules.scale;
  }
  if (rules.score_cap > 0) {
    said["score_cap"] = rules.score_cap;
  }
  if (rules.window) {
    said["window"] = *rules.window;
  }
  if (rules.window && rules.window_after > 0) {
    said["window_after"] = rules.window_after;
  }
  if (!rules.mask.empty()) {
    said["mask"] = rules.mask;
  }
  const auto is_part = [&sizes](const std::vector<std::int64_t>& places) {
    return !places.empty() && static_cast<std::int64_t>(places.size()) != sizes.n_tokens;
  };
  if (is_part(rules.queries)) {
    said["queries"] = to_ranges(rules.queries);
  }
  if (is_part(rules.keys)) {
    said["keys"] = to_ranges(rules.keys);
  }
  if (!rules.heads.empty()) {
    said["heads"] = rules.heads;
  }
  return said;
}

}  // namespace

CaptureRules read_capture_rules(
    const std::map<std::string, std::string>& metadata, const RuledSizes& sizes,
    const std::function<void(std::size_t layer, const LayerRules&)>& check) {
  CaptureRules rules;
  rules.positions = all_of_them(sizes.n_tokens);
  if (const auto found = metadata.find("sequences"); found != metadata.end()) {
    rules.layout.sequences = read_sequences(parse(found->second, "sequences"), sizes.n_tokens);
    for (const TokenSequence& sequence : rules.layout.sequences) {
      const auto own =
          sequence.positions.empty() ? all_of_them(sequence.count) : sequence.positions;
      std::copy(own.begin(), own.end(), rules.positions.begin() + sequence.first);
    }
  }
  if (const auto found = metadata.find("grid"); found != metadata.end()) {
    rules.layout.grid = read_grid(parse(found->second, "grid"), sizes.n_tokens);
  }
  json layers = json::array({json::object()});
  if (const auto found = metadata.find("layer_rules"); found != metadata.end()) {
    layers = parse(found->second, "layer_rules");
    if (!layers.is_array() || layers.empty() || sizes.n_layers % layers.size() != 0) {
      fail(
          fmt::format("its metadata 'layer_rules' is no JSON array of objects, one a layer, for {} "
                      "layers",
                      sizes.n_layers));
    }
  }
  for (std::size_t layer = 0; layer < sizes.n_layers; ++layer) {
    rules.layers.push_back(
        read_layer(layers[layer % layers.size()], sizes, fmt::format("layer {}", layer)));
    if (check) {
      check(layer, rules.layers.back());
    }
  }
  return rules;
}

std::map<std::string, std::string> capture_rules_text(const CaptureRules& rules,
                                                      const RuledSizes& sizes) {
  const auto text = [](const json& value) {
    return value.dump(-1, ' ', false, json::error_handler_t::replace);
  };
  const auto says = [](const json& layer) { return !layer.empty(); };
  const auto is_new = [](const json& layer) {
    return std::ranges::any_of(
        std::vector<const char*>{"name", "causal", "mask", "queries", "keys", "heads"},
        [&layer](const char* key) { return layer.contains(key); });
  };
  json layers = json::array();
  for (const LayerRules& layer : rules.layers) {
    layers.push_back(to_json(layer, sizes));
  }
  std::map<std::string, std::string> said = {{"baryscope.capture", "1"}};
  if (std::any_of(layers.begin(), layers.end(), says)) {
    said["layer_rules"] = text(layers);
  }
  if (!rules.layout.sequences.empty()) {
    json sequences = json::array();
    for (const TokenSequence& sequence : rules.layout.sequences) {
      json item = {{"name", sequence.name}, {"count", sequence.count}};
      if (!sequence.positions.empty()) {
        item["positions"] = to_ranges(sequence.positions);
      }
      sequences.push_back(std::move(item));
    }
    said["sequences"] = text(sequences);
  }
  if (const auto& grid = rules.layout.grid) {
    said["grid"] =
        text({{"first", grid->first}, {"rows", grid->n_rows}, {"columns", grid->n_columns}});
  }
  if (std::any_of(layers.begin(), layers.end(), is_new) || said.contains("sequences") ||
      said.contains("grid")) {
    said["baryscope.capture"] = "2";
  }
  return said;
}

}  // namespace baryscope
