#include "app/session/input_formats.h"

#include <algorithm>

namespace baryscope {
namespace {

/// ASCII letters only, so that no locale matters.
std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  }
  return result;
}

bool has_ending(std::string_view name, std::string_view ending) {
  return ending.starts_with('.') ? name.size() > ending.size() && name.ends_with(ending)
                                 : name == ending;
}

}  // namespace

const std::vector<InputFormat>& input_formats() {
  static const std::vector<InputFormat> list = {
      {InputKind::model, "Model folders", "model folders", {"config.json"}},
      {InputKind::model, "GGUF files", "GGUF files", {".gguf"}},
      {InputKind::model, "Captures", "captures", {".safetensors", ".safetensors.index.json"}},
      {InputKind::data_set, "Tables", "data sets", {".csv", ".npy"}},
      {InputKind::session,
       "Sessions and figures",
       "sessions and figures with one",
       {".bary.json", ".png", ".svg", ".pdf"}},
      {InputKind::text, "Texts", "texts", {".txt", ".md"}},
  };
  return list;
}

const InputFormat* find_input_format(std::string_view file_name) {
  const std::string name = lower(file_name);
  for (const InputFormat& format : input_formats()) {
    if (std::any_of(format.endings.begin(), format.endings.end(),
                    [&](const std::string& ending) { return has_ending(name, ending); })) {
      return &format;
    }
  }
  return nullptr;
}

std::string list_input_formats() {
  std::string list = "model names";
  for (const InputFormat& format : input_formats()) {
    std::string endings;
    for (const std::string& ending : format.endings) {
      endings +=
          (endings.empty() ? "" : ", ") + std::string(ending.starts_with('.') ? "*" : "") + ending;
    }
    list += ", " + format.noun + " (" + endings + ")";
  }
  return list;
}

}  // namespace baryscope
