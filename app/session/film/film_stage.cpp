#include "app/session/film/film_stage.h"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <set>
#include <utility>
#include <vector>

#include "app/session/film/film_gathering.h"
#include "app/session/film/film_obstacle.h"
#include "app/session/film/value_words.h"
#include "app/session/finish.h"
#include "app/session/selection.h"
#include "core/base/error.h"
#include "core/base/number_text.h"
#include "viz/scene/scene_time.h"
#include "viz/views/view_list.h"

namespace baryscope {
namespace {

/// Of what is `auto` and could turn out otherwise from frame to frame what the reference has.
std::map<std::string, std::string> kept_choices(const FilmPlan& plan, const Finished& reference) {
  std::map<std::string, std::string> kept;
  if (plan.keeps_options() || reference.analyses.empty()) {
    return kept;
  }
  const Analysis& analysis = *reference.analyses.front();
  const OptionValues& asked = reference.options;
  const auto keep = [&](const char* id, int number) {
    if (asked.text(id) == "auto" && !plan.changes(id)) {
      kept[id] = to_text(static_cast<std::int64_t>(number));
    }
  };
  keep("layer", analysis.layer);
  keep("head", analysis.head);
  if (const QueryResult* focus = find_focus(analysis)) {
    keep("query", focus->position);
  }
  return kept;
}

/// True where another model or text is read in some frame: layers, heads and tokens are its own.
bool reads_another(const FilmPlan& plan) {
  return plan.kind() != FilmKind::training &&
         (plan.changes("model") || plan.changes("text") || plan.changes("text-b") ||
          plan.changes("special-in-text"));
}

void check_view(const FilmPlan& plan, const Finished& reference) {
  if (const std::string obstacle = view_obstacle(plan.kind(), reference); !obstacle.empty()) {
    throw UsageError("--animate " + std::string(film_kind_name(plan.kind())) + ": " + obstacle);
  }
}

std::string value_of(const FilmPlan& plan, const FilmFrame& frame) {
  const std::optional<Sweep> sweep = find_sweep(plan.options());
  const std::string& value = frame.options.text(plan.swept_option());
  const auto number = find_number(value);
  return sweep && sweep->continuous() && number
             ? to_text(*number, std::max(0, decimals_between(sweep->first, sweep->last)))
             : value;
}

}  // namespace

OptionValues FilmStage::options(const FilmFrame& frame) const {
  OptionValues values = frame.options;
  for (const auto& [id, value] : kept) {
    if (values.text(id) == "auto") {
      values.set(id, value);
    }
  }
  return values;
}

std::string frame_name(const FilmFrame& frame) {
  return "frame " + to_text(static_cast<std::int64_t>(frame.index)) +
         (frame.value.empty() ? "" : " (" + frame.value + ")");
}

std::shared_ptr<const Finished> finish_frame(const FilmStage& stage, const FilmFrame& frame,
                                             const std::shared_ptr<const Finished>& reference,
                                             Computer& computer, const Watch& watch) {
  try {
    WantedPicture wanted{stage.options(frame)};
    wanted.requests = make_session_requests(wanted.options);
    wanted.view = make_view_request(wanted.options, stage.theme);
    wanted.shown = reference;
    wanted.follows = reference != nullptr;
    const Computed* answer = computer.find_answer(wanted.requests);
    return finish(answer != nullptr ? *answer : computer.compute(wanted.requests, watch), wanted);
  } catch (const Cancelled&) {
    throw;
  } catch (const UsageError& error) {
    throw UsageError(frame_name(frame) + ": " + error.what());
  } catch (const Error& error) {
    throw Error(frame_name(frame) + ": " + error.what());
  }
}

FilmStage make_film_stage(FilmPlan plan, const std::optional<Camera>& camera,
                          const std::string& theme, Computer& computer, const Watch& watch) {
  FilmStage stage{std::move(plan), theme, {}, {}, nullptr};
  const FilmFrame first = stage.plan.frame(stage.plan.reference());
  auto reference = finish_frame(stage, first, nullptr, computer, watch);
  if (!reads_another(stage.plan)) {
    stage.kept = kept_choices(stage.plan, *reference);
  }
  if (!stage.kept.empty()) {
    reference = finish_frame(stage, first, nullptr, computer, watch);
  }
  check_view(stage.plan, *reference);
  if (const SceneTime* flow = find_time(*reference->scene, SceneTime::Kind::flow)) {
    stage.plan = stage.plan.with_pulses(flow->seconds);
  }
  std::map<std::string, FilmGathering> views;
  views.emplace(reference->view.view, FilmGathering(reference));
  std::optional<Trail> trail;
  const bool leaves_trail =
      stage.plan.kind() == FilmKind::sweep && stage.plan.options().flag("trail");
  if (leaves_trail) {
    trail.emplace(static_cast<std::size_t>(stage.plan.n_frames()),
                  named_shares(find_sweep(stage.plan.options()).value()));
  }
  const int n_frames = stage.plan.n_frames();
  std::set<std::size_t> seen;  // hashes of what was shown already
  double furthest = -1;
  for (int i = 0; i < (stage.plan.keeps_options() ? 1 : n_frames); ++i) {
    watch.report(static_cast<double>(i) / n_frames, "looking ahead");
    const FilmFrame frame = stage.plan.frame(i);
    std::string told = frame.value + "\n" + frame.caption;
    for (const auto& [id, value] : frame.options.changed()) {
      told += "\n" + id + "=" + value;
    }
    if (!seen.insert(std::hash<std::string>()(told)).second) {
      continue;
    }
    const std::string& name = frame.options.text("view");
    const auto known = views.find(name);
    const auto shown = finish_frame(
        stage, frame, known == views.end() ? nullptr : known->second.reference(), computer, watch);
    if (known == views.end()) {
      views.emplace(name, FilmGathering(shown)).first->second.add(frame, *shown);
    } else {
      known->second.add(frame, *shown);
    }
    if (const double progress = stage.plan.progress(i); trail && progress > furthest) {
      furthest = progress;
      trail->visit(*shown, progress, value_of(stage.plan, frame));
    }
  }
  for (const auto& [name, gathering] : views) {
    stage.settings[name] = gathering.setting(stage.plan.kind(), camera);
  }
  if (trail) {
    stage.trail = std::make_shared<const Trail>(*std::move(trail));
  }
  return stage;
}

}  // namespace baryscope
