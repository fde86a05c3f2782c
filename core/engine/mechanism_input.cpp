#include "core/engine/mechanism_input.h"

#include <ATen/ATen.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <vector>

#include "core/analysis/analysis_options.h"
#include "core/analysis/score_list.h"
#include "core/engine/own_rules.h"
#include "core/model/layer_options.h"
#include "core/model/transformer_layer.h"

namespace baryscope {
namespace {

constexpr double default_lambda = 0.8;

// The tensors of one further slot of a tuple (slot 2 = K', V').
struct Slot {
  int number;
  at::Tensor LayerCapture::* key;
  at::Tensor LayerCapture::* value;
  const char* key_name;
  const char* value_name;
};

constexpr std::array<Slot, 3> slots = {{
    {2, &LayerCapture::key_prime, &LayerCapture::value_prime, "K'", "V'"},
    {3, &LayerCapture::key_3, &LayerCapture::value_3, "K⁽³⁾", "V⁽³⁾"},
    {4, &LayerCapture::key_4, &LayerCapture::value_4, "K⁽⁴⁾", "V⁽⁴⁾"},
}};

// Builds the input step by step and keeps the words for what is borrowed.
class InputBuilder {
 public:
  InputBuilder(const MechanismOptions& options, const std::vector<std::string>& given,
               const Capture& capture, int layer, int head)
      : m_capture(capture),
        m_layer(layer),
        m_head(head),
        m_window_is_given(std::find(given.begin(), given.end(), "window") != given.end()) {
    m_input.options = requested_options(options, given, capture, layer);
    m_input.info = &mechanism(m_input.options.mechanism);
    const std::optional<MechanismOptions>& own =
        capture.layers[static_cast<std::size_t>(layer)].own;
    if (own && own->mechanism == m_input.options.mechanism) {
      m_own = *own;
      m_asked = m_input.options;
    }
  }

  MechanismInput build() {
    const LayerCapture& own = layer(m_layer);
    m_input.tensors.query = head_of(own.query);
    m_input.tensors.key = head_of(own.key);
    m_input.tensors.value = head_of(own.value);
    const MechanismInfo& info = *m_input.info;
    const int n_slots = n_key_slots(info, m_input.options.order);
    for (const Slot& slot : slots) {
      if (slot.number <= n_slots) {
        add_slot(slot);
      }
    }
    check_score();
    if (info.needs_second_query_key) {
      add_second_query_key();
      add_lambda();
    }
    if (info.needs_negative_value) {
      add_negative_value();
    }
    fill_spec();
    name_lens();
    return std::move(m_input);
  }

 private:
  [[nodiscard]] const LayerCapture& layer(int index) const {
    return m_capture.layers[static_cast<std::size_t>(std::max(index, 0))];
  }

  // The head's part of a tensor with as many or fewer heads; `shift` 1: the next head of the
  // tensor.
  [[nodiscard]] std::int64_t index_in(const at::Tensor& tensor, int shift = 0) const {
    const std::int64_t n_heads = layer(m_layer).query.size(0);
    return (m_head * tensor.size(0) / n_heads + shift) % tensor.size(0);
  }
  [[nodiscard]] at::Tensor head_of(const at::Tensor& tensor, int shift = 0) const {
    return tensor.narrow(0, index_in(tensor, shift), 1);
  }

  // The head of another layer's tensor: same width needed, the layers of a capture may differ.
  [[nodiscard]] at::Tensor head_of_layer(int from, at::Tensor LayerCapture::* part,
                                         const char* option) const {
    const at::Tensor& tensor = layer(from).*part;
    const at::Tensor& mine = layer(m_layer).*part;
    if (tensor.size(2) != mine.size(2)) {
      throw UsageError(
          fmt::format("--{} previous-layer: layer {} has the width {}, layer {} the width {}",
                      option, std::max(from, 0), tensor.size(2), m_layer, mine.size(2)));
    }
    const std::int64_t n_heads = layer(m_layer).query.size(0);
    return tensor.narrow(0, m_head * tensor.size(0) / n_heads % tensor.size(0), 1);
  }

  [[noreturn]] void missing(const char* option, const std::string& tensors) const {
    throw UsageError(
        fmt::format("--{} own: {} has no {} of its own at layer {}; choose a borrowed "
                    "one, see --help",
                    option, m_capture.model, tensors, m_layer));
  }

  void check_score() const {
    if (!m_input.info->has_score_choice) {
      return;
    }
    const ScoreInfo& score = triple_score(m_input.options.score);
    const std::int64_t width = m_input.tensors.query.size(2);
    if (width < score.least_width) {
      throw UsageError(
          fmt::format("--score {}: needs vectors of at least {} numbers; the head of {} has {}",
                      score.name, score.least_width, m_capture.model, width));
    }
  }

