#include "app/session/input.h"

#include <filesystem>
#include <system_error>

#include "core/analysis/model_library.h"
#include "core/base/error.h"
#include "core/sampling/data/data_source.h"

namespace baryscope {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view what_is_read =
    "this version reads model folders, model names, captures (*.safetensors), data sets (*.csv, "
    "*.npy), sessions (*.bary.json) and figures that carry one (*.png)";

constexpr std::string_view labels_ending = ".labels.npy";

}  // namespace

InputKind input_kind(std::string_view input) {
  if (input.empty()) {
    throw UsageError("an INPUT is empty: " + std::string(what_is_read));
  }
  std::error_code ignored;
  const fs::path path{std::string(input)};
  if (fs::is_directory(path, ignored)) {
    return InputKind::model;
  }
  const std::string name = path.filename().string();
  const bool session = name.ends_with(".bary.json") || name.ends_with(".png");
  const bool data = is_data_file(name);
  if (name.ends_with(labels_ending)) {
    const std::string points = std::string(input.substr(0, input.size() - labels_ending.size()));
    throw UsageError(std::string(input) + " holds the labels of " + points +
                     ".npy; open that file");
  }
  if ((session || data || name.ends_with(".safetensors")) && !fs::exists(path, ignored)) {
    throw Error("cannot open " + std::string(input) + ": there is no such file");
  }
  if (data) {
    return InputKind::data_set;
  }
  if (session) {
    return InputKind::session;
  }
  if (fs::exists(path, ignored) && !name.ends_with(".safetensors")) {
    throw UsageError(std::string(input) + " is of no known kind: " + std::string(what_is_read));
  }
  return InputKind::model;
}

bool is_capture(std::string_view model) {
  if (model.ends_with(".safetensors")) {
    return true;
  }
  try {
    return !fs::is_directory(find_model(model));
  } catch (const Error&) {
    return false;
  }
}

}  // namespace baryscope
