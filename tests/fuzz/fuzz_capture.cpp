/// The words of a capture beside its tensors. Input: a line "tokens layers causal", then the
/// strings layer_rules, sequences, grid and layers, one a line; an empty line stands for none.
#include <algorithm>
#include <charconv>
#include <map>
#include <vector>

#include "core/model/capture_rules.h"
#include "core/model/transformer_config.h"
#include "tests/fuzz/expected_errors.h"

namespace {

using namespace baryscope;

std::string_view take_until(std::string_view& rest, char end) {
  const std::string_view taken = rest.substr(0, rest.find(end));
  rest.remove_prefix(std::min(taken.size() + 1, rest.size()));
  return taken;
}

// Sizes are those of tensors that a file holds, so they are small where the file is.
std::size_t small_number(std::string_view text, std::size_t most) {
  std::size_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return std::min(number, most);
}

void check_places(const std::vector<std::int64_t>& places, std::int64_t n_tokens) {
  for (std::size_t i = 0; i < places.size(); ++i) {
    fuzz::require(places[i] >= 0 && places[i] < n_tokens && (i == 0 || places[i] > places[i - 1]),
                  "places that do not ascend within the tokens");
  }
}

void check_rules(const CaptureRules& rules, const RuledSizes& sizes) {
  fuzz::require(rules.layers.size() == sizes.n_layers, "rules of other layers");
  fuzz::require(static_cast<std::int64_t>(rules.positions.size()) == sizes.n_tokens,
                "positions of other tokens");
  for (const LayerRules& layer : rules.layers) {
    check_places(layer.queries, sizes.n_tokens);
    check_places(layer.keys, sizes.n_tokens);
  }
  // What is written of them says the same.
  const auto text = capture_rules_text(rules, sizes);
  fuzz::require(capture_rules_text(read_capture_rules(text, sizes), sizes) == text,
                "rules that are written as others");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view rest = fuzz::text_of(data, size);
  std::string_view first = take_until(rest, '\n');
  RuledSizes sizes;
  sizes.n_tokens = static_cast<std::int64_t>(small_number(take_until(first, ' '), 1000));
  sizes.n_layers = small_number(take_until(first, ' '), 20);
  sizes.causal = first == "1";
  std::map<std::string, std::string> metadata;
  for (const char* key : {"layer_rules", "sequences", "grid"}) {
    if (const auto text = take_until(rest, '\n'); !text.empty()) metadata[key] = text;
  }
  fuzz::reads("", [&] { check_rules(read_capture_rules(metadata, sizes), sizes); });
  fuzz::reads("", [&] {
    const auto layers = layers_from_json(std::string(take_until(rest, '\n')));
    const auto pattern = layers_from_json(to_layers_json(layers));  // the shortest that is repeated
    for (std::size_t layer = 0; layer < layers.size(); ++layer) {
      fuzz::require(
          layers.size() % pattern.size() == 0 && layers[layer] == pattern[layer % pattern.size()],
          "layers that are written as others");
    }
  });
  return 0;
}
