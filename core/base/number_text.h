/// Numbers as text, independent of the locale: from_chars and to_chars only.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace baryscope {

/// The shortest text that reads back as the same double ("0.1", "1e-09", "nan", "inf").
std::string to_text(double value);
/// Fixed notation with `n_decimals` digits after the point ("0.42").
std::string to_text(double value, int n_decimals);
std::string to_text(std::int64_t value);

/// The whole of `text` as a number, or nothing. Accepts a leading '+'; no spaces, no locale.
std::optional<double> find_number(std::string_view text);
std::optional<std::int64_t> find_integer(std::string_view text);

}  // namespace baryscope
