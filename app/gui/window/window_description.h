/// The window as text: every control that is seen, with its name, words, value and place.
#pragma once

#include <string>

class QMainWindow;

namespace baryscope {

/// One line of JSON: `title`, `size`, `focus` (the name of the control that takes the keys),
/// `menus` and `controls`; a control has `kind`, `name`, `words` (what a screen reader says),
/// `value`, `inside` (the nearest part around it that has a name), `box` (left, top, width and
/// height on the screen of what is not covered or scrolled away) and where they hold `focus`,
/// `disabled`, `checked` and `tab` (the Tab key stops there). `more` holds further entries, as a
/// JSON object.
std::string describe_window(const QMainWindow& window, const std::string& more);

}  // namespace baryscope