  void add_slot(const Slot& slot) {
    const LayerCapture& own = layer(m_layer);
    std::string key_rule = m_input.options.key_prime;
    if (key_rule.empty()) {
      key_rule = (own.*slot.key).defined() ? "own" : m_layer > 0 ? "previous-layer" : "next-head";
    }
    std::string value_rule = m_input.options.value_prime;
    if (value_rule.empty()) {
      value_rule = (own.*slot.value).defined() ? "own" : "value";
    }
    const std::size_t n_said = m_borrowed.size();
    at::Tensor key = borrowed_key(slot, key_rule);
    if (is_own(&MechanismOptions::key_prime, key_rule)) {
      m_borrowed.resize(n_said);
    }
    const std::size_t n_said_of_keys = m_borrowed.size();
    at::Tensor value = borrowed_value(slot, value_rule);
    if (is_own(&MechanismOptions::value_prime, value_rule)) {
      m_borrowed.resize(n_said_of_keys);
    }
    place(slot, std::move(key), std::move(value));
    if (slot.number == 2) {
      m_key_rule = key_rule;
      m_value_rule = value_rule;
    }
  }

  void place(const Slot& slot, at::Tensor key, at::Tensor value) {
    if (slot.number == 2) {
      m_input.tensors.key_prime = std::move(key);
      m_input.tensors.value_prime = std::move(value);
    } else {
      m_input.tensors.more_keys.push_back(std::move(key));
      m_input.tensors.more_values.push_back(std::move(value));
    }
  }

  void say(const std::string& words) { m_borrowed.push_back(words); }
  // A source that the layer itself is made with is no lens.
  [[nodiscard]] bool is_own(std::string MechanismOptions::* rule, const std::string& value) const {
    return m_own && (*m_own).*rule == value;
  }

  at::Tensor borrowed_key(const Slot& slot, const std::string& rule) {
    const LayerCapture& own = layer(m_layer);
    if (rule == "own") {
      if (!(own.*slot.key).defined()) {
        missing("key-prime", slot.key_name);
      }
      return head_of(own.*slot.key);
    }
    if (rule == "key") {
      say(fmt::format("{} = K", slot.key_name));
      return m_input.tensors.key;
    }
    if (rule == "shifted-key") {
      say(fmt::format("{} = keys of the token before", slot.key_name));
      const at::Tensor& key = m_input.tensors.key;
      return at::cat({key.narrow(1, 0, 1), key.narrow(1, 0, key.size(1) - 1)}, 1);
    }
    if (rule == "previous-layer") {
      const int from = std::max(m_layer - slot.number + 1, 0);
      say(fmt::format("{} = keys of layer {}", slot.key_name, from));
      return head_of_layer(from, &LayerCapture::key, "key-prime");
    }
    BARYSCOPE_CHECK(rule == "next-head");
    say(fmt::format("{} = keys of head {}", slot.key_name, index_in(own.key, 1)));
    return head_of(own.key, 1);
  }

  at::Tensor borrowed_value(const Slot& slot, const std::string& rule) {
    const LayerCapture& own = layer(m_layer);
    if (rule == "own") {
      if (!(own.*slot.value).defined()) {
        missing("value-prime", slot.value_name);
      }
      return head_of(own.*slot.value);
    }
    if (rule == "value") {
      say(fmt::format("{} = V", slot.value_name));
      return m_input.tensors.value;
    }
    if (rule == "ones") {
      say(fmt::format("{} = 1", slot.value_name));
      return at::ones_like(m_input.tensors.value);
    }
    BARYSCOPE_CHECK(rule == "next-head");
    say(fmt::format("{} = values of head {}", slot.value_name, index_in(own.value, 1)));
    return head_of(own.value, 1);
  }

  void add_second_query_key() {
    const LayerCapture& own = layer(m_layer);
    std::string& rule = m_input.options.second_query_key;
    const bool has_own = own.query_2.defined() && own.key_2.defined();
    if (rule.empty()) {
      rule = has_own ? "own" : "next-head";
    }
    AttentionInput& tensors = m_input.tensors;
    if (rule == "own") {
      if (!has_own) {
        missing("second-query-key", "Q2, K2");
      }
      tensors.query_2 = head_of(own.query_2);
      tensors.key_2 = head_of(own.key_2);
    } else if (rule == "next-head") {
      const std::int64_t next = index_in(own.query, 1);
      say(fmt::format("Q2, K2 = queries and keys of head {}", next));
      tensors.query_2 = head_of(own.query, 1);
      tensors.key_2 = head_of(own.key, 1);
    } else if (rule == "previous-layer") {
      const int from = std::max(m_layer - 1, 0);
      say(fmt::format("Q2, K2 = queries and keys of layer {}", from));
      tensors.query_2 = head_of_layer(from, &LayerCapture::query, "second-query-key");
      tensors.key_2 = head_of_layer(from, &LayerCapture::key, "second-query-key");
    } else {
      BARYSCOPE_CHECK(rule == "negated");
      if (!is_own(&MechanismOptions::second_query_key, rule)) {
        say("Q2, K2 = −Q, K");
      }
      tensors.query_2 = tensors.query.neg();
      tensors.key_2 = tensors.key;
    }
  }

