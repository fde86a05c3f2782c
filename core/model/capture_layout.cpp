#include "core/model/capture_layout.h"

#include <ATen/ATen.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string_view>
#include <utility>
#include <vector>

#include "core/model/capture_rest.h"
#include "core/model/model_error.h"

namespace baryscope {
namespace {

// Who reads whom is n² booleans: beyond this many tokens they would not fit.
constexpr std::int64_t max_ruled_tokens = 16'384;

at::Tensor index_tensor(const std::vector<std::int64_t>& places) {
  return at::tensor(places, at::kLong);
}

// Rows `places` of `n_rows` along `dimension`; the others are 0.
at::Tensor spread(const at::Tensor& values, std::int64_t dimension,
                  const std::vector<std::int64_t>& places, std::int64_t n_rows) {
  if (values.size(dimension) == n_rows) {
    return values;
  }
  std::vector<std::int64_t> shape = values.sizes().vec();
  shape[static_cast<std::size_t>(dimension)] = n_rows;
  return at::zeros(shape, values.options()).index_copy_(dimension, index_tensor(places), values);
}

class Layouter {
 public:
  Layouter(const CaptureRules& rules, const std::map<std::string, at::Tensor>& masks,
           Capture& capture)
      : m_rules(rules),
        m_masks(masks),
        m_capture(capture),
        m_n_tokens(static_cast<std::int64_t>(capture.tokens.size())) {}

  void lay_out() {
    for (std::size_t layer = 0; layer < m_capture.layers.size(); ++layer) {
      lay_out(m_rules.layers[layer], m_capture.layers[layer], layer);
    }
  }

 private:
  void lay_out(const LayerRules& rules, LayerCapture& layer, std::size_t number) {
    if (!rules.heads.empty() &&
        static_cast<std::int64_t>(rules.heads.size()) != layer.query.size(0)) {
      throw ModelError(fmt::format("layer {} has {} heads, its metadata lists {}", number,
                                   layer.query.size(0), rules.heads.size()));
    }
    layer.scale = rules.scale;
    layer.score_cap = rules.score_cap;
    layer.name = rules.name;
    layer.head_numbers = rules.heads;
    if (fits_the_plain_mask(rules)) {
      layer.window = rules.window;
      layer.window_after = rules.window_after;
    } else {
      layer.allowed = allowed(rules, number);
    }
    for (const LayerTensorName& row : layer_tensor_names()) {
      at::Tensor& values = layer.*(row.tensor);
      if (values.defined()) {
        values = spread_part(row.name, values, rules);
      }
    }
  }

  [[nodiscard]] at::Tensor spread_part(std::string_view part, const at::Tensor& values,
                                       const LayerRules& rules) const {
    if (part == "lambda" && values.dim() == 1) {
      return values;
    }
    const bool is_flat = part == "index_key" || part == "index_weight";
    const at::Tensor rows = spread(values, is_flat ? 0 : 1,
                                   is_query_like(part) ? rules.queries : rules.keys, m_n_tokens);
    return part == "score_bias" ? spread(rows, 2, rules.keys, m_n_tokens) : rows;
  }

  // Mask and window count places in the list of tokens, which rules do by positions.
  [[nodiscard]] bool fits_the_plain_mask(const LayerRules& rules) const {
    const auto is_whole = [this](const std::vector<std::int64_t>& places) {
      return places.empty() || static_cast<std::int64_t>(places.size()) == m_n_tokens;
    };
    return rules.mask.empty() && rules.causal == m_capture.causal && is_whole(rules.queries) &&
           is_whole(rules.keys) && m_capture.layout.sequences.size() < 2 &&
           (!rules.window || are_consecutive());
  }
  [[nodiscard]] bool are_consecutive() const {
    return m_rules.positions.back() - m_rules.positions.front() == m_n_tokens - 1;
  }

