/// What films are made for, and how they are written then.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/options/option_table.h"

namespace baryscope {

struct FilmPreset {
  const char* name;    ///< "Talk, 1080p"
  const char* tip;     ///< one sentence
  const char* ending;  ///< of the format
  const char* size;    ///< what is laid out, in pixels before `scale`
  const char* scale;
  const char* fps;
  const char* quality;
  std::uint64_t most_bytes = 0;  ///< 0: any
};

const std::vector<FilmPreset>& film_presets();

/// Size, scale, rate and quality.
void apply_preset(const FilmPreset& preset, OptionValues& values);
/// True for an option that presets say.
bool is_of_presets(std::string_view option);
/// The first one that says what `values` and the ending say; null: none, they are one's own.
/// A film that has to fit into bytes may be smaller than its preset.
const FilmPreset* find_preset(const OptionValues& values, const std::string& ending);

}  // namespace baryscope
