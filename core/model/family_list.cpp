/// The one list of model families.
#include "core/model/family_list.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/base/nearest_name.h"
#include "core/model/families/bert.h"
#include "core/model/families/encoders.h"
#include "core/model/families/gemma.h"
#include "core/model/families/gpt.h"
#include "core/model/families/llama.h"
#include "core/model/families/native.h"

namespace baryscope {
namespace {

std::vector<ModelFamily> make_families() {
  return {
      {"bert",
       "Bert",
       "Encoder: learned positions, norms after each block.",
       read_bert_config,
       bert_weight,
       "bert.",
       "encoder.layer.",
       {}},
      {"roberta",
       "Roberta",
       "BERT whose positions count from the padding token on.",
       read_roberta_config,
       roberta_weight,
       "roberta.",
       "encoder.layer.",
       {"camembert"}},
      {"xlm-roberta",
       "XLMRoberta",
       "RoBERTa over a hundred languages.",
       read_roberta_config,
       roberta_weight,
       "roberta.",
       "encoder.layer.",
       {}},
      {"distilbert",
       "DistilBert",
       "BERT with half the layers and no segments.",
       read_distilbert_config,
       distilbert_weight,
       "distilbert.",
       "transformer.layer.",
       {}},
      {"electra",
       "Electra",
       "BERT with narrow embeddings, trained to tell replaced tokens.",
       read_electra_config,
       electra_weight,
       "electra.",
       "encoder.layer.",
       {}},
      {"mpnet",
       "MPNet",
       "Encoder whose scores have a bias by distance.",
       read_mpnet_config,
       mpnet_weight,
       "mpnet.",
       "encoder.layer.",
       {}},
      {"albert",
       "Albert",
       "Encoder whose layers share one set of weights; narrow embeddings.",
       read_albert_config,
       albert_weight,
       "albert.",
       "",
       {}},
      {"modernbert",
       "ModernBert",
       "Encoder, rotary, most layers with a window on both sides.",
       read_modernbert_config,
       modernbert_weight,
       "model.",
       "layers.",
       {}},
      {"gpt2",
       "GPT2",
       "Decoder: learned positions, norms before each block.",
       read_gpt2_config,
       gpt2_weight,
       "transformer.",
       "h.",
       {}},
      {"gpt_neox",
       "GPTNeoX",
       "Decoder (Pythia): heads turn in part, attention beside the MLP.",
       read_gpt_neox_config,
       gpt_neox_weight,
       "gpt_neox.",
       "layers.",
       {}},
      {"llama",
       "Llama",
       "Decoder (SmolLM2 too): rotary, gated MLP, grouped queries.",
       read_llama_config,
       llama_weight,
       "model.",
       "layers.",
       {}},
      {"mistral",
       "Mistral",
       "Llama whose layers have a window.",
       read_mistral_config,
       llama_weight,
       "model.",
       "layers.",
       {}},
      {"qwen2",
       "Qwen2",
       "Llama with biases of queries, keys and values.",
       read_qwen2_config,
       llama_weight,
       "model.",
       "layers.",
       {}},
      {"qwen3",
       "Qwen3",
       "Llama with normed queries and keys.",
       read_qwen3_config,
       llama_weight,
       "model.",
       "layers.",
       {}},
      {"gemma",
       "Gemma",
       "Llama with scaled embeddings.",
       read_gemma_config,
       gemma_weight,
       "model.",
       "layers.",
       {}},
      {"gemma2",
       "Gemma2",
       "Norms around blocks, soft caps, every other layer with a window.",
       read_gemma2_config,
       gemma_weight,
       "model.",
       "layers.",
       {}},
      {"gemma3",
       "Gemma3",
       "Normed queries and keys, five of six layers with a window.",
       read_gemma3_config,
       gemma_weight,
       "model.",
       "layers.",
       {"gemma3_text"}},
      {"phi3",
       "Phi3",
       "Llama with one tensor of query, key and value.",
       read_phi3_config,
       phi3_weight,
       "model.",
       "layers.",
       {}},
      {"olmo2",
       "Olmo2",
       "Llama with norms behind its blocks and of all queries together.",
       read_olmo2_config,
       olmo2_weight,
       "model.",
       "layers.",
       {}},
      {"diffllama",
       "DiffLlama",
       "Llama with differential attention of its own.",
       read_diffllama_config,
       diffllama_weight,
       "model.",
       "layers.",
       {}},
      {"baryscope",
       "",
       "Made and trained here: every layer names its mechanism.",
       read_native_config,
       native_weight,
       "",
       "",
       {},
       true},
  };
}

std::string unknown_family(std::string_view name) {
  std::vector<std::string> known;
  for (const ModelFamily& row : model_families()) {
    known.push_back(row.name);
  }
  return unknown_name_message("architecture", name, known);
}

template <typename Wanted>
const ModelFamily* find_family(const Wanted& wanted) {
  const std::vector<ModelFamily>& rows = model_families();
  const auto found = std::find_if(rows.begin(), rows.end(), wanted);
  return found == rows.end() ? nullptr : &*found;
}

const ModelFamily* find_named(std::string_view name) {
  return find_family([name](const ModelFamily& row) {
    return row.name == name ||
           std::find(row.other_names.begin(), row.other_names.end(), name) != row.other_names.end();
  });
}

// The longest stem that begins it: "Gemma3ForCausalLM" is no Gemma.
const ModelFamily* find_by_class(std::string_view class_name) {
  const ModelFamily* best = nullptr;
  for (const ModelFamily& row : model_families()) {
    if (!row.class_stem.empty() && class_name.starts_with(row.class_stem) &&
        (best == nullptr || row.class_stem.size() > best->class_stem.size())) {
      best = &row;
    }
  }
  return best;
}

// What the config calls its family, and the row.
struct Named {
  std::string name;
  const ModelFamily* row = nullptr;
};

Named named_family(ConfigEntries& entries) {
  Named named{entries.text("model_type", ""), nullptr};
  if (named.name.empty()) {
    const nlohmann::json* classes = entries.find("architectures");
    if (classes != nullptr && classes->is_array() && !classes->empty() &&
        classes->front().is_string()) {
      named.name = classes->front().get<std::string>();
      named.row = find_by_class(named.name);
    }
  }
  if (named.row == nullptr) {
    named.row = find_named(named.name);
  }
  return named;
}

}  // namespace

const std::vector<ModelFamily>& model_families() {
  static const std::vector<ModelFamily> rows = make_families();
  return rows;
}

const ModelFamily& family(std::string_view name) {
  const ModelFamily* found = find_named(name);
  if (found == nullptr) {
    throw ModelError(unknown_family(name));
  }
  return *found;
}

const ModelFamily& native_family() {
  return *find_family([](const ModelFamily& row) { return row.is_native; });
}

const ModelFamily* find_family_of(ConfigEntries& entries) { return named_family(entries).row; }

const ModelFamily& family_of(ConfigEntries& entries) {
  const Named named = named_family(entries);
  if (named.name.empty()) {
    entries.fail("it names neither a model_type nor architectures");
  }
  if (named.row == nullptr) {
    entries.fail(unknown_family(named.name) +
                 ". Any other model can be captured by resources/python/capture_model.py");
  }
  return *named.row;
}

}  // namespace baryscope
