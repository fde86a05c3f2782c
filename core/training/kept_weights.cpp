#include "core/training/kept_weights.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

#include "core/base/error.h"
#include "core/base/number_text.h"

namespace baryscope {
namespace {

namespace fs = std::filesystem;

constexpr const char* k_folder = "checkpoints";
constexpr std::string_view k_prefix = "step-";
constexpr std::size_t k_digits = 7;
constexpr std::array<const char*, 3> k_files{"config.json", "model.safetensors", "tokenizer.json"};

std::optional<int> step_of(const fs::path& folder) {
  const std::string name = folder.filename().string();
  if (!name.starts_with(k_prefix) || name.size() < k_prefix.size() + k_digits) {
    return std::nullopt;
  }
  const auto number = find_integer(std::string_view(name).substr(k_prefix.size()));
  return number && *number >= 0 && *number <= 1'000'000'000
             ? std::optional(static_cast<int>(*number))
             : std::nullopt;
}

}  // namespace

std::vector<int> kept_steps(int n_steps, int n_kept) {
  std::vector<int> steps;
  for (int i = 0; i + 1 < n_kept; ++i) {
    const int step = static_cast<int>(std::lround(static_cast<double>(n_steps) * i / (n_kept - 1)));
    if (step < n_steps && (steps.empty() || steps.back() != step)) {
      steps.push_back(step);
    }
  }
  return steps;
}

fs::path kept_folder(const fs::path& model, int step) {
  std::string digits = std::to_string(step);
  digits.insert(0, k_digits - std::min(k_digits, digits.size()), '0');
  return model / k_folder / (std::string(k_prefix) + digits);
}

fs::path made_kept_folder(const fs::path& model, int step) {
  const fs::path folder = kept_folder(model, step);
  std::error_code failed;
  fs::create_directories(folder, failed);
  if (failed) {
    throw Error("cannot make the folder " + folder.string() + ": " + failed.message());
  }
  return folder;
}

std::vector<KeptWeights> find_kept_weights(const fs::path& model) {
  std::vector<KeptWeights> kept;
  std::error_code failed;
  for (fs::directory_iterator entry(model / k_folder, failed), end; !failed && entry != end;
       entry.increment(failed)) {
    std::error_code ignored;
    const auto step = step_of(entry->path());
    if (step && fs::is_regular_file(entry->path() / k_files.front(), ignored)) {
      kept.push_back({*step, entry->path()});
    }
  }
  std::sort(kept.begin(), kept.end(),
            [](const KeptWeights& a, const KeptWeights& b) { return a.step < b.step; });
  return kept;
}

void remove_kept_weights(const fs::path& model) {
  try {
    for (const KeptWeights& kept : find_kept_weights(model)) {
      for (const char* name : k_files) {
        fs::remove(kept.folder / name);
      }
      std::error_code ignored;
      fs::remove(kept.folder, ignored);  // only where it is empty
    }
    std::error_code ignored;
    fs::remove(model / k_folder, ignored);
  } catch (const fs::filesystem_error& error) {
    throw Error("cannot remove " + error.path1().string() +
                ", which an earlier training kept: " + error.code().message());
  }
}

}  // namespace baryscope
