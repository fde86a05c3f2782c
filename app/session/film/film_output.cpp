#include "app/session/film/film_output.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <exception>
#include <filesystem>
#include <memory>
#include <optional>
#include <utility>

#include "app/session/figure.h"
#include "app/session/figure_words.h"
#include "app/session/film/training_steps.h"
#include "app/session/film/write_film.h"
#include "app/session/session_file.h"
#include "app/session/version.h"
#include "app/session/view_library.h"
#include "core/base/error.h"
#include "core/base/number_text.h"
#include "core/sampling/studies/study.h"
#include "viz/export/exporter_list.h"
#include "viz/export/film.h"
#include "viz/export/film_coder.h"
#include "viz/export/frame_pattern.h"
#include "viz/views/view_request.h"

namespace baryscope {
namespace {

namespace fs = std::filesystem;

std::string title_of(const Finished& shown) {
  std::string title = shown.scene->title;
  if (title.empty() && !shown.studies.empty()) {
    title = baryscope::title(*shown.studies.front());
  }
  return title;
}

FigureTexts texts_of(const Finished& shown, const SessionFile& session, const fs::path& target) {
  const fs::path folder = target.has_parent_path() ? target.parent_path() : fs::path(".");
  FigureTexts texts = {{"Title", title_of(shown)},
                       {"Software", "Baryscope " + std::string(version())}};
  if (shown.options.flag("embed-session")) {
    texts.emplace(session_keyword, to_session_text(session, folder));
  }
  return texts;
}

/// Files of one rate share their frames.
struct FramesOfOneRate {
  FilmFormat format;
  std::vector<std::string> targets;
};

std::vector<FramesOfOneRate> runs_of(const FilmPlan& plan,
                                     const std::vector<std::string>& targets) {
  std::vector<FramesOfOneRate> runs;
  for (const std::string& target : targets) {
    FilmFormat format = format_of(plan);
    check_film(target, format);
    bool shared = false;
    for (FramesOfOneRate& run : runs) {
      if (run.format.n_frames == format.n_frames && run.format.fps == format.fps) {
        run.targets.push_back(target);
        shared = true;
        break;
      }
    }
    if (!shared) {
      runs.push_back({format, {target}});
    }
  }
  return runs;
}

WrittenFilm written_film(const std::string& target, const FilmFormat& format) {
  WrittenFilm film{target, format.n_frames, format.width, format.height, format.fps, 0, {}};
  const fs::path path(target);
  const Exporter* row = find_exporter(path.filename().string());
  if (row != nullptr && row->film != nullptr && row->film->even_size) {
    film.width += film.width % 2;  // as it was padded
    film.height += film.height % 2;
  }
  const bool pictures = is_frame_pattern(path.filename().string());
  for (int i = 0; i < (pictures ? format.n_frames : 1); ++i) {
    std::error_code ignored;
    const std::uintmax_t n_bytes = fs::file_size(pictures ? frame_path(path, i) : path, ignored);
    film.n_bytes += ignored ? 0 : n_bytes;
  }
  return film;
}

void write_run(const FilmOrder& order, const FilmPlan& whole, const FramesOfOneRate& run,
               Computer& computer, const Watch& watch, std::vector<WrittenFilm>& written) {
  const FilmPlan plan = whole.with_rate(run.format.n_frames, run.format.fps);
  FrameMaker maker(make_film_stage(plan, order.outputs.camera, order.theme, computer, watch),
                   computer);
  const FramePicture first = maker.make(0, watch);
  const SessionFile session{plan.options(), order.outputs.camera,
                            order.outputs.hash(plan.options()), order.timeline};
  std::vector<std::unique_ptr<FrameSink>> owned;
  std::vector<FrameSink*> sinks;
  for (const std::string& target : run.targets) {
    FilmFormat format = run.format;
    format.title = title_of(*first.shown);
    format.texts = texts_of(*first.shown, session, target);
    format.most_bytes = order.outputs.most_bytes;
    owned.push_back(make_frame_sink(target, format, watch));
    sinks.push_back(owned.back().get());
  }
  const std::unique_ptr<FrameRenderer> renderer = open_frame_renderer();
  write_film(maker, *renderer, sinks, watch);
  for (const std::string& target : run.targets) {
    written.push_back(written_film(target, run.format));
  }
}

std::string megabytes(std::uint64_t n_bytes) {
  return to_text(static_cast<double>(n_bytes) / 1e6, n_bytes < 100'000 ? 3 : 1) + " MB";
}

/// The film again, so much smaller that it should fit. Throws Error where it would be too small.
OptionValues lowered(OptionValues options, const FilmTooLarge& found, std::uint64_t most_bytes) {
  constexpr double k_fewest_pixels_a_side = 120, k_margin = 0.94, k_few_colors_save = 0.85;
  constexpr double k_enough_fps = 20, k_least_scale = 0.1;
  double share = k_margin * static_cast<double>(most_bytes) / static_cast<double>(found.n_bytes);
  const std::string& quality = options.text("quality");
  if (quality != "draft") {
    options.set("quality", quality == "best" ? "high" : "draft");
    if (share > k_few_colors_save) {
      return options;
    }
    share /= k_few_colors_save;
  }
  if (const double fps = options.find_number("fps").value(); fps > k_enough_fps) {
    options.set("fps", to_text(k_enough_fps));
    share = std::min(1.0, share * fps / k_enough_fps);
  }
  const ViewRequest view = make_view_request(options, "light");
  const double scale = view.scale * std::sqrt(share);
  if (scale < k_least_scale || scale * std::min(view.width, view.height) < k_fewest_pixels_a_side) {
    throw Error("the film does not fit into " + megabytes(most_bytes) + ": its last try had " +
                megabytes(found.n_bytes) + "; make it shorter (--duration)");
  }
  // Whole pixels along the width, whatever the factor.
  options.set("scale", to_text(std::floor(scale * view.width) / view.width));
  return options;
}

void write_runs(const FilmOrder& order, Computer& computer, const Watch& watch,
                std::vector<WrittenFilm>& written) {
  const FilmPlan plan = film_of(order.options, order.timeline);
  for (const FramesOfOneRate& run : runs_of(plan, order.outputs.targets)) {
    write_run(order, plan, run, computer, watch, written);
  }
}

/// One frame as a still, which opens again as what it shows.
void write_frame(const FilmOrder& order, int index, Computer& computer, const Watch& watch) {
  const FilmPlan plan = film_of(order.options, order.timeline);
  FrameMaker maker(make_film_stage(plan, order.outputs.camera, order.theme, computer, watch),
                   computer);
  const FramePicture frame = maker.make(index, watch);
  // Drawn as films draw it, so that its pixels are the film's.
  std::optional<Image> image;
  const auto pixels = [&] {
    if (!image) {
      image = draw_frame(frame, *open_frame_renderer());
    }
    return *image;
  };
  const SessionFile session{
      frame.shown->options, frame.camera, order.outputs.hash(frame.shown->options), {}};
  for (const std::string& target : order.outputs.targets) {
    watch.check();
    const std::string name = fs::path(target).filename().string();
    write_bytes(target,
                find_exporter(name)->encode(
                    {*frame.figure, frame.camera, pixels, texts_of(*frame.shown, session, target),
                     page_style_of(frame.shown->view), describe_in(*frame.shown)}));
  }
}

}  // namespace

FilmFormat format_of(const FilmPlan& plan) {
  const OptionValues& options = plan.options();
  const ViewRequest view = make_view_request(options, "light");
  FilmFormat format;
  format.width = static_cast<int>(std::lround(view.width * view.scale));
  format.height = static_cast<int>(std::lround(view.height * view.scale));
  format.fps = plan.frames_per_second();
  format.quality = options.text("quality");
  format.loops = options.flag("loop");
  format.n_frames = plan.n_frames();
  return format;
}

FilmPlan film_of(const OptionValues& options, const Timeline& timeline) {
  FilmSource source{options, timeline, {}};
  if (film_kind(options) == FilmKind::training) {
    source.training = training_steps(options);
  }
  return FilmPlan(std::move(source));
}

std::vector<std::string> check_films(const FilmPlan& plan,
                                     const std::vector<std::string>& targets) {
  std::vector<std::string> notes;
  for (const std::string& target : targets) {
    FilmFormat format = format_of(plan);
    for (std::string& note : check_film(target, format)) {
      notes.push_back(std::move(note));
    }
    static_cast<void>(plan.with_rate(format.n_frames, format.fps));
  }
  return notes;
}

std::vector<WrittenFilm> write_films(const FilmOrder& order, Computer& computer,
                                     const Watch& watch) {
  constexpr int k_most_tries = 8;
  FilmOrder now = order;
  std::vector<std::string> notes;
  for (int i = 0;; ++i) {
    try {
      std::vector<WrittenFilm> written;
      write_runs(now, computer, watch, written);
      for (WrittenFilm& film : written) {
        film.notes = notes;
      }
      return written;
    } catch (const FilmTooLarge& found) {
      if (i + 1 == k_most_tries) {
        throw;
      }
      now.options = lowered(now.options, found, order.outputs.most_bytes);
      const FilmFormat format = format_of(film_of(now.options, now.timeline));
      notes.push_back("it had " + megabytes(found.n_bytes) + ", above " +
                      megabytes(order.outputs.most_bytes) + ", and was made again at " +
                      to_text(static_cast<std::int64_t>(format.width)) + "x" +
                      to_text(static_cast<std::int64_t>(format.height)) + ", " +
                      to_text(format.fps) + " frames a second, quality " + format.quality);
      watch.report(0, notes.back());
    }
  }
}

void write_films(Session& session, const OptionValues& options, const FilmOutputs& outputs,
                 const std::function<void()>& wait) {
  static_cast<void>(film_of(options, session.timeline()));
  // Whoever still waits for it.
  const auto order = std::make_shared<const FilmOrder>(
      FilmOrder{options, session.timeline(), session.system_theme(), outputs});
  const auto failure = std::make_shared<std::exception_ptr>();
  session.run_on_worker(
      [order](Computer& computer, const Watch& watch) {
        if (const std::optional<int> frame = one_frame(order->options)) {
          write_frame(*order, *frame, computer, watch);
        } else {
          write_films(*order, computer, watch);
        }
      },
      [failure](std::exception_ptr thrown) { *failure = std::move(thrown); }, outputs.progress);
  wait();
  if (*failure) {
    std::rethrow_exception(*failure);
  }
}

}  // namespace baryscope
