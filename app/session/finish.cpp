#include "app/session/finish.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "viz/draw/drawing.h"
#include "viz/views/orientation.h"
#include "viz/views/view_list.h"

namespace baryscope {
namespace {

ViewInput input_of(const Computed& computed) {
  ViewInput input;
  if (!computed.studies.empty()) {
    input.study = computed.studies.front().get();
    input.compared_study = computed.studies.size() > 1 ? computed.studies.back().get() : nullptr;
    return input;
  }
  input.analysis = computed.analyses.front().get();
  input.compared_analysis = computed.compared.empty() ? nullptr : computed.compared.front().get();
  return input;
}

/// The picture that this one goes on from; null where there is none of its kind.
const Finished* followed(const Computed& computed, const WantedPicture& wanted) {
  const bool goes_on = wanted.follows && wanted.shown != nullptr &&
                       wanted.shown->scene != nullptr && !wanted.shown->analyses.empty() &&
                       !computed.analyses.empty() && wanted.shown->view.view == wanted.view.view &&
                       view(wanted.view.view).turns;
  return goes_on ? wanted.shown.get() : nullptr;
}

/// Places of the same tokens that are the same numbers need no turn to be found.
bool places_the_same(const Analysis& a, const Analysis& b) {
  const auto same_text = [](const Token& x, const Token& y) { return x.text == y.text; };
  return a.placement.place_by == b.placement.place_by &&
         std::ranges::equal(a.tokens, b.tokens, same_text) &&
         a.placement.tokens.data == b.placement.tokens.data;
}

/// Turned and seen as the picture before; as the scene's own way is where nothing else would come
/// of it, so that a session tells only what it must.
ViewScenes build_after(const Finished& before, const Computed& computed, Finished& finished) {
  const auto build = [&](const std::optional<Orientation>& orientation) {
    finished.view.orientation = orientation;
    return view(finished.view.view).build(input_of(computed), finished.view);
  };
  const std::optional<Orientation>& turned = before.view.orientation;
  const bool same = places_the_same(*before.analyses.front(), *computed.analyses.front());
  std::optional<Orientation> kept =
      same && turned ? turned
                     : following(*before.analyses.front(), turned, before.scene->camera,
                                 *computed.analyses.front());
  finished.follows = kept.has_value();
  if (kept) {
    kept = orientation_from(to_text(*kept));  // as it will be read
  }
  if (!kept || is_unturned(*kept)) {
    ViewScenes own = build(std::nullopt);
    if (!kept || looks_along(*kept, own.first.camera)) {
      return own;
    }
  }
  return build(kept);
}

}  // namespace

std::shared_ptr<const Finished> finish(const Computed& computed, const WantedPicture& wanted) {
  const ViewInput input = input_of(computed);
  auto finished = std::make_shared<Finished>(
      Finished{computed, wanted.options, wanted.requests, wanted.view, false,
               view_parts(input, wanted.view), nullptr, nullptr, nullptr, nullptr});
  ViewScenes scenes;
  if (const Finished* before = followed(computed, wanted)) {
    scenes = build_after(*before, computed, *finished);
    if (const std::optional<Orientation>& orientation = finished->view.orientation) {
      finished->options.set("orientation", to_text(*orientation));
    } else {
      finished->options.reset("orientation");
    }
  } else {
    scenes = view(wanted.view.view).build(input, wanted.view);
  }
  finished->scene = std::make_shared<const Scene>(std::move(scenes.first));
  if (scenes.second) {
    finished->compared_scene = std::make_shared<const Scene>(*std::move(scenes.second));
  }
  if (wanted.for_screen) {
    finished->drawing = make_drawing(finished->scene);
    finished->compared_drawing =
        finished->compared_scene == nullptr ? nullptr : make_drawing(finished->compared_scene);
  }
  return finished;
}

}  // namespace baryscope
