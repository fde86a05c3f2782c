#include "app/session/film/film_gathering.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "app/session/film/film_words.h"
#include "viz/scene/camera_control.h"
#include "viz/scene/camera_path.h"
#include "viz/scene/default_camera.h"
#include "viz/scene/figure_head.h"
#include "viz/scene/figure_layout.h"
#include "viz/scene/text_extent.h"

namespace baryscope {
namespace {

/// The size that each scene of a picture has, before its scale.
Viewport viewport_of(const Finished& shown, const Scene& scene) {
  const int width =
      shown.compared_scene == nullptr ? shown.view.width : std::max(1, shown.view.width / 2);
  return figure_viewport(scene, width, shown.view.height);
}

std::vector<const Scene*> scenes_of(const Finished& shown) {
  std::vector<const Scene*> scenes{shown.scene.get()};
  if (shown.compared_scene != nullptr) {
    scenes.push_back(shown.compared_scene.get());
  }
  return scenes;
}

}  // namespace

FilmGathering::FilmGathering(std::shared_ptr<const Finished> reference)
    : m_reference(std::move(reference)),
      m_viewport(viewport_of(*m_reference, *m_reference->scene)),
      m_extent(m_reference->scene->camera, m_viewport) {}

void FilmGathering::add(const FilmFrame& frame, const Finished& shown) {
  const std::vector<const Scene*> scenes = scenes_of(shown);
  m_legends.resize(std::max(m_legends.size(), scenes.size()));
  for (std::size_t panel = 0; panel < scenes.size(); ++panel) {
    const Scene* scene = scenes[panel];
    m_legends[panel].add(scene->legend);
    m_extent.hold(extent(*scene));
    m_same_camera = m_same_camera && scene->camera == m_reference->scene->camera;
    std::shared_ptr<Scene> words = furniture_of(*scene);
    add_film_words(frame.value, filled_caption(frame.caption, shown), *words);
    gather_words(*words);
    const Viewport viewport = viewport_of(shown, *words);
    m_same_room = m_same_room && (m_needs_bottom == nullptr || viewport.margin_bottom == m_bottom);
    if (viewport.margin_bottom > m_bottom) {
      m_bottom = viewport.margin_bottom;
      m_needs_bottom = words;
    }
    if (scene->camera.orthographic) {
      const PlotRoom room = plot_room(*scene, viewport);
      m_plot = {std::max(m_plot.left, room.left), std::max(m_plot.right, room.right),
                std::max(m_plot.above, room.above), std::max(m_plot.below, room.below)};
    }
  }
}

void FilmGathering::gather_words(const Scene& words) {
  if (m_words == nullptr) {
    m_words = furniture_of(words);
    return;
  }
  m_same_room = m_same_room && m_words->title == words.title && m_words->finding == words.finding &&
                m_words->caption == words.caption;
  auto both = furniture_of(words);
  both->beside = m_words;
  const Scene longest = longest_words(*both, estimated_extent);
  auto kept = furniture_of(*m_words);
  kept->title = longest.title;
  kept->finding = longest.finding;
  kept->caption = longest.caption;
  m_words = std::move(kept);
}

std::shared_ptr<const Scene> FilmGathering::common_room() const {
  // With the rows of all frames a legend may need more than that of any one.
  auto below = furniture_of(*m_needs_bottom);
  double bottom = m_bottom;
  for (const FilmLegend& legend : m_legends) {
    auto words = furniture_of(*m_needs_bottom);
    words->legend = legend.over_film(std::move(words->legend));
    const double margin = viewport_of(*m_reference, *words).margin_bottom;
    if (margin > bottom) {
      bottom = margin;
      below = std::move(words);
    }
  }
  if (m_same_room && bottom == m_bottom) {
    return nullptr;
  }
  auto room = furniture_of(*m_words);
  room->legend = below->legend;
  room->beside = std::move(below);
  return room;
}

FilmSetting FilmGathering::setting(FilmKind kind, const std::optional<Camera>& given) const {
  FilmSetting setting{m_reference, m_reference->scene->camera, common_room(), m_legends};
  const Viewport margins =
      viewport_of(*m_reference, setting.room == nullptr ? *m_words : *setting.room);
  Viewport viewport = m_viewport;
  viewport.margin_top = margins.margin_top;
  viewport.margin_bottom = std::max(m_bottom, margins.margin_bottom);
  const bool same_view = m_same_camera && setting.room == nullptr &&
                         viewport.margin_top == m_viewport.margin_top &&
                         viewport.margin_bottom == m_viewport.margin_bottom;
  const Camera own = m_reference->scene->camera;
  if (given) {
    setting.camera = *given;
  } else if (kind == FilmKind::turntable) {
    setting.camera = fitted_turning(own, all_points(), viewport);
  } else if (!same_view) {
    setting.camera = own.orthographic ? fitted_flat(own, m_extent.points(), viewport, m_plot)
                                      : fitted(own, m_extent.points(), viewport);
  }
  return setting;
}

std::vector<Vec3> FilmGathering::all_points() const {
  std::vector<Vec3> points;
  for (const Scene* scene : scenes_of(*m_reference)) {
    const std::vector<Vec3> more = extent(*scene);
    points.insert(points.end(), more.begin(), more.end());
  }
  return points;
}

}  // namespace baryscope
