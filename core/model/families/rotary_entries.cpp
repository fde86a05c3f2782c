#include "core/model/families/rotary_entries.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>

namespace baryscope {
namespace {

using nlohmann::json;

constexpr double least = 1e-6;
constexpr double largest = 1e12;
// A dynamic rotation may be read so many times beyond the length it was trained on.
constexpr double largest_growth = 1024;

// In the order of RotaryScaling.
const std::vector<std::string> scaling_names = {"default", "linear",   "dynamic",
                                                "yarn",    "longrope", "llama3"};

// One object of rope parameters; without one everything is by default.
class RotaryReader {
 public:
  RotaryReader(const json* object, const std::string& source, const std::string& place,
               const TransformerConfig& config)
      : m_config(config),
        m_empty(json::object()),
        m_entries(object != nullptr ? *object : m_empty, source, place) {}

  RotaryConfig read(const RotaryRules& rules, std::optional<double> original_beside) {
    RotaryConfig rotary;
    rotary.in_single = true;
    rotary.base = m_entries.number("rope_theta", least, largest, rules.base);
    read_part(rules, rotary);
    rotary.scaling = scaling(rules);
    const auto positions = static_cast<double>(m_config.max_positions);
    const double fallback = rules.original_positions > 0 ? rules.original_positions : positions;
    const double told = m_entries.number("original_max_position_embeddings", 1, largest, fallback);
    rotary.original_positions = original_beside.value_or(told);
    read_scaling(positions, rotary);
    m_entries.refuse_unknown();
    return rotary;
  }

 private:
  void read_part(const RotaryRules& rules, RotaryConfig& rotary) {
    const double part = m_entries.number("partial_rotary_factor", 0, 1, rules.part);
    if (part == 1) {
      return;
    }
    if (!rules.partial) {
      m_entries.fail("partial_rotary_factor is not 1: a head turns as a whole in this family");
    }
    rotary.dim = static_cast<int>(static_cast<double>(m_config.head_dim) * part);
    if (rotary.dim < 2 || rotary.dim % 2 != 0) {
      m_entries.fail(fmt::format(
          "partial_rotary_factor turns {} of head_dim {} numbers, expected an even number of them",
          rotary.dim, m_config.head_dim));
    }
  }

  RotaryScaling scaling(const RotaryRules& rules) {
    const char* key = m_entries.spelling({"rope_type", "type"});
    const std::string name = m_entries.text(key, "default");
    if (rules.all_longrope && (name == "su" || name == "yarn")) {
      return RotaryScaling::longrope;
    }
    return static_cast<RotaryScaling>(m_entries.choice(key, scaling_names, "default"));
  }

  void read_scaling(double positions, RotaryConfig& rotary) {
    const RotaryScaling kind = rotary.scaling;
    const bool by_ratio = kind == RotaryScaling::longrope || kind == RotaryScaling::yarn;
    const double ratio = positions / rotary.original_positions;
    if (kind != RotaryScaling::none && !by_ratio && m_entries.find("factor") == nullptr) {
      m_entries.fail("the rotation's scaling has no factor");
    }
    rotary.factor = m_entries.number("factor", least, largest, by_ratio ? ratio : 1);
    if (kind == RotaryScaling::dynamic) {
      rotary.original_positions = positions;
    }
    rotary.low_frequency = m_entries.number("low_freq_factor", least, largest, 1);
    rotary.high_frequency = m_entries.number("high_freq_factor", least, largest, 4);
    if (kind == RotaryScaling::llama3 && !(rotary.high_frequency > rotary.low_frequency)) {
      m_entries.fail("high_freq_factor must be more than low_freq_factor");
    }
    rotary.fast_turns = m_entries.number("beta_fast", 0, largest, 0);
    rotary.slow_turns = m_entries.number("beta_slow", 0, largest, 0);
    if (rotary.fast_turns == 0) rotary.fast_turns = 32;
    if (rotary.slow_turns == 0) rotary.slow_turns = 1;
    rotary.mscale = m_entries.number("mscale", 0, largest, 0);
    rotary.mscale_all = m_entries.number("mscale_all_dim", 0, largest, 0);
    rotary.truncated = m_entries.flag("truncate", true);
    if (m_entries.find("attention_factor") != nullptr && by_ratio) {
      rotary.attention_factor = m_entries.number("attention_factor", 0, largest, 1);
    }
    rotary.short_factors = m_entries.numbers("short_factor", least, largest);
    rotary.long_factors = m_entries.numbers("long_factor", least, largest);
    const bool reads_logarithm =
        kind == RotaryScaling::yarn ||
        (kind == RotaryScaling::longrope && !rotary.attention_factor && rotary.factor > 1);
    if (reads_logarithm && (rotary.base <= 1 || rotary.original_positions <= 1)) {
      m_entries.fail("rope_theta and original_max_position_embeddings must be more than 1");
    }
    if (kind == RotaryScaling::dynamic && rotary.factor < 1) {
      m_entries.fail("factor of a dynamic rotation must be 1 or more");
    }
  }

