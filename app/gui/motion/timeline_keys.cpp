#include "app/gui/motion/timeline_keys.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "app/gui/scene/scene_widget.h"
#include "app/gui/widgets/option_source.h"
#include "app/session/film/film_options.h"
#include "app/session/film/film_words.h"
#include "core/base/error.h"
#include "core/base/number_text.h"

namespace baryscope {

double key_time(double seconds) {
  return std::round(std::clamp(seconds, 0.0, k_longest_film) * 1000) / 1000;
}

KeyOptions key_options(const Session& session) {
  OptionValues values = session.options();
  for (const OptionSpec& spec : values.table().specs()) {
    if (spec.type != OptionType::number || values.find_number(spec.id)) continue;
    if (const auto number = shown_number(session, spec.id)) values.set(spec.id, to_text(*number));
  }
  return {session.options(), std::move(values)};
}

namespace {

/// In `now` the key that is `key` but for its time, where a time came that `before` had not: it was
/// moved.
std::optional<double> moved_time(const KeyFrame& key, const Timeline& before, const Timeline& now) {
  if (before.size() != now.size()) return std::nullopt;
  for (const KeyFrame& each : now.keys()) {
    if (before.find_key(each.seconds)) continue;
    KeyFrame there = each;
    there.seconds = key.seconds;
    if (there == key) return each.seconds;
  }
  return std::nullopt;
}

}  // namespace

TimelineKeys::TimelineKeys(const Dispatcher& dispatcher, const SceneWidget& scene)
    : m_dispatcher(dispatcher),
      m_scene(scene),
      m_reference{dispatcher.session().options(), dispatcher.session().options()},
      m_known(dispatcher.session().timeline()) {}

double TimelineKeys::frame_seconds() const {
  return 1 / m_dispatcher.session().options().find_number("fps").value();
}

std::optional<std::size_t> TimelineKeys::selected() const {
  return m_selected ? timeline().find_key(*m_selected) : std::nullopt;
}

void TimelineKeys::select(std::optional<std::size_t> index) {
  const std::optional<double> time =
      index ? std::optional(timeline().keys().at(*index).seconds) : std::nullopt;
  if (std::exchange(m_selected, time) != time && on_select) on_select();
}

std::optional<std::size_t> TimelineKeys::find_at(double seconds) const {
  const auto& keys = timeline().keys();
  const auto after =
      std::lower_bound(keys.begin(), keys.end(), seconds - frame_seconds() / 2,
                       [](const KeyFrame& key, double at) { return key.seconds < at; });
  if (after == keys.end() || after->seconds > seconds + frame_seconds() / 2) return std::nullopt;
  return static_cast<std::size_t>(after - keys.begin());
}

std::optional<std::size_t> TimelineKeys::find_beside(double seconds, int by) const {
  const auto& keys = timeline().keys();
  const double aside = frame_seconds() / 2;
  if (by > 0) {
    const auto next =
        std::upper_bound(keys.begin(), keys.end(), seconds + aside,
                         [](double at, const KeyFrame& key) { return at < key.seconds; });
    if (next == keys.end()) return std::nullopt;
    return static_cast<std::size_t>(next - keys.begin());
  }
  const auto here =
      std::lower_bound(keys.begin(), keys.end(), seconds - aside,
                       [](const KeyFrame& key, double at) { return key.seconds < at; });
  if (here == keys.begin()) return std::nullopt;
  return static_cast<std::size_t>(here - keys.begin()) - 1;
}

bool TimelineKeys::change(const std::function<void(Timeline&)>& edit) {
  return m_dispatcher.run([&] {
    Timeline changed = timeline();
    edit(changed);
    const bool ends = changed.empty() && values_before;
    m_dispatcher.session().set_timeline(std::move(changed),
                                        ends ? values_before() : OptionChanges());
  });
}

bool TimelineKeys::add(double seconds) {
  Session& session = m_dispatcher.session();
  const double at = key_time(seconds);
  const bool done = m_dispatcher.run([&] {
    Timeline changed =
        with_shown_key(timeline(), {at, key_options(session), m_reference, m_scene.shown_camera()});
    session.set_timeline(std::move(changed),
                         {{"animate", std::string(film_kind_name(FilmKind::keys))}});
  });
  if (!done) return false;
  take_reference();
  select(timeline().find_key(at));
  return true;
}

bool TimelineKeys::remove(std::size_t index) {
  return change([index](Timeline& timeline) { timeline.remove(index); });
}

bool TimelineKeys::remove_all() {
  return change([](Timeline& timeline) { timeline = {}; });
}

bool TimelineKeys::move(std::size_t index, double seconds) {
  Timeline changed = timeline();
  const double at = key_time(seconds);
  try {
    changed.move(index, at);
  } catch (const UsageError&) {
    return false;  // another is there: it stands where it was
  }
  const bool chosen = selected() == index;
  if (chosen) m_selected = at;
  m_dispatcher.session().drag_timeline(std::move(changed));
  return true;
}

void TimelineKeys::end_move() { m_dispatcher.session().end_drag(); }

bool TimelineKeys::set_caption(std::size_t index, const QString& caption) {
  const std::string text = caption.trimmed().toStdString();
  if (text == timeline().keys().at(index).caption) return true;
  return change([&](Timeline& timeline) {
    check_caption(text, m_dispatcher.session().options().table());
    timeline.set_caption(index, text);
  });
}

bool TimelineKeys::set_ease(std::size_t index, Easing ease) {
  return change([=](Timeline& timeline) { timeline.set_ease(index, ease); });
}

/// Before the first picture nobody knew what a word among the options stands for.
void TimelineKeys::result_shown() {
  if (!std::exchange(m_has_shown, true)) take_reference();
}

void TimelineKeys::timeline_changed() {
  if (m_selected && !selected()) {
    const auto old_place = m_known.find_key(*m_selected);
    // Undone, a move takes the chosen key along.
    const auto moved =
        old_place ? moved_time(m_known.keys()[*old_place], m_known, timeline()) : std::nullopt;
    moved ? select(timeline().find_key(*moved)) : select(std::nullopt);
  }
  m_known = timeline();
}

}  // namespace baryscope
