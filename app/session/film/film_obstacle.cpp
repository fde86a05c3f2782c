#include "app/session/film/film_obstacle.h"

#include <functional>

#include "app/session/film/training_steps.h"
#include "core/base/error.h"
#include "viz/scene/scene_time.h"
#include "viz/views/view_list.h"

namespace baryscope {
namespace {

std::string names_of_views(const std::function<bool(const ViewInfo&)>& fits) {
  std::string names;
  for (const ViewInfo& each : views()) {
    if (fits(each)) {
      names += (names.empty() ? "--view " : " or --view ") + each.name;
    }
  }
  return names;
}

}  // namespace

std::string view_obstacle(FilmKind kind, const Finished& shown) {
  const std::string& name = shown.view.view;
  if (kind == FilmKind::turntable && view(name).flat && shown.scene->camera.orthographic) {
    return "--view " + name + " is a page, seen from the front; " +
           names_of_views([](const ViewInfo& info) { return !info.flat; }) + " can be turned";
  }
  if (kind == FilmKind::flow && find_time(*shown.scene, SceneTime::Kind::flow) == nullptr) {
    const std::string others = names_of_views([&name](const ViewInfo& info) {
      return info.source == ViewSource::text && info.name != name;
    });
    return "no pulses run in this picture of --view " + name +
           (others.empty() ? "" : "; they do along the weights of " + others);
  }
  return {};
}

std::string film_obstacle(FilmKind kind, const OptionValues& options, const Timeline& timeline,
                          const Finished* shown) {
  if (shown == nullptr) {
    return "there is no picture yet that could move";
  }
  if (kind == FilmKind::keys && timeline.empty()) {
    return "there are no key frames yet; the timeline's button adds what is shown as one";
  }
  if (kind == FilmKind::training) {
    if (!shown->studies.empty()) {
      return "samples come without a training; a view of a text shows how its model came to be";
    }
    try {
      static_cast<void>(training_steps(options));
    } catch (const Error& error) {
      return error.what();
    }
  }
  return view_obstacle(kind, *shown);
}

}  // namespace baryscope
