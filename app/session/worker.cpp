#include "app/session/worker.h"

#include <utility>

#include "app/session/finish.h"
#include "app/session/serial_engine.h"
#include "core/base/error.h"

namespace baryscope {

Worker::Worker(Session::MakeEngine make_engine, Listener listener)
    : m_computer(make_serial_engine(std::move(make_engine))),
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

void Worker::run(Session::WorkerTask task, std::function<void(std::exception_ptr)> done,
                 ProgressFunction progress) {
  {
    const std::lock_guard lock(m_mutex);
    m_tasks.push_back({std::move(task), std::move(done), std::move(progress)});
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

void Worker::process(Job job, const std::stop_token& stop) {
  Outcome outcome;
  const Computed* answer = nullptr;
  if (!job.force) {
    answer = m_computer.find_answer(job.requests);
    if (answer == nullptr && job.shown != nullptr && job.shown->requests == job.requests) {
      answer = job.shown.get();
    }
  }
  if (answer == nullptr) {
    try {
      const Watch watch(stop, [&](double fraction, std::string_view step) {
        m_listener.progress(job.generation, fraction, step);
      });
      answer = &(job.force ? m_computer.compute_anew(job.requests, watch)
                           : m_computer.compute(job.requests, watch));
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
    task.work(m_computer, Watch(stop, task.progress));
  } catch (...) {
    failure = std::current_exception();
  }
  task.done(failure);
}

void Worker::grant(std::promise<std::shared_ptr<Engine>> wish) {
  try {
    wish.set_value(m_computer.share_engine());
  } catch (...) {
    wish.set_exception(std::current_exception());
  }
}

}  // namespace baryscope
