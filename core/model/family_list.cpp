/// The one list of model families.
#include "core/model/family_list.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/base/nearest_name.h"
#include "core/model/families/bert.h"
#include "core/model/families/native.h"

namespace baryscope {
namespace {

const std::vector<ModelFamily>& families() {
  static const std::vector<ModelFamily> rows = {
      {"bert", "Bert", read_bert_config, bert_weight, "bert.", "encoder.layer.", false},
      {"baryscope", "", read_native_config, native_weight, "", "", true},
  };
  return rows;
}

std::string unknown_family(std::string_view name) {
  std::vector<std::string> known;
  for (const ModelFamily& row : families()) {
    known.push_back(row.name);
  }
  return unknown_name_message("architecture", name, known);
}

template <typename Wanted>
const ModelFamily* find_family(const Wanted& wanted) {
  const auto found = std::find_if(families().begin(), families().end(), wanted);
  return found == families().end() ? nullptr : &*found;
}

const ModelFamily* find_named(std::string_view name) {
  return find_family([name](const ModelFamily& row) { return row.name == name; });
}

}  // namespace

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

const ModelFamily& family_of(ConfigEntries& entries) {
  std::string named = entries.text("model_type", "");
  const ModelFamily* found = nullptr;
  if (named.empty()) {
    const nlohmann::json* classes = entries.find("architectures");
    if (classes == nullptr || !classes->is_array() || classes->empty() ||
        !classes->front().is_string()) {
      entries.fail("it names neither a model_type nor architectures");
    }
    named = classes->front().get<std::string>();
    found = find_family([&named](const ModelFamily& row) {
      return !row.class_stem.empty() && named.starts_with(row.class_stem);
    });
  }
  if (found == nullptr) {
    found = find_named(named);
  }
  if (found == nullptr) {
    entries.fail(unknown_family(named) +
                 ". Any other model can be captured by resources/python/capture_model.py");
  }
  return *found;
}

}  // namespace baryscope
