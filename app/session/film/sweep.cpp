#include "app/session/film/sweep.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <initializer_list>
#include <utility>

#include "app/session/all_options.h"
#include "core/base/error.h"
#include "core/base/number_text.h"

namespace baryscope {
namespace {

constexpr std::int64_t k_most_values = 1'000'000;

bool is_one_of(const OptionSpec& spec, std::initializer_list<std::string_view> ids) {
  return std::find(ids.begin(), ids.end(), spec.id) != ids.end();
}

bool counts(const OptionSpec& spec, std::string_view first, std::string_view last) {
  // A domain of its own (a token, a window) may hold whole numbers too.
  return spec.type == OptionType::integer ||
         (spec.parse && find_integer(first) && find_integer(last));
}

/// What the domain says of a value, as the sweep's own fault.
std::string checked(const OptionSpec& spec, std::string_view value, std::string_view text) {
  try {
    return canonical_value(spec, value);
  } catch (const UsageError& error) {
    throw UsageError("--sweep " + std::string(text) + ": " + error.what());
  }
}

[[noreturn]] void refuse(std::string_view text, const std::string& why) {
  throw UsageError("--sweep " + std::string(text) + ": " + why);
}

Sweep range_of(const OptionSpec& spec, std::string_view from, std::string_view to,
               std::string_view text) {
  const auto first = find_number(from), last = find_number(to);
  if (!first || !last) {
    refuse(text, "expected a range of numbers A:B; words are listed, " + spec.id + "=x,y,z");
  }
  const std::string ends[] = {checked(spec, from, text), checked(spec, to, text)};
  Sweep sweep{spec.id};
  if (counts(spec, from, to)) {
    const std::int64_t a = find_integer(from).value(), b = find_integer(to).value();
    if (std::abs(static_cast<double>(b) - static_cast<double>(a)) >= k_most_values) {
      refuse(text, "at most " + to_text(k_most_values) + " values are shown one after the other");
    }
    for (std::int64_t i = a;; i += b > a ? 1 : -1) {
      sweep.values.push_back(checked(spec, to_text(i), text));
      if (i == b) {
        return sweep;
      }
    }
  }
  if (spec.type != OptionType::number) {
    refuse(text, "--" + spec.id + " takes " + domain_text(spec) + "; list its values, " + spec.id +
                     "=x,y,z");
  }
  sweep.first = find_number(ends[0]).value();
  sweep.last = find_number(ends[1]).value();
  return sweep;
}

}  // namespace

std::string key_obstacle(const OptionSpec& spec) {
  if (!is_live_option(spec)) {
    return "it belongs to one run, and a film is made in one";
  }
  if (spec.group == "film") {
    return "it says what the film is";
  }
  if (is_one_of(spec, {"size", "scale", "background"})) {
    return "all frames of a film have the same size and paper";
  }
  if (spec.id == "orientation") {
    return "the film keeps its own, so that the eye sees what moves";
  }
  if (spec.group == "run" && spec.id != "seed") {
    return "it says how is computed, not what is shown";
  }
  return {};
}

std::string sweep_obstacle(const OptionSpec& spec) {
  if (std::string obstacle = key_obstacle(spec); !obstacle.empty()) {
    return obstacle;
  }
  if (spec.id == "view") {
    return "a sweep stays in one view; key frames (--animate keys) can cut from one to another";
  }
  if (spec.type == OptionType::list) {
    return "its values are lists themselves; key frames (--animate keys) can cut between them";
  }
  if (is_one_of(spec, {"text", "text-b", "sampling-strategy"})) {
    return "its values may hold commas and colons; key frames (--animate keys) can cut between "
           "them";
  }
  return {};
}

Sweep make_sweep(const OptionTable& table, std::string_view text) {
  const std::size_t equals = text.find('=');
  if (equals == std::string_view::npos) {
    refuse(text, "expected OPTION=A:B or OPTION=x,y,z");
  }
  const std::string_view id = text.substr(0, equals), rest = text.substr(equals + 1);
  const OptionSpec* spec = nullptr;
  try {
    spec = &table.spec(id);
  } catch (const UsageError& error) {
    refuse(text, error.what());
  }
  if (const std::string obstacle = sweep_obstacle(*spec); !obstacle.empty()) {
    refuse(text, "--" + spec->id + " cannot be swept: " + obstacle);
  }
  const std::size_t colon = rest.find(':');
  if (colon != std::string_view::npos && rest.find(',') == std::string_view::npos &&
      (spec->type != OptionType::text || spec->parse)) {
    return range_of(*spec, rest.substr(0, colon), rest.substr(colon + 1), text);
  }
  Sweep sweep{spec->id};
  std::string_view left = rest;
  while (true) {
    const std::size_t comma = std::min(left.find(','), left.size());
    if (comma == 0) {
      refuse(text, "expected a value between the commas");
    }
    sweep.values.push_back(checked(*spec, left.substr(0, comma), text));
    if (comma == left.size()) {
      break;
    }
    left.remove_prefix(comma + 1);
  }
  if (sweep.values.size() < 2) {
    refuse(text, "one value is no change; give a range A:B or a list x,y,z");
  }
  return sweep;
}

std::optional<Sweep> find_sweep(const OptionValues& values) {
  const std::string& text = values.text("sweep");
  return text.empty() ? std::nullopt : std::optional(make_sweep(values.table(), text));
}

SweepMotion::SweepMotion(Sweep sweep, int n_frames, bool loop, Easing easing)
    : m_sweep(std::move(sweep)), m_n_frames(n_frames), m_loop(loop), m_easing(easing) {
  BARYSCOPE_CHECK(n_frames > 0);
  const std::size_t k = m_sweep.values.size();
  const std::size_t n_stays = m_loop && k > 1 ? 2 * k - 2 : k;
  if (n_stays > static_cast<std::size_t>(n_frames)) {
    throw UsageError(
        "--sweep " + m_sweep.option + ": " + to_text(static_cast<std::int64_t>(n_stays)) +
        " stays (" + to_text(static_cast<std::int64_t>(k)) +
        (m_loop ? " values there and back" : " values") + ") need a frame each, and the film has " +
        to_text(static_cast<std::int64_t>(n_frames)) + "; raise --duration or --fps" +
        (m_loop ? ", or give --loop off" : ""));
  }
}

int SweepMotion::stay(int frame) const {
  const auto k = static_cast<std::int64_t>(m_sweep.values.size());
  const std::int64_t n_stays = m_loop && k > 1 ? 2 * k - 2 : k;
  const std::int64_t place = static_cast<std::int64_t>(frame) * n_stays / m_n_frames;
  return static_cast<int>(place < k ? place : 2 * k - 2 - place);
}

double SweepMotion::progress(int frame) const {
  const int i = m_loop ? frame % m_n_frames : std::min(frame, m_n_frames - 1);
  if (!m_sweep.continuous()) {
    const std::size_t k = m_sweep.values.size();
    return k < 2 ? 0 : static_cast<double>(stay(i)) / static_cast<double>(k - 1);
  }
  if (!m_loop) {
    return m_n_frames < 2 ? 0 : eased(m_easing, static_cast<double>(i) / (m_n_frames - 1));
  }
  const int turn = m_n_frames / 2;
  if (turn == 0) {
    return 0;
  }
  return eased(m_easing, i <= turn ? static_cast<double>(i) / turn
                                   : static_cast<double>(m_n_frames - i) / (m_n_frames - turn));
}

std::string SweepMotion::value(int frame) const {
  const int i = m_loop ? frame % m_n_frames : std::min(frame, m_n_frames - 1);
  if (!m_sweep.continuous()) {
    return m_sweep.values[static_cast<std::size_t>(stay(i))];
  }
  const double share = progress(i);
  const double value =
      share >= 1 ? m_sweep.last : m_sweep.first + (m_sweep.last - m_sweep.first) * share;
  return to_text(value == 0 ? 0.0 : value);
}

}  // namespace baryscope
