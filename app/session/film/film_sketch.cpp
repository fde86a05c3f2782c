#include "app/session/film/film_sketch.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <utility>

#include "app/session/film/write_film.h"
#include "app/session/serial_engine.h"
#include "app/session/view_library.h"
#include "core/base/error.h"
#include "viz/export/film.h"

namespace baryscope {
namespace {

using Clock = std::chrono::steady_clock;

/// A film whose every frame is computed is looked at in fewer.
constexpr int k_most_computed = 48;

/// The figure drawn so many times as large.
Figure scaled_figure(const Figure& figure, double factor) {
  const auto at = [factor](int pixels) { return static_cast<int>(std::lround(factor * pixels)); };
  Figure scaled = figure;
  scaled.width = std::max(1, at(figure.width));
  scaled.height = std::max(1, at(figure.height));
  scaled.scale = figure.scale * factor;
  for (FigurePanel& panel : scaled.panels) {
    const int right = at(panel.left + panel.width), bottom = at(panel.top + panel.height);
    panel.left = at(panel.left);
    panel.top = at(panel.top);
    panel.width = std::max(1, right - panel.left);
    panel.height = std::max(1, bottom - panel.top);
  }
  for (Rule& rule : scaled.rules) {
    rule.left = at(rule.left);
    rule.top = at(rule.top);
    rule.bottom = at(rule.bottom);
    rule.width = std::max(1, at(rule.width));
  }
  return scaled;
}

FilmPlan looked_at(const FilmPlan& plan) {
  const int n = plan.n_frames();
  if (plan.keeps_options() || n <= k_most_computed) {
    return plan;
  }
  try {
    return plan.with_rate(k_most_computed, plan.frames_per_second() * k_most_computed / n);
  } catch (const UsageError&) {
    return plan;  // too few for what it shows
  }
}

/// The plan at the rate that the order's file can hold: frame by frame what will be written.
FilmPlan written_plan(const FilmPlan& plan, const FilmOrder& order) {
  if (order.outputs.targets.empty()) {
    return plan;
  }
  FilmFormat format = format_of(plan);
  const int n_frames = format.n_frames;
  try {
    static_cast<void>(check_film(order.outputs.targets.front(), format));
    return format.n_frames == n_frames ? plan : plan.with_rate(format.n_frames, format.fps);
  } catch (const Error&) {
    return plan;  // told with the film
  }
}

/// The sketch's camera, places and room for the film itself.
FilmStage full_stage(FilmStage stage, const FilmPlan& plan) {
  if (!plan.keeps_options()) {
    stage.plan = plan;
  }
  return stage;
}

}  // namespace

FilmSketch::FilmSketch(std::shared_ptr<Engine> engine)
    : m_computer([engine = std::move(engine)] { return borrow_engine(engine); }) {}

/// What can be known of it before it is drawn.
PreviewedFilm FilmSketch::told_of(const Film& film) {
  FilmFormat format = format_of(film.plan);
  PreviewedFilm told{.closes = film.plan.closes()};
  try {
    if (!film.order.outputs.targets.empty()) {
      told.notes = check_film(film.order.outputs.targets.front(), format);
    }
  } catch (const Error& error) {
    told.problem = error.what();
  }
  told.n_frames = format.n_frames;
  told.frames_per_second = format.fps;
  told.width = format.width;
  told.height = format.height;
  return told;
}

PreviewedFilm FilmSketch::open(FilmOrder order, int most_pixels, const Watch& watch) {
  m_film.reset();
  const FilmPlan plan = written_plan(film_of(order.options, order.timeline), order);
  const FilmStage stage =
      make_film_stage(looked_at(plan), order.outputs.camera, order.theme, m_computer, watch);
  m_film.emplace(Film{std::move(order),
                      most_pixels,
                      plan,
                      FrameMaker(stage, m_computer),
                      FrameMaker(full_stage(stage, plan), m_computer),
                      {},
                      0});
  return told_of(*m_film);
}

Image FilmSketch::frame(int index, const Watch& watch) {
  const int n = m_film->plan.n_frames(), n_made = m_film->sketch.stage().plan.n_frames();
  const int made =
      n == n_made || n < 2
          ? index
          : static_cast<int>(std::lround(static_cast<double>(index) * (n_made - 1) / (n - 1)));
  const FramePicture frame = m_film->sketch.make(made, watch);
  const int side = std::max(frame.figure->width, frame.figure->height);
  return draw(frame, std::min(1.0, static_cast<double>(m_film->most_pixels) / side));
}

std::optional<FilmEstimate> FilmSketch::estimate_further(const Watch& watch) {
  Film& film = *m_film;
  const int n = film.plan.n_frames(), n_wanted = std::min(k_n_looked_at, n);
  const int n_there = static_cast<int>(film.frames.size());
  if (n_there < n_wanted) {
    const Clock::time_point begin = Clock::now();
    const int first = std::min(n / 3, n - n_wanted);
    film.frames.push_back(draw(film.full.make(first + n_there, watch), 1));
    if (n_there > 0 || n_wanted == 1) {  // the first one uploads its scene
      film.seconds_a_frame +=
          std::chrono::duration<double>(Clock::now() - begin).count() / std::max(1, n_wanted - 1);
    }
    return std::nullopt;
  }
  const std::string& target = film.order.outputs.targets.front();
  FilmFormat format = format_of(film.plan);
  check_film(target, format);
  format.width = film.frames.front().width;
  format.height = film.frames.front().height;
  const FilmEstimate estimate =
      estimate_film(target, format, film.frames, film.seconds_a_frame, watch);
  film.frames.clear();
  film.seconds_a_frame = 0;
  return estimate;
}

Image FilmSketch::draw(const FramePicture& frame, double factor) {
  if (m_renderer == nullptr) {
    m_renderer = open_frame_renderer();
  }
  FramePicture scaled = frame;
  scaled.figure = std::make_shared<const Figure>(scaled_figure(*frame.figure, factor));
  return draw_frame(scaled, *m_renderer);
}

}  // namespace baryscope
