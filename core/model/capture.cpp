#include "core/model/capture.h"

#include <ATen/ATen.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string_view>
#include <utility>

#include "core/base/nearest_name.h"
#include "core/base/number_text.h"
#include "core/model/layer_rules.h"
#include "core/model/transformer_config.h"
#include "core/model/weights/tensor_file.h"

namespace baryscope {
namespace {

constexpr std::string_view layer_prefix = "layers.";

bool is_special_text(std::string_view text) {
  if (text.size() >= 2 && text.front() == '[' && text.back() == ']') {
    return std::all_of(text.begin() + 1, text.end() - 1,
                       [](char letter) { return letter >= 'A' && letter <= 'Z'; }) &&
           text.size() > 2;
  }
  if (text.starts_with("<|") && text.ends_with("|>") && text.size() > 4) {
    return true;
  }
  static constexpr std::string_view known[] = {"<s>",   "</s>",   "<bos>", "<eos>", "<pad>",
                                               "<unk>", "<mask>", "<cls>", "<sep>"};
  return std::find(std::begin(known), std::end(known), text) != std::end(known);
}

// One file being read: what it says about itself and the errors it can have.
class CaptureReader {
 public:
  explicit CaptureReader(const std::filesystem::path& path) : m_file(path) {
    m_capture.path = path.string();
    m_capture.architecture = "capture";
  }

  Capture read() {
    read_metadata();
    read_layers();
    check_layers();
    read_own_mechanisms();
    read_rules();
    return std::move(m_capture);
  }

 private:
  [[noreturn]] void fail(const std::string& rule) const {
    throw Capture::Error(m_capture.path + " is not a valid capture: " + rule);
  }

  const std::string* find_metadata(const std::string& key) const {
    const auto found = m_file.metadata().find(key);
    return found == m_file.metadata().end() ? nullptr : &found->second;
  }

  const std::string& metadata(const std::string& key, std::string_view expected) const {
    const std::string* value = find_metadata(key);
    if (value == nullptr) {
      fail(fmt::format("its metadata has no '{}' (expected {})", key, expected));
    }
    return *value;
  }

  void read_metadata() {
    const std::string& version = metadata("baryscope.capture", "\"1\"");
    if (version != "1") {
      fail(fmt::format("it is of version '{}', this program reads version 1", version));
    }
    const std::string& causal = metadata("causal", "\"true\" or \"false\"");
    if (causal != "true" && causal != "false") {
      fail(fmt::format("causal is '{}', expected \"true\" or \"false\"", causal));
    }
    m_capture.causal = causal == "true";
    const auto tokens =
        nlohmann::json::parse(metadata("tokens", "a JSON array of strings"), nullptr, false);
    if (!tokens.is_array() || tokens.empty() ||
        !std::all_of(tokens.begin(), tokens.end(),
                     [](const nlohmann::json& item) { return item.is_string(); })) {
      fail("its tokens are not a JSON array of at least one string");
    }
    for (const nlohmann::json& item : tokens) {
      Token token;
      token.text = item.get<std::string>();
      token.special = is_special_text(token.text);
      token.continuation = token.text.size() > 2 && token.text.starts_with("##");
      m_capture.tokens.push_back(std::move(token));
    }
    const std::string* model = find_metadata("model");
    m_capture.model = model != nullptr && !model->empty()
                          ? *model
                          : std::filesystem::path(m_capture.path).stem().string();
    if (const std::string* mechanism = find_metadata("mechanism")) {
      m_capture.mechanism = *mechanism;
    }
    if (const std::string* scale = find_metadata("scale")) {
      m_capture.scale = find_number(*scale);
      if (!m_capture.scale || !(std::abs(*m_capture.scale) < 1e300)) {
        fail(fmt::format("scale is '{}', expected a finite number", *scale));
      }
    }
  }

