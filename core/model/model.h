/// Transformers that read texts: a folder with config.json, *.safetensors and tokenizer.json, or
/// the weights of a training that runs.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/progress.h"
#include "core/model/capture.h"
#include "core/model/model_error.h"
#include "core/model/predict_tokens.h"
#include "core/model/transformer.h"
#include "core/text/tokenizer.h"

namespace baryscope {

class Model {
 public:
  using Error = ModelError;

  virtual ~Model() = default;
  /// One forward pass; with `mask` of the text whose token at that position is the model's mask.
  /// Throws Error where the text has more tokens than the model has positions
  /// (both numbers in the message), UsageError for an empty text. Of weights that cannot all be
  /// kept ready in memory the first `n_layers` layers are run alone, and nothing is expected until
  /// all are.
  [[nodiscard]] virtual Capture capture(std::string_view text,
                                        const std::optional<std::string>& text_b,
                                        const Watch& watch,
                                        SpecialInText special = SpecialInText::plain,
                                        std::optional<int> mask = {},
                                        int n_layers = max_layers) const = 0;
  /// Runs more layers of what capture() gave for this mask. Whether there was anything to run.
  virtual bool extend(Capture& capture, int n_layers, std::optional<int> mask,
                      const Watch& watch) const = 0;
  /// The text with its next token, and those that complete its character. Throws UsageError where
  /// the model does not write or ends the text here.
  [[nodiscard]] virtual std::string continued(std::string_view text, const NextToken& how,
                                              const Watch& watch, SpecialInText special) const = 0;
  /// The weights alone, which read token ids in batches.
  [[nodiscard]] virtual const Transformer& transformer() const = 0;
};

/// Throws Model::Error naming the file and what is wrong or unsupported (with the known
/// architectures). `device` is "cpu" or "cuda". Layers of checkpoints are read when they are
/// needed.
std::unique_ptr<const Model> load_model(const std::filesystem::path& folder, std::string_view name,
                                        std::string_view device, const Watch& watch,
                                        CachePlace place = {});

/// A model of weights that are at hand (share them or give a Transformer::copy()). `folder` is what
/// captures name as their path, `notes` what they carry on.
std::unique_ptr<const Model> make_model(std::string name, const std::filesystem::path& folder,
                                        std::shared_ptr<const Tokenizer> tokenizer,
                                        Transformer transformer,
                                        std::vector<std::string> notes = {});

}  // namespace baryscope
