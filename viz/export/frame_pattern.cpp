#include "viz/export/frame_pattern.h"

#include <algorithm>
#include <cctype>
#include <cstddef>
#include <optional>
#include <string>

#include "core/base/error.h"
#include "core/base/number_text.h"

namespace baryscope {
namespace {

constexpr std::string_view k_ending = ".png", k_word = "frame", k_width = ":0";

/// Where a placeholder stands and how many digits it asks for.
struct Placeholder {
  std::size_t begin = 0, length = 0;
  std::size_t n_digits = 1;
};

/// "frame" or "frame:04".
std::optional<std::size_t> find_width(std::string_view words) {
  if (words == k_word) {
    return 1;
  }
  if (words.size() == k_word.size() + k_width.size() + 1 && words.starts_with(k_word) &&
      words.substr(k_word.size(), k_width.size()) == k_width && words.back() >= '1' &&
      words.back() <= '9') {
    return static_cast<std::size_t>(words.back() - '0');
  }
  return {};
}

bool looks_like_one(std::string_view words) {
  std::string begin(words.substr(0, k_word.size()));
  std::transform(begin.begin(), begin.end(), begin.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return words.empty() || words.find(':') != std::string_view::npos || begin == k_word;
}

[[noreturn]] void refuse(std::string_view name, const std::string& why) {
  throw UsageError("--output " + std::string(name) + ": " + why +
                   "; the number of a frame is written {frame} or, with four digits, {frame:04}, "
                   "once, in a name that ends in .png");
}

/// The only placeholder, or nothing; `told` refuses what looks like one.
std::optional<Placeholder> find_placeholder(std::string_view name, bool told) {
  std::optional<Placeholder> found;
  for (std::size_t begin = name.find('{'); begin != std::string_view::npos;
       begin = name.find('{', begin + 1)) {
    const std::size_t end = name.find('}', begin);
    if (end == std::string_view::npos) {
      break;
    }
    const std::string_view words = name.substr(begin + 1, end - begin - 1);
    const auto width = find_width(words);
    if (told && !width && looks_like_one(words)) {
      refuse(name, "{" + std::string(words) + "} is not known");
    }
    if (width && found) {
      if (told) {
        refuse(name, "there are two placeholders");
      }
      return {};
    }
    if (width) {
      found = {begin, end + 1 - begin, *width};
    }
  }
  if (told && found && !name.ends_with(k_ending)) {
    refuse(name, "frames of their own are PNG pictures");
  }
  return found;
}

}  // namespace

bool is_frame_pattern(std::string_view name) {
  return name.ends_with(k_ending) && find_placeholder(name, false).has_value();
}

std::filesystem::path frame_path(const std::filesystem::path& pattern, std::int64_t frame) {
  std::string name = pattern.filename().string();
  const auto placeholder = find_placeholder(name, false);
  BARYSCOPE_CHECK(placeholder.has_value() && frame >= 0);
  std::string number = to_text(frame);
  number.insert(0, placeholder->n_digits - std::min(placeholder->n_digits, number.size()), '0');
  name.replace(placeholder->begin, placeholder->length, number);
  return pattern.parent_path() / name;
}

void check_frame_pattern(std::string_view name) { find_placeholder(name, true); }

}  // namespace baryscope
