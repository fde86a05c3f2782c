// What the commands of the Play menu do in the Timeline dock, and what it is told.
#include <QComboBox>

#include "app/gui/motion/timeline_panel.h"
#include "app/gui/motion/timeline_view.h"
#include "app/session/film/film_options.h"
#include "core/base/error.h"
#include "viz/views/view_list.h"

namespace baryscope {

/// What was chosen, else what is at the playhead.
std::optional<std::size_t> TimelinePanel::key_in_hand() const {
  const auto selected = m_keys.selected();
  return selected ? selected : m_keys.find_at(m_player.seconds());
}

void TimelinePanel::choose_what_moves() {
  const OptionValues& options = m_dispatcher.session().options();
  if (film_kind(options) != FilmKind::none) return;
  const FilmKind kind = !m_keys.timeline().empty()                   ? FilmKind::keys
                        : baryscope::view(options.text("view")).flat ? FilmKind::flow
                                                                     : FilmKind::turntable;
  m_dispatcher.run_line("animate-" + std::string(film_kind_name(kind)));
}

void TimelinePanel::toggle() {
  if (m_recorder.recording()) {
    m_recorder.stop();
  } else if (m_player.playing()) {
    m_player.pause();
  } else {
    choose_what_moves();
    m_player.play();
  }
}

void TimelinePanel::stop() {
  m_recorder.stop();
  m_player.seek(0);
}

void TimelinePanel::step(int frames) {
  m_recorder.stop();
  m_player.step(frames);
}

void TimelinePanel::jump_to_key(int by) {
  m_recorder.stop();
  const auto key = m_keys.find_beside(m_player.seconds(), by);
  if (!key) {
    m_dispatcher.run([&] {
      throw UsageError(m_keys.timeline().empty() ? "there are no key frames yet"
                       : by > 0                  ? "there is no key frame after this one"
                                                 : "there is no key frame before this one");
    });
    return;
  }
  const double seconds = m_keys.timeline().keys()[*key].seconds;
  choose_what_moves();
  m_keys.select(key);
  m_player.seek(seconds);
}

void TimelinePanel::add_key() {
  if (m_player.playing()) m_player.pause();
  m_keys.add(m_player.seconds());
}

void TimelinePanel::remove_key() {
  const auto key = key_in_hand();
  m_dispatcher.run([&] {
    if (!key) throw UsageError("there is no key frame at this time, and none is chosen");
    m_keys.remove(*key);
  });
}

/// Of the key in hand, else of the one whose caption the picture shows: it was the last.
void TimelinePanel::edit_caption() {
  auto key = key_in_hand();
  if (!key) key = m_keys.find_beside(m_player.seconds(), -1);
  if (!key) key = m_keys.find_beside(m_player.seconds(), 1);
  m_dispatcher.run([&] {
    if (!key) throw UsageError("there are no key frames yet: Ins keeps what is shown as one");
    m_keys.select(key);
    m_view->edit_caption(*key);
  });
}

void TimelinePanel::options_changed() {
  m_player.options_changed();
  refresh_choices();
}

void TimelinePanel::timeline_changed() {
  m_recorder.timeline_changed();
  m_keys.timeline_changed();
  m_player.timeline_changed();
  refresh();
}

void TimelinePanel::result_shown() {
  const bool waited = m_player.playing();
  m_player.result_shown();
  m_keys.result_shown();
  if (!waited) refresh();
}

}  // namespace baryscope