  // Bool [n_tokens, n_tokens]; one tensor for layers of the same rules.
  at::Tensor allowed(const LayerRules& rules, std::size_t number) {
    if (m_n_tokens > max_ruled_tokens) {
      throw ModelError(fmt::format(
          "layer {} holds a part of its rows or columns, or a mask of its own, which is read up to "
          "{} tokens; there are {}",
          number, max_ruled_tokens, m_n_tokens));
    }
    const std::string key =
        fmt::format("{} {} {} {} {} {}", rules.causal, rules.window.value_or(0), rules.window_after,
                    rules.mask, fmt::join(rules.queries, ","), fmt::join(rules.keys, ","));
    at::Tensor& known = m_allowed[key];
    if (!known.defined()) {
      known = spread(spread(part_of_mask(rules, number), 1, rules.keys, m_n_tokens), 0,
                     rules.queries, m_n_tokens);
    }
    return known;
  }

  // Bool [n_queries, n_keys] of those that the file holds.
  [[nodiscard]] at::Tensor part_of_mask(const LayerRules& rules, std::size_t number) const {
    const std::vector<std::int64_t> queries = places(rules.queries), keys = places(rules.keys);
    const auto n_queries = static_cast<std::int64_t>(queries.size());
    const auto n_keys = static_cast<std::int64_t>(keys.size());
    if (!rules.mask.empty()) {
      const auto found = m_masks.find(rules.mask);
      if (found == m_masks.end() || found->second.sizes() != at::IntArrayRef({n_queries, n_keys})) {
        throw ModelError(fmt::format(
            "layer {} names the mask '{}', which is {}; expected [{}, {}]", number, rules.mask,
            found == m_masks.end() ? std::string("not there")
                                   : fmt::format("[{}]", fmt::join(found->second.sizes(), ", ")),
            n_queries, n_keys));
      }
      return found->second;
    }
    const at::Tensor positions = index_tensor(m_rules.positions);
    const at::Tensor distance = positions.index_select(0, index_tensor(queries)).unsqueeze(1) -
                                positions.index_select(0, index_tensor(keys)).unsqueeze(0);
    at::Tensor allowed = at::ones_like(distance, at::kBool);
    if (rules.causal || rules.window) {
      allowed = allowed & distance.ge(rules.causal ? 0 : -rules.window_after);
    }
    if (rules.window) {
      allowed = allowed & distance.lt(*rules.window);
    }
    return allowed;
  }

  [[nodiscard]] std::vector<std::int64_t> places(const std::vector<std::int64_t>& some) const {
    if (!some.empty()) {
      return some;
    }
    std::vector<std::int64_t> all(static_cast<std::size_t>(m_n_tokens));
    std::iota(all.begin(), all.end(), std::int64_t{0});
    return all;
  }

  const CaptureRules& m_rules;
  const std::map<std::string, at::Tensor>& m_masks;
  Capture& m_capture;
  std::int64_t m_n_tokens;
  std::map<std::string, at::Tensor> m_allowed;
};

}  // namespace

void lay_out_capture(const CaptureRules& rules, const std::map<std::string, at::Tensor>& masks,
                     const std::map<std::size_t, LayerExtras>& extras, Capture& capture) {
  capture.layout = rules.layout;
  Layouter(rules, masks, capture).lay_out();
  add_rest(extras, rules, capture);
}

CaptureRules rules_of(const Capture& capture, std::map<std::string, at::Tensor>& masks) {
  CaptureRules rules;
  rules.layout = capture.layout;
  for (const LayerCapture& layer : capture.layers) {
    LayerRules own;
    own.name = layer.name;
    own.causal = capture.causal;
    own.scale = layer.scale;
    own.score_cap = layer.score_cap;
    own.window = layer.window;
    own.window_after = layer.window_after;
    own.heads = layer.head_numbers;
    if (layer.allowed.defined()) {
      own.causal = false;
      const auto same = std::find_if(masks.begin(), masks.end(), [&layer](const auto& known) {
        return known.second.is_same(layer.allowed);
      });
      own.mask = same != masks.end() ? same->first : fmt::format("masks.{}", masks.size());
      masks.emplace(own.mask, layer.allowed);
    }
    rules.layers.push_back(std::move(own));
  }
  return rules;
}

}  // namespace baryscope
