#include "core/model/families/weight_names.h"

#include <array>
#include <string_view>

namespace baryscope {
namespace {

const std::pair<std::string, std::string>* longest_fit(const NameTable& table,
                                                       std::string_view name) {
  const std::pair<std::string, std::string>* best = nullptr;
  for (const auto& row : table) {
    if (name.starts_with(row.first) && (best == nullptr || row.first.size() > best->first.size())) {
      best = &row;
    }
  }
  return best;
}

std::string renamed(const NameTable& table, const std::string& name) {
  const auto* found = longest_fit(table, name);
  return found == nullptr ? name : found->second + name.substr(found->first.size());
}

}  // namespace

StoredWeight named_weight(const WeightNames& names, const WeightSpec& spec) {
  StoredWeight stored;
  const std::string layers = "layers.";
  if (spec.name.starts_with(layers)) {
    const std::size_t point = spec.name.find('.', layers.size());
    const std::string number = spec.name.substr(layers.size(), point + 1 - layers.size());
    stored.names = {names.layer_stem + number + renamed(names.names, spec.name.substr(point + 1))};
    return stored;
  }
  stored.outside = longest_fit(names.head, spec.name) != nullptr;
  stored.names = {renamed(stored.outside ? names.head : names.others, spec.name)};
  if (spec.name == "vocabulary.bias") {
    // Some programs store it with the matrix.
    stored.names.push_back(renamed(names.head, "vocabulary.matrix.bias"));
  }
  return stored;
}

int fused_part(const WeightSpec& spec) {
  static constexpr std::array<std::string_view, 3> parts = {".attention.query.", ".attention.key.",
                                                            ".attention.value."};
  for (std::size_t part = 0; part < parts.size(); ++part) {
    if (spec.name.find(parts[part]) != std::string::npos) {
      return static_cast<int>(part);
    }
  }
  return -1;
}

void take_from_fused(const TransformerConfig& config, const WeightSpec& spec,
                     StoredWeight& stored) {
  const int part = fused_part(spec);
  if (part < 0) {
    return;
  }
  const std::int64_t queries = std::int64_t{config.n_heads} * config.head_dim;
  const std::int64_t keys = std::int64_t{config.n_kv_heads} * config.head_dim;
  const std::array<std::int64_t, 4> begin = {0, queries, queries + keys, queries + 2 * keys};
  const auto index = static_cast<std::size_t>(part);
  stored.rows = {begin[index], {begin[index + 1] - begin[index]}, {1}, begin[3]};
}

void take_from_gated(const TransformerConfig& config, const WeightSpec& spec,
                     StoredWeight& stored) {
  const std::int64_t width = config.mlp_dim;
  if (spec.name.find(".mlp.gate.") != std::string::npos) {
    stored.rows = {0, {width}, {1}, 2 * width};
  } else if (spec.name.find(".mlp.up.") != std::string::npos) {
    stored.rows = {width, {width}, {1}, 2 * width};
  }
}

}  // namespace baryscope
