// How long a change of one parameter takes in the samples view at 2,000 points, from the request to
// the drawn frame at 1600x1000 (data, synthetic points, complex, diagnostics, both decision fields,
// scene), against one bare frame of the same scene: JSON lines.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/sampling/studies/study.h"
#include "tests/benchmarks/timing.h"
#include "viz/views/samples/build_samples.h"
#include "viz/vtk/egl_context.h"
#include "viz/vtk/scene_view.h"

namespace {

using namespace baryscope;

constexpr int k_n_rounds = 15;

struct Change {
  const char* name;
  std::function<void(SamplingRequest&, int round)> apply;
};

}  // namespace

int main() {
  EglContext context;
  const auto view = make_scene_view(
      {[&context] { context.make_current(); }, [&context] { return context.is_current(); }});
  view->resize(1600, 1000, 1);
  ViewRequest shown;
  shown.view = "samples";

  const std::vector<std::string> samplers = {"simplicial-smote", "smote", "adasyn-simplicial"};
  const std::vector<Change> changes = {
      {"arity", [](SamplingRequest& r, int round) { r.sampler.arity = 3 + round % 3; }},
      {"k-neighbors", [](SamplingRequest& r, int round) { r.sampler.k_neighbors = 5 + round % 4; }},
      {"sampler",
       [&](SamplingRequest& r, int round) {
         r.sampler.sampler = samplers[static_cast<std::size_t>(round) % samplers.size()];
       }},
      {"tilt's strength",
       [](SamplingRequest& r, int round) {
         r.sampler.boundary_bias = "tilt";
         r.sampler.bias_strength = 1 + round % 5;
       }},
      {"noise", [](SamplingRequest& r, int round) { r.data.noise = 0.1 + 0.01 * (round % 5); }},
  };
  for (const char* data_set : {"two-moons", "swiss-roll"}) {
    SamplingRequest start;
    start.data.data_set = data_set;
    start.data.n_samples = 2000;
    SamplingLaboratory laboratory;
    const auto redraw = [&](const SamplingRequest& request, double* study_milliseconds) {
      std::shared_ptr<const SamplingStudy> study;
      *study_milliseconds = milliseconds([&] { study = laboratory.study(request, {}); });
      const auto scene = std::make_shared<const Scene>(build_samples(*study, shown));
      view->set_scene(scene);
      view->set_camera(scene->camera);
      view->render(false);
    };
    double study_milliseconds = 0;
    redraw(start, &study_milliseconds);
    for (const Change& change : changes) {
      std::vector<double> whole, studies, frame;
      for (int round = 0; round < k_n_rounds; ++round) {
        SamplingRequest request = start;
        // Every request is a new one, so that nothing is at hand.
        request.sampler.seed = static_cast<std::uint64_t>(round) + 1;
        change.apply(request, round);
        whole.push_back(milliseconds([&] { redraw(request, &study_milliseconds); }));
        studies.push_back(study_milliseconds);
        frame.push_back(milliseconds([&] { view->render(false); }));
      }
      std::printf(
          "{\"name\":\"sampling: redraw of %s, 2000 points, after another %s / bare frame\","
          "\"ratio\":%.3f,\"goal\":\"100 ms\",\"details\":\"%.0f ms, of which the study %.0f ms / "
          "%.0f ms, 1600x1000, medians of %d\"}\n",
          data_set, change.name, median(whole) / median(frame), median(whole), median(studies),
          median(frame), k_n_rounds);
      std::fflush(stdout);
    }
  }
  view->release();
  return 0;
}
