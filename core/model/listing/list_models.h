/// The models that lie on this machine, whether they open or not. Free of ATen.
#pragma once

#include <filesystem>
#include <optional>
#include <stop_token>
#include <vector>

#include "core/analysis/model_places.h"
#include "core/model/listing/found_model.h"

namespace baryscope {

/// By store, by title within one. Reads heads of files only; goes into no link to a folder below
/// the places' own entries, and looks at a bounded number of them. What is broken, or may not be
/// read, is an entry with its problem. After a stop: those found so far.
std::vector<FoundModel> list_models(const ModelPlaces& places, const std::stop_token& stop);

/// The one model at a path; nothing where no model lies there.
std::optional<FoundModel> find_model_at(const std::filesystem::path& path);

}  // namespace baryscope
