#include "app/session/worker.h"

#include <algorithm>
#include <utility>

#include "app/session/comparison.h"
#include "core/base/error.h"
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
const Finished* followed(const Computed& computed, const Job& job) {
  const bool goes_on = job.follows && job.shown != nullptr && job.shown->scene != nullptr &&
                       !job.shown->analyses.empty() && !computed.analyses.empty() &&
                       job.shown->view.view == job.view.view && view(job.view.view).turns;
  return goes_on ? job.shown.get() : nullptr;
}

/// Turned and seen as the picture before; as the scene's own way is where nothing else would come
/// of it, so that a session tells only what it must.
ViewScenes build_after(const Finished& before, const Computed& computed, Finished& finished) {
  const auto build = [&](const std::optional<Orientation>& orientation) {
    finished.view.orientation = orientation;
    return view(finished.view.view).build(input_of(computed), finished.view);
  };
  const std::optional<Orientation>& turned = before.view.orientation;
  const bool same = before.analyses.front() == computed.analyses.front();
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

std::shared_ptr<const Finished> finish(const Computed& computed, const Job& job) {
  const ViewInput input = input_of(computed);
  auto finished = std::make_shared<Finished>(Finished{computed, job.options, job.requests, job.view,
                                                      false, view_parts(input, job.view), nullptr,
                                                      nullptr, nullptr, nullptr});
  ViewScenes scenes;
  if (const Finished* before = followed(computed, job)) {
    scenes = build_after(*before, computed, *finished);
    if (const std::optional<Orientation>& orientation = finished->view.orientation) {
      finished->options.set("orientation", to_text(*orientation));
    } else {
      finished->options.reset("orientation");
    }
  } else {
    scenes = view(job.view.view).build(input, job.view);
  }
  finished->scene = std::make_shared<const Scene>(std::move(scenes.first));
  if (scenes.second) {
    finished->compared_scene = std::make_shared<const Scene>(*std::move(scenes.second));
  }
  if (job.for_screen) {
    finished->drawing = make_drawing(finished->scene);
    finished->compared_drawing =
        finished->compared_scene == nullptr ? nullptr : make_drawing(finished->compared_scene);
  }
  return finished;
}

}  // namespace

Worker::Worker(Session::MakeEngine make_engine, Listener listener)
    : m_make_engine(std::move(make_engine)),
      m_listener(std::move(listener)),
      m_thread([this](const std::stop_token& stop) { loop(stop); }) {}

Worker::~Worker() {
  m_thread.request_stop();
  cancel();
  m_thread.join();
}

void Worker::submit(Job job) {
  {
    const std::lock_guard lock(m_mutex);
    const bool runs_already = !job.force && m_running == job.requests;
    if (!m_running.empty() && !runs_already) {
      m_stop.request_stop();
    }
    m_pending = std::move(job);
  }
  m_wake.notify_one();
}

void Worker::run(Session::EngineTask task, std::function<void(std::exception_ptr)> done) {
  {
    const std::lock_guard lock(m_mutex);
    m_tasks.push_back({std::move(task), std::move(done)});
  }
  m_wake.notify_one();
}

void Worker::cancel() {
  std::deque<Task> dropped;
  {
    const std::lock_guard lock(m_mutex);
    m_pending.reset();
    dropped.swap(m_tasks);
    m_stop.request_stop();
  }
  for (const Task& task : dropped) {
    task.done(std::make_exception_ptr(Cancelled()));
  }
}

std::shared_future<std::shared_ptr<Engine>> Worker::share_engine() {
  std::promise<std::shared_ptr<Engine>> wish;
  std::shared_future<std::shared_ptr<Engine>> granted = wish.get_future().share();
  {
    const std::lock_guard lock(m_mutex);
    m_wishes.push_back(std::move(wish));
  }
  m_wake.notify_one();
  return granted;
}

void Worker::loop(const std::stop_token& thread_stop) {
  while (true) {
    std::optional<Job> job;
    std::optional<Task> task;
    std::optional<std::promise<std::shared_ptr<Engine>>> wish;
    std::stop_token stop;
    {
      std::unique_lock lock(m_mutex);
      if (!m_wake.wait(lock, thread_stop,
                       [this] { return m_pending || !m_tasks.empty() || !m_wishes.empty(); })) {
        return;
      }
      if (thread_stop.stop_requested()) {
        return;
      }
      m_stop = std::stop_source();
      stop = m_stop.get_token();
      if (!m_wishes.empty()) {
        wish = std::move(m_wishes.front());
        m_wishes.pop_front();
      } else if (m_pending) {
        job = std::exchange(m_pending, std::nullopt);
        m_running = job->requests;
      } else {
        task = std::move(m_tasks.front());
        m_tasks.pop_front();
      }
    }
    if (wish) {
      grant(std::move(*wish));
    } else if (job) {
      process(std::move(*job), stop);
      const std::lock_guard lock(m_mutex);
      m_running = {};
    } else {
      perform(*task, stop);
    }
  }
}

