/// What lists say of a found model.
#pragma once

#include <QString>

#include "core/model/listing/found_model.h"

namespace baryscope {

/// "llama · 30 × 9 · Q4_1 · 98 MB", or why it cannot be opened.
QString model_note(const FoundModel& model);
/// In whole words, with the place.
QString model_tip(const FoundModel& model);

}  // namespace baryscope