  // What each layer of a native model is, with its options; repeated like a config's layers.
  void read_own_mechanisms() {
    const std::string* text = find_metadata("layers");
    if (text == nullptr) {
      return;
    }
    try {
      const std::vector<LayerConfig> pattern = layers_from_json(*text);
      if (m_capture.layers.size() % pattern.size() != 0) {
        fail(fmt::format("its metadata describes {} layers, it holds {}", pattern.size(),
                         m_capture.layers.size()));
      }
      for (std::size_t layer = 0; layer < m_capture.layers.size(); ++layer) {
        m_capture.layers[layer].own = pattern[layer % pattern.size()].mechanism;
      }
    } catch (const ModelError& error) {
      fail(std::string("its metadata 'layers': ") + error.what());
    }
  }

  // What each layer does with its scores, whatever mechanism is laid over them.
  void read_rules() {
    if (const std::string* text = find_metadata("layer_rules")) {
      try {
        read_layer_rules(*text, m_capture.layers);
      } catch (const ModelError& error) {
        fail(std::string("its metadata 'layer_rules': ") + error.what());
      }
    }
  }

  void read_layers() {
    std::vector<std::string> known;
    for (const LayerTensorName& row : layer_tensor_names()) {
      known.emplace_back(row.name);
    }
    const std::vector<std::string> names = m_file.names();
    const auto is_wide = [this](const std::string& name) {
      return m_file.entry(name).type == ElementType::f64;
    };
    m_type = std::any_of(names.begin(), names.end(), is_wide) ? at::kDouble : at::kFloat;

    for (const std::string& name : names) {
      const std::size_t point = name.find('.', layer_prefix.size());
      std::optional<std::int64_t> layer;
      if (name.starts_with(layer_prefix) && point != std::string::npos) {
        layer = find_integer(
            std::string_view(name).substr(layer_prefix.size(), point - layer_prefix.size()));
      }
      // Only as this program writes it: layers.00 would be a second name of layers.0.
      if (!layer || *layer < 0 || !name.starts_with(fmt::format("{}{}.", layer_prefix, *layer))) {
        fail(fmt::format("unknown tensor '{}'; expected names like layers.0.query", name));
      }
      if (*layer >= static_cast<std::int64_t>(names.size())) {
        fail(fmt::format("tensor '{}' is of layer {}, but layers are numbered from 0 without gaps",
                         name, *layer));
      }
      const std::string part = name.substr(point + 1);
      const auto& rows = layer_tensor_names();
      const auto row = std::find_if(rows.begin(), rows.end(), [&part](const LayerTensorName& item) {
        return part == item.name;
      });
      if (row == rows.end()) {
        fail(fmt::format("tensor '{}': {}", name, unknown_name_message("tensor", part, known)));
      }
      const auto index = static_cast<std::size_t>(*layer);
      if (m_capture.layers.size() <= index) {
        m_capture.layers.resize(index + 1);
      }
      m_capture.layers[index].*(row->tensor) = read_tensor(name);
    }
    if (m_capture.layers.empty()) {
      fail("it holds no tensor; expected layers.0.query, layers.0.key and layers.0.value");
    }
  }

  at::Tensor read_tensor(const std::string& name) const {
    const ElementType type = m_file.entry(name).type;
    if (type != ElementType::f64 && type != ElementType::f32 && type != ElementType::f16 &&
        type != ElementType::bf16) {
      fail(fmt::format("tensor '{}' is {}; expected F64, F32, F16 or BF16", name,
                       element_name(type)));
    }
    // A copy, so that a file that is overwritten later changes nothing.
    at::Tensor values = tensor(m_file, name).to(m_type, /*non_blocking=*/false, /*copy=*/true);
    const at::Tensor finite = at::isfinite(values);
    if (!finite.all().item<bool>()) {
      const at::Tensor places = finite.logical_not().nonzero();
      fail(fmt::format("tensor '{}' holds NaN or infinity ({} of {} numbers, the first at [{}])",
                       name, places.size(0), values.numel(), fmt::join(indices(places[0]), ", ")));
    }
    return values;
  }

