/// The value of an option as a picture says it.
#pragma once

#include <string>

#include "app/session/film/sweep.h"
#include "core/options/option_spec.h"

namespace baryscope {

/// "λ = 0.42", "layer 5", "mechanism cog": by the option's symbol where it has one. `n_decimals`:
/// of a real number, always so many, so that words do not jump; below 0 the value as it is.
std::string value_words(const OptionSpec& spec, const std::string& value, int n_decimals = -1);
/// Decimals that tell a hundredth of the way from `first` to `last`.
int decimals_between(double first, double last);
/// Of the sweep's frames: of a range the decimals that its steps need; empty where the picture
/// names the value itself.
std::string value_words(const OptionSpec& spec, const Sweep& sweep, const std::string& value);

}  // namespace baryscope
