#include "app/session/session_inputs.h"

#include <algorithm>
#include <iterator>
#include <system_error>
#include <utility>

#include "app/session/session_requests.h"
#include "app/session/sha256.h"
#include "core/analysis/gguf_files.h"
#include "core/analysis/model_library.h"
#include "core/base/log.h"
#include "core/base/shown_name.h"
#include "core/model/weights/model_files.h"
#include "core/sampling/data/data_source.h"

namespace baryscope {
namespace {

namespace fs = std::filesystem;

/// The files of a model; none where it is not found, which whoever opens it says.
std::vector<fs::path> files_of_model(const std::string& name) {
  try {
    return name.empty() ? std::vector<fs::path>() : model_files(find_model(name));
  } catch (const Error&) {
    return {};
  }
}

/// As in model_files(): what a model folder holds for us.
bool is_model_file(const fs::path& file) {
  const std::string name = file.filename().string();
  return name == "config.json" || name == "tokenizer.json" || name.ends_with(".safetensors") ||
         name.ends_with(".safetensors.index.json") || name.ends_with(".gguf");
}

/// A model folder itself, or the one in which a capture's files lie.
fs::path folder_of_model(const fs::path& model) {
  std::error_code ignored;
  return fs::is_directory(model, ignored) ? model : model.parent_path();
}

bool leads_out(const fs::path& file) {
  const fs::path normal = file.lexically_normal();
  return normal.is_absolute() || normal.empty() || *normal.begin() == "..";
}

std::vector<SessionInput> hash_model(const std::string& model) {
  const fs::path place = find_model(model);
  const fs::path folder = folder_of_model(place);
  std::vector<SessionInput> inputs;
  for (const fs::path& file : model_files(place)) {
    std::error_code ignored;
    if (fs::exists(file, ignored)) {
      const std::string name = file == place ? "" : file.lexically_relative(folder).string();
      inputs.push_back({model, name, sha256_of_file(file)});
    }
  }
  return inputs;
}

std::vector<SessionInput> hash_data(const std::string& name) {
  std::vector<SessionInput> inputs;
  for (const std::string& file : data_files(name)) {
    inputs.push_back({name, file == name ? "" : fs::path(file).filename().string(),
                      sha256_of_file(file), "dataset"});
  }
  return inputs;
}

fs::path place_of(const SessionInput& input) {
  if (input.option == "dataset") {
    const fs::path data = input.name;
    return input.file.empty() ? data : data.parent_path() / input.file;
  }
  fs::path model = find_model(input.name);
  if (!input.file.empty()) {
    return folder_of_model(model) / input.file;
  }
  std::error_code ignored;
  const bool is_one_file = !fs::is_directory(model, ignored) && is_model_path(model);
  if (!is_one_file && !is_capture_name(model.string())) {
    throw Error(model.string() + " is no capture (*.safetensors) and no model in one file");
  }
  return model;
}

bool is_named(const SessionInput& input, const OptionValues& options) {
  return input.option == "dataset"
             ? input.name == options.text("dataset")
             : input.name == options.text("model") || input.name == options.text("compare");
}

std::string shown(const SessionInput& input) {
  if (input.file.empty()) {
    return input.name;
  }
  return input.option == "dataset" ? place_of(input).string() : input.name + "/" + input.file;
}

}  // namespace

std::vector<fs::path> input_files(const OptionValues& options) {
  std::vector<fs::path> files;
  for (const char* id : {"model", "compare"}) {
    const std::vector<fs::path> more = files_of_model(options.text(id));
    files.insert(files.end(), more.begin(), more.end());
  }
  for (const std::string& file : data_files(options.text("dataset"))) {
    files.emplace_back(file);
  }
  return files;
}

void refuse_input_as_output(std::string_view target, const std::vector<fs::path>& files) {
  const fs::path path{std::string(target)};
  for (const fs::path& file : files) {
    std::error_code ignored;
    if (fs::equivalent(path, file, ignored)) {
      throw UsageError("--output " + path.string() + ": " +
                       (path == file ? "it" : "this is " + file.string() + ", which") +
                       " is read here and would be overwritten; name another file");
    }
  }
}

std::vector<SessionInput> hash_inputs(const OptionValues& options) {
  if (shows_samples(options)) {
    return hash_data(options.text("dataset"));
  }
  std::vector<SessionInput> inputs = hash_model(options.text("model"));
  if (const std::string& compared = options.text("compare");
      !compared.empty() && compared != options.text("model")) {
    const std::vector<SessionInput> more = hash_model(compared);
    inputs.insert(inputs.end(), more.begin(), more.end());
  }
  return inputs;
}

void check_input(const SessionInput& input, const OptionValues& options) {
  const auto fail = [&](const std::string& problem) {
    const std::string name = input.file.empty() ? input.name : input.name + "/" + input.file;
    throw Error("its input '" + shown_name(name) + "' " + problem);
  };
  if (!is_named(input, options)) {
    fail("is named by none of its options");
  }
  if (input.option == "dataset") {
    const std::vector<std::string> files = data_files(input.name);
    const bool known = std::any_of(files.begin(), files.end(), [&](const std::string& file) {
      return input.file.empty() || fs::path(file).filename() == input.file;
    });
    if (!known) {
      fail("is no data set (*.csv, *.npy) and no file beside one");
    }
    return;
  }
  if (!input.file.empty() && (!is_model_file(input.file) || leads_out(input.file))) {
    fail("is no file of a model folder");
  }
}

std::vector<std::string> changed_inputs(const std::vector<SessionInput>& inputs) {
  std::vector<std::string> sentences;
  for (const SessionInput& input : inputs) {
    try {
      if (sha256_of_file(place_of(input)) != input.sha256) {
        sentences.push_back(shown(input) + " is not the file that this session was made with");
      }
    } catch (const Error& error) {
      sentences.push_back((input.file.empty() ? input.name : input.name + "/" + input.file) +
                          ", with which this session was made: " + error.what());
    }
  }
  return sentences;
}

void check_unchanged(const std::vector<SessionInput>& inputs, const OptionValues& options) {
  std::vector<SessionInput> named;
  std::copy_if(inputs.begin(), inputs.end(), std::back_inserter(named),
               [&](const SessionInput& input) { return is_named(input, options); });
  const std::vector<std::string> sentences = changed_inputs(named);
  if (sentences.empty()) {
    return;
  }
  if (options.text("changed-inputs") == "accept") {
    for (const std::string& sentence : sentences) {
      log(LogLevel::warning, sentence);
    }
    return;
  }
  std::string message;
  for (const std::string& sentence : sentences) {
    message += (message.empty() ? "" : "\n") + sentence;
  }
  throw ChangedInputs(std::move(message));
}

ChangedInputs::ChangedInputs(std::string sentences)
    : Error(sentences + "; --changed-inputs accept opens it with what is there now"),
      m_sentences(std::move(sentences)) {}

std::string name_from(const fs::path& folder, const std::string& name) {
  const fs::path path = name;
  std::error_code failed;
  if (name.empty() || !fs::exists(path, failed)) {
    return name;
  }
  // Of the folder alone: a file keeps its own name, also where it is a link.
  const fs::path plain = path.has_filename() ? path : path.parent_path();
  const fs::path above = fs::canonical(plain.has_parent_path() ? plain.parent_path() : ".", failed);
  const fs::path whole = (above / plain.filename()).lexically_normal();
  if (failed || folder.empty()) {
    return failed ? name : whole.string();
  }
  const fs::path base = fs::weakly_canonical(folder, failed);
  const fs::path relative = whole.lexically_relative(base);
  if (failed || relative.empty() || (path.is_absolute() && *relative.begin() == "..")) {
    return name;
  }
  return relative.string();
}

std::string name_beside(const fs::path& folder, const std::string& name) {
  std::error_code ignored;
  if (name.empty() || fs::path(name).is_absolute() || !fs::exists(folder / name, ignored)) {
    return name;
  }
  return (folder / name).lexically_normal().string();
}

}  // namespace baryscope