  const TransformerConfig& m_config;
  json m_empty;
  ConfigEntries m_entries;
};

std::optional<double> original_beside(ConfigEntries& entries) {
  const char* key = "original_max_position_embeddings";
  return entries.find(key) == nullptr ? std::nullopt
                                      : std::optional(entries.number(key, 1, largest, 1));
}

// A rotation that grows with the text is good for more positions than it was trained on.
void extend_positions(TransformerConfig& config) {
  double growth = 1;
  for (const RotaryConfig& rotary : config.rotary) {
    growth = rotary.scaling == RotaryScaling::dynamic ? rotary.factor : growth;
  }
  growth = std::min(growth, largest_growth);
  constexpr double most = 100'000'000;
  config.max_positions =
      static_cast<int>(std::min(most, std::floor(growth * config.max_positions)));
}

}  // namespace

RotaryConfig read_rotary(ConfigEntries& entries, const std::string& source,
                         const RotaryRules& rules, TransformerConfig& config) {
  config.positions = PositionKind::rotary;
  const json* scaling = entries.find("rope_scaling");
  const json* parameters = entries.find("rope_parameters");
  const bool is_older = scaling != nullptr && !(scaling->is_object() && scaling->empty());
  const char* key = is_older ? "rope_scaling" : "rope_parameters";
  RotaryRules known = rules;
  known.base = entries.number(entries.spelling({"rope_theta", "rotary_emb_base"}), least, largest,
                              rules.base);
  const char* part = entries.spelling({"partial_rotary_factor", "rotary_pct"});
  known.part = entries.number(part, 0, 1, rules.part);
  if (entries.find("rope_interleaved") != nullptr && entries.flag("rope_interleaved", false)) {
    entries.fail("rope_interleaved is true; this family's heads turn in halves");
  }
  const std::optional<double> beside = original_beside(entries);
  const RotaryConfig rotary =
      RotaryReader(is_older ? scaling : parameters, source, key, config).read(known, beside);
  config.rotary = {rotary};
  extend_positions(config);
  return rotary;
}

void read_layer_rotary(ConfigEntries& entries, const std::string& source,
                       const LayerRotaryRules& rules, TransformerConfig& config) {
  config.positions = PositionKind::rotary;
  RotaryRules full;
  RotaryRules local;
  full.base = entries.number(rules.full_base, least, largest, rules.full_default);
  local.base = entries.number(rules.local_base, least, largest, rules.local_default);
  const json* parameters = entries.find("rope_parameters");
  const json* scaling = entries.find("rope_scaling");
  const json* full_part = nullptr;
  const json* local_part = nullptr;
  if (parameters != nullptr) {
    ConfigEntries both(*parameters, source, "rope_parameters");
    full_part = both.find("full_attention");
    local_part = both.find("sliding_attention");
    both.refuse_unknown();
  }
  const auto merged = [scaling](const json* part, bool scales) {
    json object = part != nullptr ? *part : json::object();
    if (scaling != nullptr && scales && object.is_object() && scaling->is_object()) {
      object.update(*scaling);
    }
    return object;
  };
  const json full_object = merged(full_part, true);
  const json local_object = merged(local_part, rules.scaling_for_both);
  config.rotary = {
      RotaryReader(&full_object, source, "rope_parameters.full_attention", config).read(full, {}),
      RotaryReader(&local_object, source, "rope_parameters.sliding_attention", config)
          .read(local, {})};
  extend_positions(config);
}

}  // namespace baryscope
