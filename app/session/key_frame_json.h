/// Key frames in sessions: the entry `keys` (resources/docs/formats.md).
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "app/session/film/timeline.h"
#include "core/options/option_table.h"

namespace baryscope {

nlohmann::ordered_json timeline_json(const Timeline& timeline, const OptionTable& table);
/// Throws Error that names the key for what is no such list, UsageError for an option or a value
/// that a key frame cannot have.
Timeline timeline_from_json(const OptionTable& table, const nlohmann::json& keys);

}  // namespace baryscope
