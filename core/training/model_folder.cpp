#include "core/training/model_folder.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <system_error>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/input_file.h"
#include "core/model/family_list.h"
#include "core/text/word_level.h"
#include "core/training/checkpoint_state.h"
#include "core/training/model_card.h"
#include "core/training/training_record.h"

namespace baryscope {
namespace {

namespace fs = std::filesystem;

constexpr const char* card_name = "README.md";
constexpr const char* record_name = "training.json";

std::string first_names(const fs::path& folder) {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder)) {
    names.push_back(entry.path().filename().string());
  }
  std::sort(names.begin(), names.end());
  std::string text;
  for (std::size_t i = 0; i < names.size() && i < 3; ++i) {
    text += (i == 0 ? "" : ", ") + names[i];
  }
  return text + (names.size() > 3 ? ", …" : "");
}

/// A config of a native model, or a checkpoint of one that is not finished.
bool is_ours(const fs::path& folder) {
  try {
    if (is_present(folder / "config.json")) {
      return family(load_transformer_config(folder / "config.json").architecture).is_native;
    }
    if (is_present(folder / checkpoint_name)) {
      static_cast<void>(read_checkpoint_state(folder));
      return true;
    }
  } catch (const Error&) {
    return false;  // a config or a file that is not to be read is none of ours
  }
  return false;
}

std::string progress_of(const fs::path& folder) {
  try {
    return " after " + std::to_string(read_checkpoint_state(folder).steps_done) + " steps";
  } catch (const Error&) {
    return "";
  }
}

/// Whether the request may write into this folder, which exists.
void check_folder(const TrainingRequest& request, const fs::path& folder) {
  if (fs::is_empty(folder)) {
    if (request.resume) {
      throw UsageError("--resume on: " + folder.string() +
                       " is empty; leave out --resume to train from the start");
    }
    return;
  }
  if (!is_ours(folder)) {
    throw UsageError("--output " + folder.string() +
                     ": the folder holds something else than a "
                     "model of Baryscope (" +
                     first_names(folder) + "); name another one");
  }
  const bool has_checkpoint = is_present(folder / checkpoint_name);
  if (request.resume && !has_checkpoint) {
    throw UsageError("--resume on: " + folder.string() + " has no " + checkpoint_name +
                     " to go on from; --force on trains anew");
  }
  if (!request.resume && !request.force) {
    throw UsageError("--output " + folder.string() + ": the folder holds a model already" +
                     progress_of(folder) + "; " +
                     (has_checkpoint ? "--resume on goes on with it (more --steps for a finished "
                                       "one), --force on trains anew over it"
                                     : "--force on trains anew over it"));
  }
}

}  // namespace

ModelFolder::ModelFolder(const TrainingRequest& request) : m_path(request.output) {
  if (m_path.empty()) {
    throw UsageError("--output: expected a folder for the model");
  }
  try {
    if (!m_path.has_filename()) {
      m_path = m_path.parent_path();  // without the last slash
    }
    if (fs::is_directory(m_path)) {
      check_folder(request, m_path);
      return;
    }
    if (is_present(m_path)) {
      throw UsageError("--output " + m_path.string() + ": it is a file; --train writes a folder");
    }
    if (request.resume) {
      throw UsageError("--resume on: there is no folder " + m_path.string());
    }
    m_made = fs::create_directory(m_path);
  } catch (const fs::filesystem_error& error) {
    throw Error("cannot use the folder " + m_path.string() + ": " + error.code().message() +
                "; name one in a folder that exists and that you may write to");
  }
}

ModelFolder::~ModelFolder() {
  if (m_made) {
    std::error_code ignored;
    fs::remove(m_path, ignored);  // only where it is empty
  }
}

void write_weights(const fs::path& folder, const Transformer& model, const Task& task) {
  const TaskVocabulary& vocabulary = task.vocabulary();
  write_file(folder / "tokenizer.json", to_word_level_json(vocabulary.tokens, vocabulary.blank));
  save_transformer(model, folder);
}

void remove_record(const fs::path& folder) {
  std::error_code ignored;
  for (const char* name : {card_name, record_name}) {
    fs::remove(folder / name, ignored);
  }
}

void write_model_folder(const fs::path& folder, const Transformer& model, const Task& task,
                        const TrainingRequest& request, const TrainingResult& result) {
  write_file(folder / card_name, model_card(model.config(), task, request, result));
  write_file(folder / record_name, to_training_json(request, result));
  write_weights(folder, model, task);
}

}  // namespace baryscope
