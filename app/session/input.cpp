#include "app/session/input.h"

#include <filesystem>
#include <system_error>

#include "app/session/shipped_sessions.h"
#include "core/analysis/gguf_files.h"
#include "core/analysis/model_library.h"
#include "core/analysis/ollama_store.h"
#include "core/base/error.h"
#include "core/base/folder_entries.h"
#include "core/sampling/data/data_source.h"

namespace baryscope {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view labels_ending = ".labels.npy";

bool is_found(std::string_view model) {
  try {
    static_cast<void>(find_model(model));
    return true;
  } catch (const Error&) {
    return false;
  }
}

}  // namespace

std::string opened_path(std::string_view input) {
  const fs::path path{std::string(input)};
  std::error_code ignored;
  if (!fs::exists(path, ignored)) {
    if (const auto session = find_shipped_session(input)) {
      return session->string();
    }
  }
  return path.filename() == "config.json" && fs::is_regular_file(path, ignored)
             ? (path.has_parent_path() ? path.parent_path() : fs::path(".")).string()
             : std::string(input);
}

InputKind input_kind(std::string_view input) {
  if (input.empty()) {
    throw UsageError("an INPUT is empty: this version reads " + list_input_formats());
  }
  std::error_code ignored;
  const fs::path path{opened_path(input)};
  if (fs::is_directory(path, ignored)) {
    return InputKind::model;
  }
  const std::string name = path.filename().string();
  if (name.ends_with(labels_ending)) {
    const std::string points = std::string(input.substr(0, input.size() - labels_ending.size()));
    throw UsageError(std::string(input) + " holds the labels of " + points +
                     ".npy; open that file");
  }
  const InputFormat* format = find_input_format(name);
  const bool there = fs::exists(path, ignored);
  const bool is_name = format != nullptr && !there && format->kind == InputKind::model;
  if (is_name && is_found(input)) {
    return InputKind::model;  // NAME.gguf on the search path, org/name/FILE.gguf
  }
  if (format != nullptr && !there && name != "config.json") {
    throw Error("cannot open " + std::string(input) + ": " +
                (is_dangling(path) ? "it is a link to " + fs::read_symlink(path, ignored).string() +
                                         ", which is not there"
                                   : "there is no such file"));
  }
  if (format == nullptr && there && (begins_as_gguf(path) || find_ollama_manifest(path))) {
    return InputKind::model;  // of Ollama's store, whose files have no endings
  }
  if (format == nullptr && there) {
    throw UsageError(std::string(input) + " is of no known kind: this version reads " +
                     list_input_formats());
  }
  return format == nullptr ? InputKind::model : format->kind;
}

bool is_capture(std::string_view model) {
  if (is_capture_name(model)) {
    return true;
  }
  try {
    return !is_model_path(find_model(model));
  } catch (const Error&) {
    return false;
  }
}

}  // namespace baryscope
