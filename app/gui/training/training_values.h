/// Which of the program's option rows a training reads, and what it begins with.
#pragma once

#include <string>
#include <string_view>

#include "core/options/option_table.h"

namespace baryscope {

/// Of a training's own, of its mechanism, or of how it runs (device, seed …).
bool is_training_row(const OptionTable& table, std::string_view id);
/// A row that says where a pretrained model borrows K′, V′ … from: a model in training has its own.
bool is_lens_row(const std::string& id);

/// The training that was asked for (`train` is not none), else the first of each list.
OptionValues first_training_values(const OptionValues& given);
/// What the picture is left with where a training was asked for: the mechanism is the training's.
OptionValues without_training(const OptionValues& given);

}  // namespace baryscope
