#include "app/session/film/key_tracks.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "core/base/number_text.h"

namespace baryscope {
namespace {

/// A frame's time is a quotient: what it misses a key by is rounding.
constexpr double k_rounding = 1e-9;

/// Of times that rise the last that is reached; nothing before the first.
template <class Timed>
std::optional<std::size_t> last_reached(const std::vector<Timed>& items, double seconds) {
  const auto next =
      std::upper_bound(items.begin(), items.end(), seconds + k_rounding,
                       [](double at, const Timed& item) { return at < item.seconds; });
  return next == items.begin() ? std::nullopt
                               : std::optional(static_cast<std::size_t>(next - items.begin()) - 1);
}

}  // namespace

KeyTracks::KeyTracks(const Timeline& timeline, const OptionTable& table) : m_timeline(timeline) {
  std::vector<CameraKey> cameras;
  for (const KeyFrame& key : timeline.keys()) {
    check_key(key, table);
    for (const auto& [id, value] : key.options) {
      m_tracks[id].push_back({key.seconds, canonical_value(table.spec(id), value), key.ease});
    }
    if (key.camera) {
      cameras.push_back({key.seconds, *key.camera, key.ease});
    }
  }
  if (!cameras.empty()) {
    m_path.emplace(std::move(cameras));
  }
}

std::string KeyTracks::value_at(const std::vector<Value>& track, const OptionSpec& spec,
                                double seconds) {
  const auto reached = last_reached(track, seconds);
  const Value& from = track[reached.value_or(0)];
  if (!reached || *reached + 1 == track.size()) {
    return from.text;
  }
  const Value& to = track[*reached + 1];
  const double share = std::max(0.0, seconds - from.seconds) / (to.seconds - from.seconds);
  const double way = eased(from.ease, share);
  if (spec.type == OptionType::integer) {
    const auto a = find_integer(from.text), b = find_integer(to.text);
    return a && b ? to_text(static_cast<std::int64_t>(
                        std::llround(static_cast<double>(*a) +
                                     way * (static_cast<double>(*b) - static_cast<double>(*a)))))
                  : from.text;
  }
  const auto a = find_number(from.text), b = find_number(to.text);
  if (spec.type != OptionType::number || !a || !b) {
    return from.text;
  }
  const double value = way >= 1 ? *b : *a + (*b - *a) * way;
  return to_text(value == 0 ? 0.0 : value);
}

void KeyTracks::set_options(double seconds, OptionValues& values) const {
  for (const auto& [id, track] : m_tracks) {
    values.set(id, value_at(track, values.table().spec(id), seconds));
  }
}

std::optional<Camera> KeyTracks::camera(double seconds) const {
  return m_path ? std::optional(m_path->at(seconds)) : std::nullopt;
}

std::string KeyTracks::caption(double seconds) const {
  const auto reached = last_reached(m_timeline.keys(), seconds);
  return reached ? m_timeline.keys()[*reached].caption : std::string();
}

}  // namespace baryscope