// What was computed last comes first: it may be newer than what is shown.
const Computed* Worker::answer_at_hand(const Job& job) const {
  if (job.force) {
    return nullptr;
  }
  const bool samples = !job.requests.studies.empty();
  if (samples ? m_studied == job.requests.studies : m_analyzed == job.requests.analyses) {
    return samples ? &m_studies : &m_analyses;
  }
  return job.shown != nullptr && job.shown->requests == job.requests ? job.shown.get() : nullptr;
}

const Computed& Worker::compute(const Job& job, const Watch& watch) {
  if (!job.requests.studies.empty()) {
    study(job, watch);
    return m_studies;
  }
  watch.report(0, m_engine ? "computing" : "opening the computing library");
  analyze(job, watch);
  return m_analyses;
}

void Worker::analyze(const Job& job, const Watch& watch) {
  const std::vector<AnalysisRequest>& requests = job.requests.analyses;
  Computed computed;
  if (!m_analyzed.empty() && m_analyzed.front() == requests.front() && !job.force) {
    computed.analyses = m_analyses.analyses;  // only the comparison is new
  } else {
    computed.analyses = engine().analyze(requests.front(), watch);
    BARYSCOPE_CHECK(!computed.analyses.empty());
  }
  if (requests.size() > 1) {
    watch.report(0, "computing the compared model");
    computed.compared =
        analyze_beside(engine(), *computed.analyses.front(), requests.back(), watch);
  }
  m_analyses = std::move(computed);
  m_analyzed = requests;
}

void Worker::study(const Job& job, const Watch& watch) {
  if (!m_laboratory || job.force) {
    m_laboratory = std::make_unique<SamplingLaboratory>();  // one that reads its file anew
  }
  Computed computed;
  for (const SamplingRequest& request : job.requests.studies) {
    const auto known = std::find(m_studied.begin(), m_studied.end(), request);
    computed.studies.push_back(known == m_studied.end() || job.force
                                   ? m_laboratory->study(request, watch)
                                   : m_studies.studies[known - m_studied.begin()]);
  }
  m_studies = std::move(computed);
  m_studied = job.requests.studies;
}

void Worker::process(Job job, const std::stop_token& stop) {
  Outcome outcome;
  const Computed* answer = answer_at_hand(job);
  if (answer == nullptr) {
    try {
      answer = &compute(job, Watch(stop, [&](double fraction, std::string_view step) {
                          m_listener.progress(job.generation, fraction, step);
                        }));
    } catch (...) {
      if (stop.stop_requested()) {
        return;  // nobody waits for it
      }
      outcome.failure = std::current_exception();
    }
  }
  const std::optional<Job> wanted = newest_of_same_request(job);
  if (!wanted) {
    return;
  }
  outcome.generation = wanted->generation;
  if (answer != nullptr) {
    try {
      outcome.finished = finish(*answer, *wanted);
    } catch (...) {
      outcome.failure = std::current_exception();
    }
  }
  m_listener.deliver(std::move(outcome));
}

std::optional<Job> Worker::newest_of_same_request(const Job& job) {
  const std::lock_guard lock(m_mutex);
  if (!m_pending) {
    return job;
  }
  if (m_pending->requests == job.requests && !m_pending->force) {
    return std::exchange(m_pending, std::nullopt);
  }
  return std::nullopt;
}

void Worker::perform(const Task& task, const std::stop_token& stop) {
  std::exception_ptr failure;
  try {
    task.work(engine(), Watch(stop, {}));
  } catch (...) {
    failure = std::current_exception();
  }
  task.done(failure);
}

void Worker::grant(std::promise<std::shared_ptr<Engine>> wish) {
  try {
    engine();
    wish.set_value(m_engine);
  } catch (...) {
    wish.set_exception(std::current_exception());
  }
}

Engine& Worker::engine() {
  if (!m_engine) {
    m_engine = m_make_engine();
  }
  return *m_engine;
}

}  // namespace baryscope