  void add_lambda() {
    const at::Tensor& own = layer(m_layer).lambda;
    MechanismOptions& options = m_input.options;
    if (options.learned_lambda && !own.defined()) {
      throw UsageError(
          fmt::format("--lambda learned: {} has no λ of its own; give a number", m_capture.model));
    }
    if (own.defined() && !options.lambda) {
      m_input.tensors.lambda = own.narrow(0, m_head, 1);
      options.learned_lambda = true;
      return;
    }
    options.lambda = options.lambda.value_or(default_lambda);
    constexpr double largest = std::numeric_limits<float>::max();
    if (m_input.tensors.query.scalar_type() != at::kDouble && std::abs(*options.lambda) > largest) {
      throw UsageError(fmt::format("--lambda {}: too large for {}, whose numbers are F32",
                                   *options.lambda, m_capture.model));
    }
    m_input.tensors.lambda = at::full({1}, *options.lambda, m_input.tensors.query.options());
  }

  void add_negative_value() {
    if (m_input.options.negative_value == "own") {
      const at::Tensor& own = layer(m_layer).value_2;
      if (!own.defined()) {
        missing("negative-value", "V₂");
      }
      m_input.tensors.value_2 = head_of(own);
    }
  }

  void fill_spec() {
    MechanismOptions& options = m_input.options;
    options.causal = options.causal.value_or(m_capture.causal);
    options.key_prime = m_key_rule;
    options.value_prime = m_value_rule;
    lay_own_rules(m_capture, m_layer, m_head, !m_window_is_given, m_input);
  }

  // Another mechanism than the model's own is a lens too, also where it borrows no vector.
  void name_lens() {
    const std::string own = m_own ? m_own->mechanism
                            : layer(m_layer).own
                                ? layer(m_layer).own->mechanism
                                : m_capture.mechanism.value_or(plain_mechanism().name);
    if (!m_borrowed.empty()) {
      m_input.lens = fmt::format("lens: {}", fmt::join(m_borrowed, ", "));
    } else if (m_input.options.mechanism != own) {
      m_input.lens =
          fmt::format("lens: {} in place of the model's own {}", m_input.options.mechanism, own);
    } else if (m_own) {
      name_changes();
    } else {
      name_window();
    }
  }

  // Of a layer that has a window of its own beside its mechanism.
  void name_window() {
    const std::optional<int>& own = layer(m_layer).window;
    const std::optional<int>& asked = m_input.options.window_1;
    if (own && own != asked) {
      m_input.lens = fmt::format("lens: window {} in place of {}",
                                 mechanism_option_text(m_input.options, "window"), *own);
    }
  }

  // Options laid over those of the layer: "lens: score determinant in place of trilinear".
  void name_changes() {
    std::vector<std::string> changes;
    for (const std::string& id : m_input.info->options) {
      const std::string asked = mechanism_option_text(m_asked, id);
      const std::string own = mechanism_option_text(*m_own, id);
      const bool is_models_causal =
          id == "causal" && m_asked.causal.value_or(m_capture.causal) == m_capture.causal;
      // What nothing asks for says nothing.
      const bool idle = (id == "keep" && m_asked.select == "none") ||
                        (id == "window-anchor" && !m_asked.window_1);
      if (asked != own && !is_models_causal && !idle) {
        changes.push_back(
            fmt::format("{} {}{}", id, asked, own == "auto" ? "" : " in place of " + own));
      }
    }
    if (!changes.empty()) {
      m_input.lens = fmt::format("lens: {}", fmt::join(changes, ", "));
    }
  }

  const Capture& m_capture;
  int m_layer;
  int m_head;
  bool m_window_is_given;
  MechanismInput m_input;
  std::optional<MechanismOptions> m_own;  ///< the layer's, where it is that mechanism which runs
  MechanismOptions m_asked;               ///< with what was laid over it
  std::string m_key_rule, m_value_rule;
  std::vector<std::string> m_borrowed;
};

}  // namespace

MechanismOptions requested_options(const MechanismOptions& options,
                                   const std::vector<std::string>& given, const Capture& capture,
                                   int layer) {
  const std::optional<MechanismOptions>& own = capture.layers[static_cast<std::size_t>(layer)].own;
  if (own && (options.mechanism.empty() || options.mechanism == own->mechanism)) {
    MechanismOptions result = *own;
    for (const std::string& id : given) {
      copy_option(id, options, result);
    }
    return result;
  }
  MechanismOptions result = options;
  if (!options.mechanism.empty()) {
    result.mechanism = mechanism(options.mechanism).name;
    return result;
  }
  try {
    result.mechanism = mechanism(capture.mechanism.value_or(plain_mechanism().name)).name;
  } catch (const UsageError& error) {
    throw Capture::Error(capture.path + " names a mechanism of its own: " + error.what());
  }
  return result;
}

MechanismInput mechanism_input(const MechanismOptions& options,
                               const std::vector<std::string>& given, const Capture& capture,
                               int layer, int head) {
  return InputBuilder(options, given, capture, layer, head).build();
}

}  // namespace baryscope
