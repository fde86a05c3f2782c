#include "core/model/weights/weight_source.h"

#include <fmt/format.h>

#include "core/base/nearest_name.h"
#include "core/model/weights/safetensors.h"

namespace baryscope {

const TensorEntry& WeightSource::entry(std::string_view name) const {
  if (const TensorEntry* found = find_entry(name)) {
    return *found;
  }
  const auto nearest = find_nearest_name(name, names());
  throw WeightError(fmt::format("{} has no tensor '{}'{}", path().string(), name,
                                nearest ? "; the nearest is '" + *nearest + "'" : ""));
}

std::unique_ptr<const WeightSource> open_weights(const std::filesystem::path& folder) {
  return std::make_unique<const Safetensors>(Safetensors::open_folder(folder));
}

}  // namespace baryscope