  // A row of nonzero() is strided: its numbers do not follow each other in memory.
  static std::vector<std::int64_t> indices(const at::Tensor& row) {
    const at::Tensor packed = row.contiguous();
    const std::int64_t* const first = packed.const_data_ptr<std::int64_t>();
    return {first, first + packed.numel()};
  }

  void check_layers() const {
    const auto n_tokens = static_cast<std::int64_t>(m_capture.tokens.size());
    for (std::size_t layer = 0; layer < m_capture.layers.size(); ++layer) {
      const LayerCapture& tensors = m_capture.layers[layer];
      const auto name_of = [layer](const char* part) {
        return fmt::format("layers.{}.{}", layer, part);
      };
      if (!tensors.query.defined() || !tensors.key.defined() || !tensors.value.defined()) {
        fail(fmt::format("layer {} needs query, key and value, '{}' is missing", layer,
                         name_of(!tensors.query.defined() ? "query"
                                 : !tensors.key.defined() ? "key"
                                                          : "value")));
      }
      const std::int64_t n_heads = check_vectors(tensors.query, name_of("query"), n_tokens);
      for (const LayerTensorName& row : layer_tensor_names()) {
        const at::Tensor& values = tensors.*(row.tensor);
        if (values.defined()) {
          check_shape(tensors, row.name, values, name_of(row.name), n_heads, n_tokens);
        }
      }
    }
  }

  // Returns the number of heads of  [n_heads, n_tokens, dim].
  std::int64_t check_vectors(const at::Tensor& values, const std::string& name,
                             std::int64_t n_tokens) const {
    if (values.dim() != 3 || values.size(0) < 1 || values.size(2) < 1) {
      fail(fmt::format("tensor '{}' has the shape [{}]; expected [heads, tokens, width]", name,
                       fmt::join(values.sizes(), ", ")));
    }
    if (values.size(1) != n_tokens) {
      fail(fmt::format("tensor '{}' has {} tokens, the metadata lists {}", name, values.size(1),
                       n_tokens));
    }
    return values.size(0);
  }

  void check_shape(const LayerCapture& tensors, std::string_view part, const at::Tensor& values,
                   const std::string& name, std::int64_t n_heads, std::int64_t n_tokens) const {
    if (part == "lambda") {
      const bool fits = (values.dim() == 1 || (values.dim() == 2 && values.size(1) == n_tokens)) &&
                        values.size(0) == n_heads;
      require(fits, name, values, fmt::format("[{0}] or [{0}, {1}]", n_heads, n_tokens));
      return;
    }
    if (part == "score_bias") {
      require(values.dim() == 3 && values.size(0) == n_heads && values.size(1) == n_tokens &&
                  values.size(2) == n_tokens,
              name, values, fmt::format("[{0}, {1}, {1}]", n_heads, n_tokens));
      return;
    }
    if (part.starts_with("index_")) {
      check_indexer(tensors, part, values, name, n_tokens);
      return;
    }
    const std::int64_t heads = check_vectors(values, name, n_tokens);
    const bool query_like = part == "query" || part == "query_2" || part == "output";
    if (query_like ? heads != n_heads : n_heads % heads != 0) {
      fail(fmt::format("tensor '{}' has {} heads, which {} the {} query heads", name, heads,
                       query_like ? "differs from" : "does not divide", n_heads));
    }
    const bool value_like = part.starts_with("value") || part == "output";
    const std::int64_t width = (value_like ? tensors.value : tensors.query).size(2);
    if (values.size(2) != width) {
      fail(fmt::format("tensor '{}' has the width {}; expected {}, that of {}", name,
                       values.size(2), width, value_like ? "value" : "query"));
    }
  }

