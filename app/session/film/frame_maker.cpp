#include "app/session/film/frame_maker.h"

#include <algorithm>
#include <utility>

#include "app/session/figure.h"
#include "app/session/film/film_words.h"
#include "core/base/error.h"
#include "viz/scene/camera_path.h"
#include "viz/scene/figure_layout.h"
#include "viz/scene/scene_time.h"

namespace baryscope {
namespace {

/// `scene` leaves the room that `room` needs.
std::shared_ptr<const Scene> with_room(const std::shared_ptr<const Scene>& beside,
                                       const Scene& room) {
  // Before what is beside it already: of a pair the other's words.
  std::shared_ptr<Scene> last = furniture_of(*room.beside);
  last->beside = beside;
  auto first = furniture_of(room);
  first->beside = std::move(last);
  return first;
}

}  // namespace

FrameMaker::FrameMaker(FilmStage stage, Computer& computer)
    : m_stage(std::move(stage)), m_computer(computer) {}

std::shared_ptr<const Scene> FrameMaker::with_words(const std::shared_ptr<const Scene>& scene,
                                                    std::size_t panel, const FilmFrame& frame,
                                                    const Finished& shown) const {
  const FilmSetting& setting = m_stage.settings.at(shown.view.view);
  const std::shared_ptr<const Scene>& room = setting.room;
  if (scene == nullptr || (frame.value.empty() && frame.caption.empty() && room == nullptr &&
                           m_stage.plan.keeps_options() && m_stage.trail == nullptr)) {
    return scene;  // the same, so that what draws it knows that it is
  }
  auto changed = std::make_shared<Scene>(*scene);
  add_film_words(frame.value, filled_caption(frame.caption, shown), *changed);
  if (panel < setting.legends.size()) {
    changed->legend = setting.legends[panel].over_film(std::move(changed->legend));
  }
  if (room != nullptr) {
    changed->beside = with_room(changed->beside, *room);
  }
  if (m_stage.trail != nullptr) {
    const double progress = m_stage.plan.progress(frame.index);
    m_stage.trail->add_to(trail_stop(shown, progress, {}), panel, *changed);
  }
  return changed;
}

FramePicture FrameMaker::make(int index, const Watch& watch) {
  watch.check();
  const FilmFrame frame = m_stage.plan.frame(index);
  const bool same = m_last && m_last->options == frame.options && m_last->value == frame.value &&
                    m_last->caption == frame.caption;
  if (!same) {
    const auto setting = m_stage.settings.find(frame.options.text("view"));
    BARYSCOPE_CHECK(setting != m_stage.settings.end());
    const std::shared_ptr<const Finished>& reference = setting->second.reference;
    m_picture.shown = frame.options == reference->options
                          ? reference
                          : finish_frame(m_stage, frame, reference, m_computer, watch);
    Finished drawn = *m_picture.shown;
    drawn.scene = with_words(m_picture.shown->scene, 0, frame, *m_picture.shown);
    drawn.compared_scene = with_words(m_picture.shown->compared_scene, 1, frame, *m_picture.shown);
    m_picture.figure = std::make_shared<const Figure>(figure_of(drawn));
    m_last = frame;
  }
  m_picture.index = index;
  m_picture.name = frame_name(frame);
  const FilmSetting& setting = m_stage.settings.at(m_picture.shown->view.view);
  m_picture.camera = carried_around(frame.view.camera.value_or(setting.camera), frame.view.turn);
  m_picture.flow = frame.flow.value_or(still_flow(*m_picture.shown->scene));
  return m_picture;
}

}  // namespace baryscope
