#include "app/session/input.h"

#include <filesystem>
#include <system_error>

#include "core/analysis/model_library.h"
#include "core/base/error.h"

namespace baryscope {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view what_is_read =
    "this version reads model folders, model names, captures (*.safetensors), sessions "
    "(*.bary.json) and figures that carry one (*.png)";

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
  for (const char* ending : {".csv", ".npy"}) {
    if (name.ends_with(ending)) {
      throw UsageError(std::string(input) + " is a data set, which this version does not read: " +
                       std::string(what_is_read));
    }
  }
  if ((session || name.ends_with(".safetensors")) && !fs::exists(path, ignored)) {
    throw Error("cannot open " + std::string(input) + ": there is no such file");
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
