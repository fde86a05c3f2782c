// How long a change of layer, head, mechanism or query takes on the default text, and a change of a
// sampler's parameter on 2,000 points, from the request to the drawn frame at 1600x1000, against
// one bare frame of the same scene: JSON lines.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "app/session/engine_library.h"
#include "app/session/example.h"
#include "core/analysis/request.h"
#include "tests/benchmarks/timing.h"
#include "viz/views/space/build_space.h"
#include "viz/vtk/egl_context.h"
#include "viz/vtk/scene_view.h"

namespace {

using namespace baryscope;

constexpr int k_n_rounds = 15;

struct Change {
  const char* name;
  std::function<void(AnalysisRequest&, int round)> apply;
};

/// A place moves to the next plot: "bakery@3" and "bakery@4" in turn, on the shipped street model.
void bench_edit(Engine& engine, SceneView& view) {
  const std::map<std::string, std::string> example = find_example("street");
  const std::string sentence = example.contains("text") ? example.at("text") : "";
  const std::size_t place = sentence.find("bakery@3");
  if (place == std::string::npos) {
    std::fprintf(stderr, "bench_redraw: no street model with a bakery@3 in its example\n");
    return;
  }
  AnalysisRequest request;
  request.model = "street";
  request.place_by = "key";
  request.query = {Selector::Kind::index, 0, ""};
  std::vector<double> whole, frame;
  for (int round = 0; round < 2 * k_n_rounds; ++round) {
    request.text = sentence;
    // Every text is a new one, so that nothing is at hand.
    request.text.replace(place, 8, "bakery@" + std::to_string(round % 2 == 0 ? 4 : 3));
    request.text += std::string(static_cast<std::size_t>(round), ' ');
    whole.push_back(milliseconds([&] {
      const auto analyses = engine.analyze(request, {});
      const auto scene = std::make_shared<const Scene>(build_scene(*analyses.front(), {}));
      view.set_scene(scene);
      view.set_camera(scene->camera);
      view.render(false);
    }));
    frame.push_back(milliseconds([&] { view.render(false); }));
  }
  std::printf(
      "{\"name\":\"redraw of street after an edited position / bare frame\",\"ratio\":%.3f,"
      "\"goal\":\"100 ms\",\"details\":\"%.0f ms / %.0f ms, 1600x1000, medians of %d\"}\n",
      median(whole) / median(frame), median(whole), median(frame), 2 * k_n_rounds);
}

}  // namespace

int main() {
  EglContext context;
  const auto view = make_scene_view(
      {[&context] { context.make_current(); }, [&context] { return context.is_current(); }});
  view->resize(1600, 1000, 1);

  const auto engine = open_engine();
  AnalysisRequest start;
  start.model = "minilm";
  start.text = "The bakery is between the school and the library";
  start.layer = start.head = start.query = {Selector::Kind::index, 2, ""};
  const auto redraw = [&](const AnalysisRequest& request) {
    const auto analyses = engine->analyze(request, {});
    const auto scene = std::make_shared<const Scene>(build_scene(*analyses.front(), {}));
    view->set_scene(scene);
    view->set_camera(scene->camera);
    view->render(false);
  };
  redraw(start);

  const std::vector<std::string> mechanisms = {"pairwise", "differential", "cog", "two-simplicial"};
  const std::vector<Change> changes = {
      {"layer", [](AnalysisRequest& r, int round) { r.layer.index = round % 6; }},
      {"head", [](AnalysisRequest& r, int round) { r.head.index = round % 12; }},
      {"query", [](AnalysisRequest& r, int round) { r.query.index = round % 11; }},
      {"mechanism",
       [&](AnalysisRequest& r, int round) {
         r.mechanism.mechanism = mechanisms[static_cast<std::size_t>(round) % mechanisms.size()];
       }},
  };
  for (const Change& change : changes) {
    std::vector<double> whole, frame;
    for (int round = 0; round < k_n_rounds; ++round) {
      AnalysisRequest request = start;
      change.apply(request, round);
      whole.push_back(milliseconds([&] { redraw(request); }));
      frame.push_back(milliseconds([&] { view->render(false); }));
    }
    std::printf(
        "{\"name\":\"redraw after another %s / bare frame\",\"ratio\":%.3f,"
        "\"goal\":\"100 ms\",\"details\":\"%.0f ms / %.0f ms, 1600x1000, medians of %d\"}\n",
        change.name, median(whole) / median(frame), median(whole), median(frame), k_n_rounds);
  }
  bench_edit(*engine, *view);
  view->release();
  return 0;
}
