#include "core/model/weights/weight_source.h"

#include <fmt/format.h>

#include "core/base/nearest_name.h"
#include "core/base/shown_name.h"
#include "core/model/weights/safetensors.h"

namespace baryscope {

const TensorEntry& WeightSource::entry(std::string_view name) const {
  if (const TensorEntry* found = find_entry(name)) {
    return *found;
  }
  const auto nearest = find_nearest_name(name, names());
  throw WeightError(fmt::format("{} has no tensor '{}'{}", path().string(), shown_name(name),
                                nearest ? "; the nearest is '" + *nearest + "'" : ""));
}

void WeightSource::decode_rows(std::string_view name, std::int64_t /*first*/,
                               std::int64_t /*n_rows*/, float* /*numbers*/) const {
  throw CheckFailed("tensor '" + std::string(name) + "' has no coding");
}

const std::map<std::string, std::string>& WeightSource::metadata() const {
  static const std::map<std::string, std::string> none;
  return none;
}

const std::vector<std::string>& WeightSource::notes() const {
  static const std::vector<std::string> none;
  return none;
}

std::shared_ptr<const WeightSource> open_weights(const std::filesystem::path& folder) {
  return std::make_shared<const Safetensors>(Safetensors::open_folder(folder));
}

}  // namespace baryscope
