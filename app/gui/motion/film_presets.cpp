#include "app/gui/motion/film_presets.h"

#include <QObject>
#include <algorithm>
#include <array>
#include <utility>

#include "core/base/number_text.h"

namespace baryscope {
namespace {

/// In the order of FilmPreset.
std::array<std::pair<const char*, const char*>, 4> wanted(const FilmPreset& preset) {
  return {{{"size", preset.size},
           {"scale", preset.scale},
           {"fps", preset.fps},
           {"quality", preset.quality}}};
}

}  // namespace

const std::vector<FilmPreset>& film_presets() {
  constexpr std::uint64_t k_readme_bytes = 4'000'000;
  // Words keep their share of the picture: laid out small and scaled they read from the last row.
  static const std::vector<FilmPreset> presets = {
      {QT_TR_NOOP("Talk, 1080p"),
       QT_TR_NOOP("1920 × 1080 pixels, 30 frames a second, MP4: for slides; words are large enough "
                  "for the last row."),
       ".mp4", "1280x720", "1.5", "30", "high"},
      {QT_TR_NOOP("Square"),
       QT_TR_NOOP(
           "1080 × 1080 pixels, 30 frames a second, MP4: for posts and posters on a screen."),
       ".mp4", "800x800", "1.35", "30", "high"},
      {QT_TR_NOOP("Paper supplement"),
       QT_TR_NOOP("1280 × 720 pixels, 30 frames a second, MP4 of the best quality: for a paper's "
                  "supplement, which is cut and shrunk again."),
       ".mp4", "1280x720", "1", "30", "best"},
      {QT_TR_NOOP("GIF for a README, at most 4 MB"),
       QT_TR_NOOP("An animation that plays wherever a picture is shown. Where it comes out above "
                  "4 MB it is made again, smaller, until it fits."),
       ".gif", "800x500", "1", "20", "high", k_readme_bytes},
  };
  return presets;
}

void apply_preset(const FilmPreset& preset, OptionValues& values) {
  for (const auto& [id, value] : wanted(preset)) {
    values.set(id, value);
  }
}

bool is_of_presets(std::string_view option) {
  const auto rows = wanted(film_presets().front());
  return std::any_of(rows.begin(), rows.end(),
                     [option](const auto& row) { return row.first == option; });
}

const FilmPreset* find_preset(const OptionValues& values, const std::string& ending) {
  for (const FilmPreset& preset : film_presets()) {
    bool same = ending == preset.ending;
    for (const auto& [id, value] : wanted(preset)) {
      same = same && values.text(id) == value;
    }
    if (same) {
      return &preset;
    }
  }
  return nullptr;
}

}  // namespace baryscope
