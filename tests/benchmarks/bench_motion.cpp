// What motion costs: a frame of flowing pipes against a bare draw of the same buffers by the same
// shaders, and a film against drawing and encoding alone: JSON lines.
#include <GL/glew.h>

#include <cstdio>
#include <exception>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "app/session/all_options.h"
#include "app/session/computer.h"
#include "app/session/engine_library.h"
#include "app/session/film/film_output.h"
#include "app/session/film/write_film.h"
#include "core/base/error.h"
#include "tests/benchmarks/bare_draw.h"
#include "tests/benchmarks/timing.h"
#include "viz/scene/figure_layout.h"
#include "viz/views/flow/build_flow.h"
#include "viz/vtk/egl_context.h"
#include "viz/vtk/scene_view.h"

namespace {

using namespace baryscope;

constexpr int k_width = 1600, k_height = 1000;

/// `n_queries` tokens that all read, each `n_edges` / n_queries keys before it.
Analysis many_edges(int n_queries, int n_edges) {
  Analysis analysis;
  analysis.model.name = "benchmark";
  analysis.mechanism.mechanism = "pairwise";
  analysis.request.top = n_edges / n_queries;
  for (int i = 0; i < n_queries; ++i) {
    Token token;
    token.text = "t" + std::to_string(i);
    analysis.tokens.push_back(token);
    QueryResult row;
    row.position = i;
    row.weight_sum = row.weight_abs_sum = 1;
    row.key_weights.assign(static_cast<std::size_t>(n_queries), 1.0 / n_queries);
    analysis.queries.push_back(std::move(row));
    const int n_keys = n_edges / n_queries;
    for (int k = 0; k < n_keys; ++k) {
      analysis.edges.push_back({i, (i * 7 + k * 13) % n_queries, 1.0 / n_keys});
    }
  }
  analysis.focus = n_queries / 2;
  return analysis;
}

void bench_frames(int n_queries, int n_edges, int n_rounds) {
  ViewRequest request;
  request.hide = {"labels", "legend", "title"};
  const auto scene =
      std::make_shared<const Scene>(build_flow(many_edges(n_queries, n_edges), request));
  const auto drawing = make_drawing(scene);
  EglContext context;
  const auto view = make_scene_view(
      {[&context] { context.make_current(); }, [&context] { return context.is_current(); }});
  view->resize(k_width, k_height, 1);
  view->set_drawing(drawing);
  view->set_camera(scene->camera);
  BareDraw bare(*drawing, scene->camera, k_width, k_height);
  std::vector<double> ours, theirs, ratios;
  for (int round = -1; round < n_rounds; ++round) {
    const double phase = (round + 1) / 20.0;
    context.make_current();
    view->set_flow(phase);
    const double a = milliseconds([&] {
      view->render(false);
      glFinish();
    });
    const double b = milliseconds([&] {
      bare.draw(phase);
      glFinish();
    });
    if (round >= 0) {
      ours.push_back(a);
      theirs.push_back(b);
      ratios.push_back(a / b);
    }
  }
  bare.release();
  view->release();
  std::printf(
      "{\"name\":\"a flowing frame of %d edges / a bare draw of its buffers\",\"ratio\":%.3f,"
      "\"goal\":\"<= 1.15\",\"details\":\"%.1f ms / %.1f ms, %dx%d, medians of %d\"}\n",
      n_edges, median(ratios), median(ours), median(theirs), k_width, k_height, n_rounds);
}

double per_second(int n_frames, double milliseconds_in_all) {
  return 1000 * n_frames / milliseconds_in_all;
}

void bench_film() {
  constexpr int n_frames = 90;
  OptionValues options(all_options());
  apply_shipped_session(options);
  options.set("animate", "turntable");
  options.set("size", "1280x720");
  options.set("duration", "3");
  Computer computer([] { return open_engine(); });
  const FilmPlan plan = film_of(options, {});
  FrameMaker maker(make_film_stage(plan, std::nullopt, "light", computer, {}), computer);
  const auto renderer = make_frame_renderer();
  const std::string folder = std::filesystem::temp_directory_path();
  FilmFormat format{1280, 720, 30, "high", true, n_frames, {}, "benchmark"};
  const auto sink = [&] { return make_frame_sink(folder + "/baryscope-bench-motion.mp4", format); };

  std::vector<Image> frames;
  const double drawing = milliseconds([&] {
    for (int i = 0; i < n_frames; ++i) {
      Image image = draw_frame(maker.make(i, {}), *renderer);
      if (frames.size() < 30) {
        frames.push_back(std::move(image));
      }
    }
  });
  const double encoding = milliseconds([&] {
    const auto film = sink();
    for (int i = 0; i < n_frames; ++i) {
      film->write(frames[static_cast<std::size_t>(i) % frames.size()]);
    }
    film->finish();
  });
  const double both = milliseconds([&] {
    const auto film = sink();
    write_film(maker, *renderer, {film.get()}, {});
  });
  std::filesystem::remove(folder + "/baryscope-bench-motion.mp4");
  const double r = per_second(n_frames, drawing), e = per_second(n_frames, encoding);
  const double alone = 1 / (1 / r + 1 / e), film = per_second(n_frames, both);
  std::printf(
      "{\"name\":\"frames of a film a second / 1 / (1 / drawing + 1 / encoding)\",\"ratio\":%.3f,"
      "\"goal\":\">= 0.9\",\"details\":\"%.1f / %.1f (draws %.1f, encodes %.1f a second), "
      "turntable, 1280x720, %d frames\"}\n",
      film / alone, film, alone, r, e, n_frames);
}

}  // namespace

int main() {
  try {
    std::setvbuf(stdout, nullptr, _IOLBF, 0);
    bench_frames(100, 1'000, 15);
    bench_frames(4'000, 100'000, 3);  // some seconds each without a graphics card
    bench_film();
  } catch (const std::exception& error) {
    std::fprintf(stderr, "bench_motion: %s\n", error.what());
    return 1;
  }
  return 0;
}
