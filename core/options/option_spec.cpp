#include "core/options/option_spec.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/error.h"
#include "core/base/nearest_name.h"
#include "core/base/number_text.h"

namespace baryscope {
namespace {

constexpr std::size_t max_shown_bytes = 80;

/// The value as a message shows it: short, and quoted where its edges would not be seen.
std::string shown(std::string_view value) {
  std::string text(value.substr(0, max_shown_bytes));
  if (text.size() < value.size()) {
    // Do not end inside a UTF-8 sequence.
    while (!text.empty() && (static_cast<unsigned char>(text.back()) & 0xC0) == 0x80) {
      text.pop_back();
    }
    if (!text.empty() && static_cast<unsigned char>(text.back()) >= 0xC0) {
      text.pop_back();
    }
    text += "…";
  }
  if (text.empty() || text.find_first_of(" \t\n") != std::string::npos) {
    return "'" + text + "'";
  }
  return text;
}

[[noreturn]] void refuse(const OptionSpec& spec, std::string_view value,
                         std::string_view expected) {
  throw UsageError("--" + spec.id + " " + shown(value) + ": " + std::string(expected));
}

/// Whether only the width of a type, which the domain leaves unsaid, is in the value's way.
bool is_beyond_width(const OptionSpec& spec, std::string_view value) {
  return spec.type == OptionType::integer && spec.maximum &&
         *spec.maximum >= std::numeric_limits<int>::max() && !value.empty() &&
         value.find_first_not_of("0123456789") == std::string_view::npos &&
         find_number(value).value_or(std::numeric_limits<double>::infinity()) > *spec.maximum;
}

[[noreturn]] void refuse_by_domain(const OptionSpec& spec, std::string_view value) {
  std::string message = "expected " + domain_text(spec);
  if (is_beyond_width(spec, value)) {
    message += " and at most " + to_text(*spec.maximum);
  }
  if (!spec.choices.empty() && !value.empty()) {
    if (const auto nearest = find_nearest_name(value, spec.choices)) {
      message += "; did you mean '" + *nearest + "'?";
    }
  }
  refuse(spec, value, message);
}

bool is_choice(const OptionSpec& spec, std::string_view value) {
  return std::find(spec.choices.begin(), spec.choices.end(), value) != spec.choices.end();
}

bool in_range(const OptionSpec& spec, double value) {
  if (spec.minimum &&
      (value < *spec.minimum || (spec.minimum_exclusive && value == *spec.minimum))) {
    return false;
  }
  return !spec.maximum || value <= *spec.maximum;
}

/// Length of the well-formed UTF-8 sequence at the front of `text`, 0 where there is none.
std::size_t utf8_length(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const auto follows = [&](std::size_t i, unsigned low, unsigned high) {
    return i < text.size() && byte(i) >= low && byte(i) <= high;
  };
  const unsigned first = byte(0);
  if (first < 0x80) {
    return 1;
  }
  if (first >= 0xC2 && first <= 0xDF) {
    return follows(1, 0x80, 0xBF) ? 2 : 0;
  }
  if (first >= 0xE0 && first <= 0xEF) {
    const unsigned low = first == 0xE0 ? 0xA0 : 0x80;
    const unsigned high = first == 0xED ? 0x9F : 0xBF;  // surrogates are no characters
    return follows(1, low, high) && follows(2, 0x80, 0xBF) ? 3 : 0;
  }
  if (first >= 0xF0 && first <= 0xF4) {
    const unsigned low = first == 0xF0 ? 0x90 : 0x80;
    const unsigned high = first == 0xF4 ? 0x8F : 0xBF;
    return follows(1, low, high) && follows(2, 0x80, 0xBF) && follows(3, 0x80, 0xBF) ? 4 : 0;
  }
  return 0;
}

std::string canonical_list(const OptionSpec& spec, std::string_view value) {
  std::vector<bool> chosen(spec.choices.size(), false);
  while (!value.empty()) {
    const std::size_t comma = std::min(value.find(','), value.size());
    const std::string_view item = value.substr(0, comma);
    const auto found = std::find(spec.choices.begin(), spec.choices.end(), item);
    if (found == spec.choices.end()) {
      refuse_by_domain(spec, item);
    }
    chosen[static_cast<std::size_t>(found - spec.choices.begin())] = true;
    value.remove_prefix(std::min(comma + 1, value.size()));
  }
  std::string text;
  for (std::size_t i = 0; i < chosen.size(); ++i) {
    if (chosen[i]) {
      text += (text.empty() ? "" : ",") + spec.choices[i];
    }
  }
  return text;
}

std::string joined(const std::vector<std::string>& words, std::string_view last_joint) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) {
      text += i + 1 == words.size() ? last_joint : ", ";
    }
    text += words[i];
  }
  return text;
}

