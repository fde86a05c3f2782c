/// One row of the option table: everything the program knows about one option.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace baryscope {

enum class OptionType {
  text,     ///< any string
  path,     ///< a file or folder name; an empty value means none
  flag,     ///< `on` or `off`
  integer,  ///< a whole number in [minimum, maximum], or one of `choices`
  number,   ///< a finite number in [minimum, maximum], or one of `choices`
  choice,   ///< exactly one of `choices`
  list,     ///< any subset of `choices`, comma-separated
};

/// From this row come the command-line flag, the panel's widget, the session key, the docs row,
/// the completion and a test.
struct OptionSpec {
  std::string id = {};  ///< "window-anchor": the flag without dashes and the session key
  OptionType type = OptionType::text;
  std::string default_value = {};  ///< as canonical text
  std::string help = {};           ///< one sentence a student understands, with the formula if any
  std::string group = {};          ///< "input", "mechanism", "view", "figure", …: panels and docs
  std::string value_name = {};     ///< "K" in `--keep K`; empty: derived from the type
  std::vector<std::string> choices = {};
  std::optional<double> minimum = {};
  std::optional<double> maximum = {};
  bool minimum_exclusive = false;
  /// A domain of its own (`512x32`, a colour): returns the canonical text, or throws UsageError
  /// "expected …" (option and value are put before it). Runs in place of the checks by type; the
  /// domain in words is then `choices` and `value_name`.
  std::function<std::string(std::string_view)> parse = {};
  std::string since = "0.1";
};

/// The canonical text of `value` for this option ("+1.50" → "1.5", "ON" is refused), or a
/// UsageError "--keep 0: expected a whole number of at least 1".
std::string canonical_value(const OptionSpec& spec, std::string_view value);

/// The domain in words: "a number > 0", "pairwise, linear, … or cog".
std::string domain_text(const OptionSpec& spec);

/// What stands for the value in help: `value_name`, or a word by type.
std::string value_name(const OptionSpec& spec);

/// True where `text` is well-formed UTF-8 (Unicode 15, table 3-7).
bool is_utf8(std::string_view text);

}  // namespace baryscope
