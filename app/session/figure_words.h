/// What each thing in a figure is called, for formats that can say it.
#pragma once

#include <functional>
#include <string>

#include "app/session/finished.h"
#include "viz/scene/subject.h"

namespace baryscope {

/// "bakery → library 0.09" of an edge, "library (position 9)" of a token; of samples "row 17".
/// `compared`: in the picture of what is compared. Empty for furniture.
std::string figure_words(const Finished& shown, bool compared, const Subject& subject);

/// The same for exporters; only while `shown` is there.
std::function<std::string(bool compared, const Subject& subject)> describe_in(
    const Finished& shown);

}  // namespace baryscope