  void check_indexer(const LayerCapture& tensors, std::string_view part, const at::Tensor& values,
                     const std::string& name, std::int64_t n_tokens) const {
    if (!tensors.index_query.defined() || !tensors.index_key.defined() ||
        !tensors.index_weight.defined()) {
      fail(fmt::format("tensor '{}' needs index_query, index_key and index_weight together", name));
    }
    const at::Tensor& queries = tensors.index_query;
    check_vectors(queries, name.substr(0, name.rfind('.')) + ".index_query", n_tokens);
    if (part == "index_key") {
      require(values.dim() == 2 && values.size(0) == n_tokens && values.size(1) == queries.size(2),
              name, values, fmt::format("[{}, {}]", n_tokens, queries.size(2)));
    } else if (part == "index_weight") {
      require(values.dim() == 2 && values.size(0) == n_tokens && values.size(1) == queries.size(0),
              name, values, fmt::format("[{}, {}]", n_tokens, queries.size(0)));
    }
  }

  void require(bool holds, const std::string& name, const at::Tensor& values,
               const std::string& expected) const {
    if (!holds) {
      fail(fmt::format("tensor '{}' has the shape [{}]; expected {}", name,
                       fmt::join(values.sizes(), ", "), expected));
    }
  }

  Safetensors m_file;
  at::ScalarType m_type = at::kFloat;
  Capture m_capture;
};

}  // namespace

const std::vector<LayerTensorName>& layer_tensor_names() {
  static const std::vector<LayerTensorName> names = {
      {"query", &LayerCapture::query},
      {"key", &LayerCapture::key},
      {"value", &LayerCapture::value},
      {"key_prime", &LayerCapture::key_prime},
      {"value_prime", &LayerCapture::value_prime},
      {"query_2", &LayerCapture::query_2},
      {"key_2", &LayerCapture::key_2},
      {"value_2", &LayerCapture::value_2},
      {"key_3", &LayerCapture::key_3},
      {"value_3", &LayerCapture::value_3},
      {"key_4", &LayerCapture::key_4},
      {"value_4", &LayerCapture::value_4},
      {"output", &LayerCapture::output},
      {"lambda", &LayerCapture::lambda},
      {"index_query", &LayerCapture::index_query},
      {"index_key", &LayerCapture::index_key},
      {"index_weight", &LayerCapture::index_weight},
      {"score_bias", &LayerCapture::score_bias},
  };
  return names;
}

Capture load_capture(const std::filesystem::path& path) { return CaptureReader(path).read(); }

void save_capture(const Capture& capture, const std::filesystem::path& target) {
  std::vector<std::pair<std::string, at::Tensor>> tensors;
  for (std::size_t layer = 0; layer < capture.layers.size(); ++layer) {
    for (const LayerTensorName& row : layer_tensor_names()) {
      const at::Tensor& values = capture.layers[layer].*(row.tensor);
      if (values.defined()) {
        tensors.emplace_back(fmt::format("layers.{}.{}", layer, row.name), values);
      }
    }
  }
  nlohmann::json texts = nlohmann::json::array();
  for (const Token& token : capture.tokens) {
    texts.push_back(token.text);
  }
  std::map<std::string, std::string> metadata = {
      {"baryscope.capture", "1"},
      {"tokens", texts.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace)},
      {"causal", capture.causal ? "true" : "false"},
      {"model", capture.model},
  };
  if (capture.mechanism) {
    metadata["mechanism"] = *capture.mechanism;
  }
  if (capture.scale) {
    metadata["scale"] = to_text(*capture.scale);
  }
  const bool all_own = std::all_of(capture.layers.begin(), capture.layers.end(),
                                   [](const LayerCapture& layer) { return layer.own.has_value(); });
  if (all_own && !capture.layers.empty()) {
    std::vector<LayerConfig> layers(capture.layers.size());
    for (std::size_t layer = 0; layer < layers.size(); ++layer) {
      layers[layer].mechanism = *capture.layers[layer].own;
    }
    metadata["layers"] = to_layers_json(layers);
  }
  if (const std::string rules = to_layer_rules(capture.layers); !rules.empty()) {
    metadata["layer_rules"] = rules;
  }
  write_tensors(tensors, metadata, target);
}

}  // namespace baryscope
