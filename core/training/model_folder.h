/// The folder that a training writes: what may be overwritten, and the finished model.
#pragma once

#include <filesystem>

#include "core/model/transformer.h"
#include "core/tasks/task.h"
#include "core/training/training_request.h"

namespace baryscope {

/// Makes the folder where it is missing, and removes it again where the training leaves it empty.
class ModelFolder {
 public:
  /// Throws UsageError where the request must not write there (something else than a model of ours;
  /// a model without `resume` or `force`; nothing to resume), Error where it cannot.
  explicit ModelFolder(const TrainingRequest& request);
  ~ModelFolder();
  ModelFolder(const ModelFolder&) = delete;
  ModelFolder& operator=(const ModelFolder&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return m_path; }

 private:
  std::filesystem::path m_path;
  bool m_made = false;
};

/// What a folder needs to be opened: config.json, model.safetensors, tokenizer.json, each whole or
/// not at all. Written beside every checkpoint, so that a training that is broken off leaves a
/// model.
void write_weights(const std::filesystem::path& folder, const Transformer& model, const Task& task);
/// README.md and training.json are of a model that is trained over now: they go.
void remove_record(const std::filesystem::path& folder);
/// The weights, README.md and training.json.
void write_model_folder(const std::filesystem::path& folder, const Transformer& model,
                        const Task& task, const TrainingRequest& request,
                        const TrainingResult& result);

}  // namespace baryscope
