#include "core/model/config.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string_view>
#include <vector>

#include "core/base/nearest_name.h"
#include "core/model/model_error.h"

namespace baryscope {
namespace {

// No size of a real transformer comes near: a larger one is a broken file, not a large model.
constexpr std::int64_t largest_size = 100'000'000;

const std::vector<std::string> known_families = {"bert"};
const std::vector<std::string> known_activations = {"gelu", "gelu_new", "gelu_pytorch_tanh",
                                                    "relu"};

class ConfigReader {
 public:
  explicit ConfigReader(const std::filesystem::path& path) : m_path(path) {
    std::ifstream stream(path, std::ios::binary);
    if (!stream) {
      throw ModelError("cannot open " + path.string() + ": " + std::strerror(errno) +
                       "; a model folder holds config.json, *.safetensors and tokenizer.json");
    }
    m_root = nlohmann::json::parse(stream, nullptr, false);
    if (!m_root.is_object()) {
      fail("it is not a JSON object");
    }
  }

  [[nodiscard]] ModelConfig read() const {
    ModelConfig config;
    config.architecture = family();
    config.n_layers = size("num_hidden_layers");
    config.n_heads = size("num_attention_heads");
    config.model_dim = size("hidden_size");
    config.intermediate_dim = size("intermediate_size");
    config.vocabulary_size = size("vocab_size");
    config.max_positions = size("max_position_embeddings");
    config.n_segments = size("type_vocab_size");
    if (config.model_dim % config.n_heads != 0) {
      fail(fmt::format("hidden_size {} is not a multiple of num_attention_heads {}",
                       config.model_dim, config.n_heads));
    }
    config.norm_epsilon = epsilon();
    config.activation = text("hidden_act", "gelu");
    if (std::find(known_activations.begin(), known_activations.end(), config.activation) ==
        known_activations.end()) {
      fail("hidden_act: " +
           unknown_name_message("activation", config.activation, known_activations));
    }
    const std::string positions = text("position_embedding_type", "absolute");
    if (positions != "absolute") {
      fail("position_embedding_type is '" + positions + "', supported is 'absolute'");
    }
    if (m_root.value("is_decoder", nlohmann::json(false)) == true) {
      fail("is_decoder is true; only encoders of this family are supported");
    }
    return config;
  }

 private:
  [[noreturn]] void fail(const std::string& problem) const {
    throw ModelError("cannot use " + m_path.string() + ": " + problem);
  }

  // By `model_type`, else by the class names of `architectures` ("BertForMaskedLM").
  [[nodiscard]] std::string family() const {
    const std::string type = text("model_type", "");
    std::string named = type;
    if (named.empty()) {
      const auto classes = m_root.find("architectures");
      if (classes == m_root.end() || !classes->is_array() || classes->empty() ||
          !classes->front().is_string()) {
        fail("it names neither a model_type nor architectures");
      }
      named = classes->front().get<std::string>();
      if (named.starts_with("Bert")) {
        return "bert";
      }
    }
    if (std::find(known_families.begin(), known_families.end(), named) == known_families.end()) {
      fail(unknown_name_message("architecture", named, known_families) +
           ". Any other model can be captured by resources/python/capture_model.py");
    }
    return named;
  }

  [[nodiscard]] std::string text(const char* key, const char* fallback) const {
    const auto found = m_root.find(key);
    if (found == m_root.end() || found->is_null()) {
      return fallback;
    }
    if (!found->is_string()) {
      fail(fmt::format("{} is not a string", key));
    }
    return found->get<std::string>();
  }

  [[nodiscard]] int size(const char* key) const {
    const auto found = m_root.find(key);
    if (found == m_root.end()) {
      fail(fmt::format("it has no {}", key));
    }
    if (!found->is_number_unsigned() || found->get<std::uint64_t>() < 1 ||
        found->get<std::uint64_t>() > static_cast<std::uint64_t>(largest_size)) {
      fail(fmt::format("{} is {}, expected a whole number from 1 to {}", key,
                       found->dump().substr(0, 40), largest_size));
    }
    return found->get<int>();
  }

  [[nodiscard]] double epsilon() const {
    const auto found = m_root.find("layer_norm_eps");
    if (found == m_root.end()) {
      return 1e-12;
    }
    if (!found->is_number() || !(found->get<double>() >= 0) || found->get<double>() > 1) {
      fail(fmt::format("layer_norm_eps is {}, expected a number in [0, 1]",
                       found->dump().substr(0, 40)));
    }
    return found->get<double>();
  }

  std::filesystem::path m_path;
  nlohmann::json m_root;
};

}  // namespace

ModelConfig load_config(const std::filesystem::path& config_json) {
  return ConfigReader(config_json).read();
}

}  // namespace baryscope