std::string number_domain(const OptionSpec& spec) {
  std::string text = spec.type == OptionType::integer ? "a whole number" : "a number";
  // "1000000", where the shortest text of the double is "1e+06".
  const auto bound = [](double value) {
    const bool whole = std::abs(value) < 1e15 && value == std::floor(value);
    return whole ? to_text(static_cast<std::int64_t>(value)) : to_text(value);
  };
  // A bound that is only the width of a type says nothing to a person.
  const bool capped = spec.maximum && *spec.maximum < std::numeric_limits<int>::max();
  if (spec.minimum && capped && !spec.minimum_exclusive) {
    return text + " from " + bound(*spec.minimum) + " to " + bound(*spec.maximum);
  }
  if (spec.minimum) {
    text += (spec.minimum_exclusive ? " > " : " of at least ") + bound(*spec.minimum);
  }
  if (capped) {
    text += (spec.minimum ? " and at most " : " of at most ") + bound(*spec.maximum);
  }
  return text;
}

}  // namespace

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    const std::size_t length = utf8_length(text);
    if (length == 0) {
      return false;
    }
    text.remove_prefix(length);
  }
  return true;
}

std::string canonical_value(const OptionSpec& spec, std::string_view value) {
  if (value.find('\0') != std::string_view::npos) {
    refuse(spec, value.substr(0, value.find('\0')), "expected no NUL character in it");
  }
  // The name of a file is any bytes; all else is text.
  if (spec.type != OptionType::path && !is_utf8(value)) {
    refuse(spec, "", "expected text in UTF-8");
  }
  if (spec.parse) {
    try {
      return spec.parse(value);
    } catch (const UsageError& error) {
      const std::string_view message = error.what();
      if (message.starts_with("--" + spec.id)) {
        throw;
      }
      refuse(spec, value, message);
    }
  }
  switch (spec.type) {
    case OptionType::text:
    case OptionType::path:
      return std::string(value);
    case OptionType::flag:
      if (value != "on" && value != "off") {
        refuse_by_domain(spec, value);
      }
      return std::string(value);
    case OptionType::integer: {
      if (is_choice(spec, value)) {
        return std::string(value);
      }
      const auto number = find_integer(value);
      if (!number || !in_range(spec, static_cast<double>(*number))) {
        refuse_by_domain(spec, value);
      }
      return to_text(*number);
    }
    case OptionType::number: {
      if (is_choice(spec, value)) {
        return std::string(value);
      }
      const auto number = find_number(value);
      if (!number || !std::isfinite(*number) || !in_range(spec, *number)) {
        refuse_by_domain(spec, value);
      }
      return to_text(*number == 0 ? 0.0 : *number);
    }
    case OptionType::choice:
      if (!is_choice(spec, value)) {
        refuse_by_domain(spec, value);
      }
      return std::string(value);
    case OptionType::list:
      return canonical_list(spec, value);
  }
  BARYSCOPE_CHECK(!"a known option type");
  return {};
}

std::string domain_text(const OptionSpec& spec) {
  std::vector<std::string> words = spec.choices;
  if (spec.parse) {
    words.push_back(value_name(spec));
    return joined(words, " or ");
  }
  switch (spec.type) {
    case OptionType::text:
      return "any text";
    case OptionType::path:
      return "a file or folder";
    case OptionType::flag:
      return "on or off";
    case OptionType::integer:
    case OptionType::number:
      words.push_back(number_domain(spec));
      return joined(words, " or ");
    case OptionType::choice:
      return joined(words, " or ");
    case OptionType::list:
      return "any of " + joined(words, " and ") + ", separated by commas";
  }
  return {};
}

std::string value_name(const OptionSpec& spec) {
  if (!spec.value_name.empty()) {
    return spec.value_name;
  }
  switch (spec.type) {
    case OptionType::text:
      return "TEXT";
    case OptionType::path:
      return "PATH";
    case OptionType::flag:
      return "on|off";
    case OptionType::integer:
      return "N";
    case OptionType::number:
      return "X";
    case OptionType::choice:
      return "NAME";
    case OptionType::list:
      return "NAMES";
  }
  return {};
}

}  // namespace baryscope
