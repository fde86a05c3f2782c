#include "app/session/film/film_options.h"

#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <utility>

#include "app/session/film/sweep.h"
#include "app/session/film/trail.h"
#include "core/base/error.h"
#include "core/base/nearest_name.h"
#include "core/base/number_text.h"
#include "core/options/option_row.h"

namespace baryscope {
namespace {

struct NamedKind {
  FilmKind kind;
  std::string_view name;
};
constexpr std::array<NamedKind, 6> k_kinds{{{FilmKind::none, "none"},
                                            {FilmKind::turntable, "turntable"},
                                            {FilmKind::flow, "flow"},
                                            {FilmKind::sweep, "sweep"},
                                            {FilmKind::keys, "keys"},
                                            {FilmKind::training, "training"}}};
constexpr std::array<std::pair<Easing, std::string_view>, 2> k_easings{
    {{Easing::linear, "linear"}, {Easing::cubic, "cubic"}}};

OptionSpec row(std::string id, OptionType type, std::string default_value, std::string help) {
  return option_row(std::move(id), type, std::move(default_value), "film", std::move(help));
}

OptionSpec choice(std::string id, std::string default_value, std::vector<std::string> choices,
                  std::string help) {
  OptionSpec spec =
      row(std::move(id), OptionType::choice, std::move(default_value), std::move(help));
  spec.choices = std::move(choices);
  return spec;
}

/// Only the form: which option it is and what that may be is known where the table is.
std::string swept_text(std::string_view value) {
  const std::size_t equals = value.find('=');
  if (!value.empty() &&
      (equals == 0 || equals == std::string_view::npos || equals + 1 == value.size())) {
    throw UsageError(
        "expected OPTION=A:B for a range or OPTION=x,y,z for a list, such as "
        "lambda=0:1.2 or mechanism=pairwise,cog");
  }
  return std::string(value);
}

}  // namespace

std::vector<OptionSpec> film_options() {
  std::vector<std::string> kinds, easings;
  for (const NamedKind& each : k_kinds) {
    kinds.emplace_back(each.name);
  }
  for (const auto& [easing, name] : k_easings) {
    easings.emplace_back(name);
  }
  std::vector<OptionSpec> rows;
  rows.push_back(choice("animate", kinds.front(), kinds,
                        "What moves in a film: turntable the eye, flow the pulses along the "
                        "weights, sweep one option, keys what the session's key frames say, "
                        "training the model from checkpoint to checkpoint."));
  OptionSpec duration =
      row("duration", OptionType::number, "6",
          "Length of a film in seconds; of key frames, where it is not given, the last key's.");
  duration.minimum = 0;
  duration.minimum_exclusive = true;
  duration.maximum = 3600;
  duration.value_name = "SECONDS";
  rows.push_back(duration);
  OptionSpec fps = row("fps", OptionType::integer, "30",
                       "Frames a second; a film has round(duration·fps) of them.");
  fps.minimum = 1;
  fps.maximum = 240;
  rows.push_back(fps);
  rows.push_back(choice("quality", "high", {"draft", "high", "best"},
                        "How much a film's encoder keeps: draft for a look, high for a talk, best "
                        "for cutting it again; better is larger."));
  OptionSpec sweep = row("sweep", OptionType::text, "",
                         "The option that a sweep changes and its values: a range A:B, "
                         "frame i of N showing A + (B − A)·ease(i/(N−1)), or a list x,y,z whose "
                         "values stay equally long, as whole numbers do.");
  sweep.value_name = "OPTION=A:B or OPTION=x,y,z";
  sweep.parse = swept_text;
  rows.push_back(sweep);
  rows.push_back(row("trail", OptionType::flag, "off",
                     "A sweep leaves the way of the output behind, where the places stay fixed "
                     "(place-by value, key or query); looped it is taken back on the way back."));
  OptionSpec frame = row("frame", OptionType::integer, "none",
                         "Writes only this frame of the film, counted from 0, as a still.");
  frame.choices = {"none"};
  frame.minimum = 0;
  frame.maximum = std::numeric_limits<int>::max();
  rows.push_back(frame);
  rows.push_back(row("loop", OptionType::flag, "on",
                     "Films play again and again without a seam; a sweep goes there and back."));
  rows.push_back(choice("easing", std::string(easing_name(Easing::cubic)), easings,
                        "How a sweep starts and ends: linear at one speed, cubic gently "
                        "(4t³ up to the middle)."));
  return rows;
}

FilmKind film_kind(const OptionValues& values) {
  const std::string& name = values.text("animate");
  for (const NamedKind& each : k_kinds) {
    if (each.name == name) {
      return each.kind;
    }
  }
  BARYSCOPE_CHECK(!"a known animation");
  return FilmKind::none;
}

std::string_view film_kind_name(FilmKind kind) {
  return k_kinds.at(static_cast<std::size_t>(kind)).name;
}

Easing easing_of(const OptionValues& values) { return easing_named(values.text("easing")); }

Easing easing_named(std::string_view name) {
  std::vector<std::string> known;
  for (const auto& [easing, word] : k_easings) {
    if (word == name) {
      return easing;
    }
    known.emplace_back(word);
  }
  throw UsageError(unknown_name_message("easing", name, known));
}

std::string_view easing_name(Easing easing) {
  return k_easings.at(static_cast<std::size_t>(easing)).second;
}

int n_film_frames(double seconds, double frames_per_second) {
  const auto n = static_cast<int>(std::lround(seconds * frames_per_second));
  if (n < 1) {
    throw UsageError("--duration " + to_text(seconds) + " with --fps " +
                     to_text(frames_per_second) +
                     ": not one frame is shown for so short a time; raise one of them");
  }
  return n;
}

std::optional<int> one_frame(const OptionValues& values) {
  const auto number = values.find_integer("frame");
  return number ? std::optional(static_cast<int>(*number)) : std::nullopt;
}

void check_film_options(const OptionValues& values) {
  const int n_frames =
      n_film_frames(values.find_number("duration").value(), values.find_number("fps").value());
  const std::optional<Sweep> sweep = find_sweep(values);
  switch (film_kind(values)) {
    case FilmKind::none:
      if (const auto frame = one_frame(values)) {
        throw UsageError(
            "--frame " + to_text(static_cast<std::int64_t>(*frame)) +
            ": a frame of what? --animate turntable, flow, sweep or keys makes a film");
      }
      break;
    case FilmKind::sweep:
      if (!sweep) {
        throw UsageError(
            "--animate sweep: no option is given that changes; add --sweep OPTION=A:B, such as "
            "--sweep lambda=0:1.2");
      }
      static_cast<void>(SweepMotion(*sweep, n_frames, values.flag("loop"), easing_of(values)));
      if (const std::string obstacle = trail_obstacle(values, *sweep);
          values.flag("trail") && !obstacle.empty()) {
        throw UsageError("--trail on: " + obstacle);
      }
      break;
    case FilmKind::turntable:
    case FilmKind::flow:
    case FilmKind::keys:
    case FilmKind::training:
      break;
  }
}

}  // namespace baryscope
