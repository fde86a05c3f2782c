/// Numbers and sentences as pictures write them.
#pragma once

#include <cstddef>
#include <string>

namespace baryscope {

/// Within ±1e100, whose square is still finite; 0 where it is no number or has no end.
double bounded(double value);

/// "41 %", "−3 %".
std::string percent_text(double share);
/// Three significant digits, without exponents where they can be avoided.
std::string short_number(double value);

/// A finding longer than that in two lines, parted at the semicolon (else the colon) nearest its
/// middle.
void break_line(std::string& finding, std::size_t longest);

}  // namespace baryscope
