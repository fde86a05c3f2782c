#include "core/analysis/gguf_files.h"

#include <algorithm>
#include <array>
#include <map>
#include <system_error>
#include <utility>

#include "core/base/input_file.h"
#include "core/base/number_text.h"

namespace baryscope {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view gguf_ending = ".gguf";
constexpr std::size_t n_digits = 5;  // of a part's number, as llama.cpp's splitter writes it

/// ASCII letters only, so that no locale matters.
bool has_gguf_ending(std::string_view name) {
  if (name.size() <= gguf_ending.size()) {
    return false;
  }
  const std::string_view ending = name.substr(name.size() - gguf_ending.size());
  return std::equal(ending.begin(), ending.end(), gguf_ending.begin(), [](char a, char b) {
    return (a >= 'A' && a <= 'Z' ? static_cast<char>(a + 32) : a) == b;
  });
}

std::optional<int> five_digits(std::string_view text) {
  const bool digits = text.size() == n_digits && std::all_of(text.begin(), text.end(), [](char c) {
                        return c >= '0' && c <= '9';
                      });
  const auto number = digits ? find_integer(text) : std::nullopt;
  return number ? std::optional(static_cast<int>(*number)) : std::nullopt;
}

std::string numbered(int number) {
  const std::string text = to_text(static_cast<std::int64_t>(number));
  return std::string(n_digits - std::min(n_digits, text.size()), '0') + text;
}

}  // namespace

bool is_model_path(const fs::path& path) {
  std::error_code ignored;
  return fs::is_directory(path, ignored) || has_gguf_ending(path.filename().string()) ||
         begins_as_gguf(path);
}

bool begins_as_gguf(const fs::path& path) {
  constexpr std::string_view magic = "GGUF";
  std::array<char, magic.size()> begin{};
  try {
    return InputFile(path).read(begin.data(), begin.size()) == begin.size() &&
           std::string_view(begin.data(), begin.size()) == magic;
  } catch (const InputFileError&) {
    return false;
  }
}

std::optional<GgufPartName> find_gguf_part_name(std::string_view file_name) {
  constexpr std::string_view of = "-of-";
  constexpr std::size_t tail = 1 + n_digits + of.size() + n_digits + gguf_ending.size();
  if (!has_gguf_ending(file_name) || file_name.size() <= tail) {
    return std::nullopt;
  }
  const std::string_view end = file_name.substr(file_name.size() - tail);
  const auto number = five_digits(end.substr(1, n_digits));
  const auto n_parts = five_digits(end.substr(1 + n_digits + of.size(), n_digits));
  if (end.front() != '-' || end.substr(1 + n_digits, of.size()) != of || !number || !n_parts ||
      *number < 1 || *number > *n_parts) {
    return std::nullopt;
  }
  return GgufPartName{std::string(file_name.substr(0, file_name.size() - tail)), *number, *n_parts};
}

std::string gguf_file_of_part(const GgufPartName& part, int number) {
  return part.stem + "-" + numbered(number) + "-of-" + numbered(part.n_parts) +
         std::string(gguf_ending);
}

std::vector<GgufSet> gguf_sets(std::vector<fs::path> files) {
  std::erase_if(files,
                [](const fs::path& file) { return !has_gguf_ending(file.filename().string()); });
  std::sort(files.begin(), files.end());
  std::vector<GgufSet> sets;
  // Parts of one folder and one number of parts belong together.
  std::map<std::pair<fs::path, int>, std::map<int, fs::path>> split;
  for (const fs::path& file : files) {
    if (const auto part = find_gguf_part_name(file.filename().string())) {
      split[{file.parent_path() / part->stem, part->n_parts}].emplace(part->number, file);
    } else {
      sets.push_back({file.stem().string(), {file}, {}});
    }
  }
  for (const auto& [key, parts] : split) {
    const auto& [whole, n_parts] = key;
    GgufSet set{whole.filename().string(), {}, {}};
    for (int number = 1; number <= n_parts; ++number) {
      if (const auto found = parts.find(number); found != parts.end()) {
        set.files.push_back(found->second);
      } else {
        set.missing.push_back(gguf_file_of_part({set.name, number, n_parts}, number));
      }
    }
    sets.push_back(std::move(set));
  }
  std::sort(sets.begin(), sets.end(),
            [](const GgufSet& a, const GgufSet& b) { return a.files.front() < b.files.front(); });
  return sets;
}

}  // namespace baryscope
