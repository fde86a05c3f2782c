#include "app/session/film/film_output.h"

#include <cmath>
#include <cstdint>
#include <exception>
#include <filesystem>
#include <memory>
#include <utility>

#include "app/session/film/training_steps.h"
#include "app/session/film/write_film.h"
#include "app/session/session_file.h"
#include "app/session/version.h"
#include "app/session/view_library.h"
#include "core/base/error.h"
#include "core/sampling/studies/study.h"
#include "viz/export/film.h"
#include "viz/views/view_request.h"

namespace baryscope {
namespace {

namespace fs = std::filesystem;

/// What the task on the worker needs, whoever still waits for it.
struct FilmTask {
  FilmPlan plan;
  FilmOutputs outputs;
  Timeline timeline;
  std::string theme;
  std::string title = {};
};

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

std::string title_of(const Finished& shown) {
  std::string title = shown.scene->title;
  if (title.empty() && !shown.studies.empty()) {
    title = baryscope::title(*shown.studies.front());
  }
  return title;
}

FigureTexts texts_of(const Finished& shown, const SessionFile& session, const fs::path& target) {
  const fs::path folder = target.has_parent_path() ? target.parent_path() : fs::path(".");
  return {{"Title", title_of(shown)},
          {"Software", "Baryscope " + std::string(version())},
          {std::string(session_keyword), to_session_text(session, folder)}};
}

/// Files of one rate share their frames.
struct FilmRun {
  FilmFormat format;
  std::vector<std::string> targets;
};

std::vector<FilmRun> runs_of(const FilmPlan& plan, const std::vector<std::string>& targets) {
  std::vector<FilmRun> runs;
  for (const std::string& target : targets) {
    FilmFormat format = format_of(plan);
    check_film(target, format);
    bool shared = false;
    for (FilmRun& run : runs) {
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

void write_run(const FilmTask& task, const FilmRun& run, Computer& computer, const Watch& watch) {
  const FilmPlan plan = task.plan.with_rate(run.format.n_frames, run.format.fps);
  FrameMaker maker(make_film_stage(plan, task.outputs.camera, task.theme, computer, watch),
                   computer);
  const FramePicture first = maker.make(0, watch);
  const SessionFile session{plan.options(), task.outputs.camera, task.outputs.hash(plan.options()),
                            task.timeline};
  std::vector<std::unique_ptr<FrameSink>> owned;
  std::vector<FrameSink*> sinks;
  for (const std::string& target : run.targets) {
    FilmFormat format = run.format;
    format.title = title_of(*first.shown);
    format.texts = texts_of(*first.shown, session, target);
    owned.push_back(make_frame_sink(target, format, watch));
    sinks.push_back(owned.back().get());
  }
  const std::unique_ptr<FrameRenderer> renderer = open_frame_renderer();
  write_film(maker, *renderer, sinks, watch);
}

/// One frame as a still, which opens again as what it shows.
void write_frame(const FilmTask& task, int index, Computer& computer, const Watch& watch) {
  FrameMaker maker(make_film_stage(task.plan, task.outputs.camera, task.theme, computer, watch),
                   computer);
  const FramePicture frame = maker.make(index, watch);
  const std::unique_ptr<FrameRenderer> renderer = open_frame_renderer();
  const Image image = draw_frame(frame, *renderer);
  // Drawn as films draw it, so that its pixels are the film's.
  Figure whole{image.width, image.height, 1, {}, {}};
  whole.panels.push_back({frame.shown->scene, 0, 0, image.width, image.height});
  const SessionFile session{
      frame.shown->options, frame.camera, task.outputs.hash(frame.shown->options), {}};
  for (const std::string& target : task.outputs.targets) {
    watch.check();
    const std::string name = fs::path(target).filename().string();
    write_bytes(target, find_exporter(name)->encode(
                            whole,
                            [&image](const std::shared_ptr<const Scene>&, int, int, double) {
                              return image;
                            },
                            texts_of(*frame.shown, session, target)));
  }
}

}  // namespace

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

void write_films(Session& session, const OptionValues& options, const FilmOutputs& outputs,
                 const std::function<void()>& wait) {
  const auto task = std::make_shared<FilmTask>(FilmTask{
      film_of(options, session.timeline()), outputs, session.timeline(), session.system_theme()});
  const std::optional<int> frame = one_frame(options);
  const auto failure = std::make_shared<std::exception_ptr>();
  session.run_on_worker(
      [task, frame](Computer& computer, const Watch& watch) {
        if (frame) {
          write_frame(*task, *frame, computer, watch);
          return;
        }
        for (const FilmRun& run : runs_of(task->plan, task->outputs.targets)) {
          write_run(*task, run, computer, watch);
        }
      },
      [failure](std::exception_ptr thrown) { *failure = std::move(thrown); }, outputs.progress);
  wait();
  if (*failure) {
    std::rethrow_exception(*failure);
  }
}

}  // namespace baryscope
