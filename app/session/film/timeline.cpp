#include "app/session/film/timeline.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <iterator>
#include <utility>

#include "app/session/film/film_words.h"
#include "app/session/film/sweep.h"
#include "core/base/error.h"
#include "core/base/number_text.h"

namespace baryscope {
namespace {

/// Times nearer than that are one.
constexpr double k_same_time = 1e-3;

void check_time(double seconds) {
  if (!(seconds >= 0 && seconds <= k_longest_film)) {
    throw UsageError("a key frame at " + to_text(seconds) + " s: expected a time from 0 to " +
                     to_text(static_cast<std::int64_t>(k_longest_film)) + " s");
  }
}

void check_caption_line(std::string_view caption) {
  if (caption.size() > k_most_caption_bytes) {
    throw UsageError("a caption of " + to_text(static_cast<std::int64_t>(caption.size())) +
                     " bytes: expected one line of at most " +
                     to_text(static_cast<std::int64_t>(k_most_caption_bytes)));
  }
  if (std::any_of(caption.begin(), caption.end(),
                  [](char c) { return static_cast<unsigned char>(c) < 0x20; })) {
    throw UsageError("a caption with a line break or another control character: expected one line");
  }
  if (!is_utf8(caption)) {
    throw UsageError("a caption: expected text in UTF-8");
  }
}

bool is_finite(Vec3 v) { return std::isfinite(v.x) && std::isfinite(v.y) && std::isfinite(v.z); }

void check_camera(const Camera& camera) {
  const bool sees = is_finite(camera.position) && is_finite(camera.focal_point) &&
                    is_finite(camera.up) && camera.position != camera.focal_point &&
                    length(camera.up) > 0;
  if (!sees || !(camera.view_angle > 0 && camera.view_angle < 180) ||
      !(camera.parallel_scale > 0) || !std::isfinite(camera.parallel_scale)) {
    throw UsageError(
        "a camera that sees nothing: expected a position away from its focal_point, an up that is "
        "not 0, a view_angle between 0 and 180 and a parallel_scale > 0");
  }
}

}  // namespace

void check_key(const KeyFrame& key, const OptionTable& table) {
  check_time(key.seconds);
  check_caption_line(key.caption);
  check_caption(key.caption, table);
  if (key.camera) {
    check_camera(*key.camera);
  }
  for (const auto& [id, value] : key.options) {
    const OptionSpec& spec = table.spec(id);
    if (const std::string obstacle = key_obstacle(spec); !obstacle.empty()) {
      throw UsageError("a key frame cannot set --" + spec.id + ": " + obstacle);
    }
    static_cast<void>(canonical_value(spec, value));
  }
}

double Timeline::seconds() const { return m_keys.empty() ? 0 : m_keys.back().seconds; }

std::optional<std::size_t> Timeline::find_key(double seconds) const {
  for (std::size_t i = 0; i < m_keys.size(); ++i) {
    if (std::abs(m_keys[i].seconds - seconds) < k_same_time) {
      return i;
    }
  }
  return std::nullopt;
}

std::size_t Timeline::add(KeyFrame key) {
  check_time(key.seconds);
  check_caption_line(key.caption);
  if (key.camera) {
    check_camera(*key.camera);
  }
  if (m_keys.size() >= k_most_keys) {
    throw UsageError("a timeline holds at most " + to_text(static_cast<std::int64_t>(k_most_keys)) +
                     " key frames");
  }
  const auto after = std::upper_bound(
      m_keys.begin(), m_keys.end(), key.seconds,
      [](double seconds, const KeyFrame& other) { return seconds < other.seconds; });
  const auto taken = [&](double seconds) { return std::abs(seconds - key.seconds) < k_same_time; };
  if ((after != m_keys.end() && taken(after->seconds)) ||
      (after != m_keys.begin() && taken(std::prev(after)->seconds))) {
    throw UsageError("a second key frame at " + to_text(key.seconds) +
                     " s: two of them lie at least a millisecond apart");
  }
  const auto place = static_cast<std::size_t>(after - m_keys.begin());
  m_keys.insert(after, std::move(key));
  return place;
}

std::size_t Timeline::replace(std::size_t index, KeyFrame key) {
  BARYSCOPE_CHECK(index < m_keys.size());
  Timeline changed = *this;
  changed.remove(index);
  const std::size_t place = changed.add(std::move(key));
  m_keys = std::move(changed.m_keys);
  return place;
}

std::size_t Timeline::move(std::size_t index, double seconds) {
  BARYSCOPE_CHECK(index < m_keys.size());
  KeyFrame key = m_keys[index];
  key.seconds = seconds;
  return replace(index, std::move(key));
}

std::size_t Timeline::set_caption(std::size_t index, std::string caption) {
  BARYSCOPE_CHECK(index < m_keys.size());
  check_caption_line(caption);
  m_keys[index].caption = std::move(caption);
  return index;
}

std::size_t Timeline::set_camera(std::size_t index, const std::optional<Camera>& camera) {
  BARYSCOPE_CHECK(index < m_keys.size());
  if (camera) {
    check_camera(*camera);
  }
  m_keys[index].camera = camera;
  return index;
}

std::size_t Timeline::set_ease(std::size_t index, Easing ease) {
  BARYSCOPE_CHECK(index < m_keys.size());
  m_keys[index].ease = ease;
  return index;
}

void Timeline::remove(std::size_t index) {
  BARYSCOPE_CHECK(index < m_keys.size());
  m_keys.erase(m_keys.begin() + static_cast<std::ptrdiff_t>(index));
}

}  // namespace baryscope
