#include "core/model/capture.h"

#include <ATen/ATen.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <nlohmann/json.hpp>
#include <string_view>
#include <utility>

#include "core/base/nearest_name.h"
#include "core/base/number_text.h"
#include "core/model/capture_file.h"
#include "core/model/capture_layout.h"
#include "core/model/capture_rules.h"
#include "core/model/capture_shapes.h"
#include "core/model/model_error.h"
#include "core/model/transformer_config.h"
#include "core/model/weights/tensor_file.h"

namespace baryscope {
namespace {

constexpr std::string_view layer_prefix = "layers.";
constexpr std::string_view sum_name = "log_sum_exp";

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
    read_rules();
    read_own_mechanisms();
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
    if (version != "1" && version != "2") {
      fail(fmt::format("it is of version '{}', this program reads versions 1 and 2", version));
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

  // Whose rows and columns the tensors hold, and how weights are made of them.
  void read_rules() {
    const auto n_tokens = static_cast<std::int64_t>(m_capture.tokens.size());
    try {
      const CaptureRules rules = read_capture_rules(
          m_file.metadata(), {n_tokens, m_capture.layers.size(), m_capture.causal},
          [&](std::size_t layer, const LayerRules& own) {
            check_layer(m_capture.layers[layer], m_extras[layer], layer,
                        {count_of(own.queries, n_tokens), count_of(own.keys, n_tokens)});
          });
      lay_out_capture(rules, m_masks, m_extras, m_capture);
      take_image();
    } catch (const ModelError& error) {
      fail(error.what());
    }
  }

  void take_image() {
    if (!m_image.defined()) {
      return;
    }
    if (!m_capture.layout.grid) {
      fail("it holds an image and no grid of patches");
    }
    const auto* const first = m_image.const_data_ptr<std::uint8_t>();
    m_capture.layout.grid->image =
        std::make_shared<const PixelImage>(PixelImage{static_cast<int>(m_image.size(0)),
                                                      static_cast<int>(m_image.size(1)),
                                                      {first, first + m_image.numel()}});
  }

  static std::int64_t count_of(const std::vector<std::int64_t>& places, std::int64_t n_tokens) {
    return places.empty() ? n_tokens : static_cast<std::int64_t>(places.size());
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

  void read_layers() {
    std::vector<std::string> known;
    for (const LayerTensorName& row : layer_tensor_names()) {
      known.emplace_back(row.name);
    }
    const std::vector<std::string> names = m_file.names();
    const auto is_wide = [this](const std::string& name) {
      return m_file.type(name) == ElementType::f64;
    };
    m_type = std::any_of(names.begin(), names.end(), is_wide) ? at::kDouble : at::kFloat;

    for (const std::string& name : names) {
      if (read_beside(name)) {
        continue;
      }
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
      const bool is_sum = part == sum_name;
      if (row == rows.end() && !is_sum) {
        fail(fmt::format("tensor '{}': {}", name, unknown_name_message("tensor", part, known)));
      }
      const auto index = static_cast<std::size_t>(*layer);
      if (m_capture.layers.size() <= index) {
        m_capture.layers.resize(index + 1);
      }
      (is_sum ? m_extras[index].log_sum_exp : m_capture.layers[index].*(row->tensor)) =
          read_tensor(name);
    }
    if (m_capture.layers.empty()) {
      fail("it holds no tensor; expected layers.0.query, layers.0.key and layers.0.value");
    }
  }

  // Masks and the image, which belong to no layer.
  bool read_beside(const std::string& name) {
    const bool is_mask = name.starts_with("masks.");
    if (!is_mask && name != "image") {
      return false;
    }
    if (m_file.type(name) != ElementType::u8) {
      fail(fmt::format("tensor '{}' is {}; expected U8", name, element_name(m_file.type(name))));
    }
    const at::Tensor values = m_file.read(name, at::kByte);
    if (is_mask) {
      m_masks.emplace(name, values.ne(0));
    } else if (values.dim() == 3 && values.size(2) == 3) {
      m_image = values.contiguous();
    } else {
      fail(fmt::format("tensor 'image' has the shape [{}]; expected [height, width, 3]",
                       fmt::join(values.sizes(), ", ")));
    }
    return true;
  }

  at::Tensor read_tensor(const std::string& name) const {
    const ElementType type = m_file.type(name);
    if (type != ElementType::f64 && type != ElementType::f32 && type != ElementType::f16 &&
        type != ElementType::bf16) {
      fail(fmt::format("tensor '{}' is {}; expected F64, F32, F16 or BF16", name,
                       element_name(type)));
    }
    at::Tensor values = m_file.read(name, m_type);
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

  CaptureFile m_file;
  at::ScalarType m_type = at::kFloat;
  at::Tensor m_image;
  std::map<std::string, at::Tensor> m_masks;
  std::map<std::size_t, LayerExtras> m_extras;
  Capture m_capture;
};

// What one mask and one scale do not say.
void add_rules(const Capture& capture, std::vector<std::pair<std::string, at::Tensor>>& tensors,
               std::map<std::string, std::string>& metadata) {
  std::map<std::string, at::Tensor> masks;
  const CaptureRules rules = rules_of(capture, masks);
  metadata.merge(capture_rules_text(rules, {static_cast<std::int64_t>(capture.tokens.size()),
                                            capture.layers.size(), capture.causal}));
  for (const auto& [name, mask] : masks) {
    tensors.emplace_back(name, mask.to(at::kByte));
  }
  if (const auto& grid = capture.layout.grid; grid && grid->image) {
    const PixelImage& image = *grid->image;
    tensors.emplace_back(
        "image", at::tensor(image.pixels, at::kByte).reshape({image.height, image.width, 3}));
  }
}

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
      {"score_bias", &LayerCapture::score_bias},
      {"lambda", &LayerCapture::lambda},
      {"index_query", &LayerCapture::index_query},
      {"index_key", &LayerCapture::index_key},
      {"index_weight", &LayerCapture::index_weight},
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
  add_rules(capture, tensors, metadata);
  const bool all_own = std::all_of(capture.layers.begin(), capture.layers.end(),
                                   [](const LayerCapture& layer) { return layer.own.has_value(); });
  if (all_own && !capture.layers.empty()) {
    std::vector<LayerConfig> layers(capture.layers.size());
    for (std::size_t layer = 0; layer < layers.size(); ++layer) {
      layers[layer].mechanism = *capture.layers[layer].own;
    }
    metadata["layers"] = to_layers_json(layers);
  }
  write_tensors(tensors, metadata, target);
}

}  // namespace baryscope
