/// The one thread that computes: analyses, then scenes; the newest request wins.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <exception>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "app/session/computer.h"
#include "app/session/finish.h"
#include "app/session/finished.h"
#include "app/session/session.h"
#include "app/session/session_requests.h"

namespace baryscope {

/// The analyses or studies of one request, or of two beside each other, drawn as `view`; what is
/// shown may be the answer already.
struct Job : WantedPicture {
  std::uint64_t generation = 0;
  bool force = false;  ///< compute it also where the answer is at hand
};

struct Outcome {
  std::uint64_t generation = 0;
  std::shared_ptr<const Finished> finished;  ///< null after a failure
  std::exception_ptr failure;
};

/// Owned by a Session. The functions it is given are called on its thread.
class Worker {
 public:
  struct Listener {
    std::function<void(Outcome)> deliver;
    std::function<void(std::uint64_t generation, double fraction, std::string_view step)> progress;
  };

  Worker(Session::MakeEngine make_engine, Listener listener);
  ~Worker();
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  /// Replaces the wish that waits and stops the running one, unless that computes the same request.
  void submit(Job job);
  void run(Session::WorkerTask task, std::function<void(std::exception_ptr)> done,
           ProgressFunction progress = {});
  /// Drops what waits and stops what runs, but for wishes for the engine.
  void cancel();
  /// The one engine, made on the worker's thread where it is not there yet. The future throws what
  /// making it threw.
  std::shared_future<std::shared_ptr<Engine>> share_engine();

 private:
  struct Task {
    Session::WorkerTask work;
    std::function<void(std::exception_ptr)> done;
    ProgressFunction progress;
  };

  void loop(const std::stop_token& thread_stop);
  void process(Job job, const std::stop_token& stop);
  void perform(const Task& task, const std::stop_token& stop);
  /// The job whose picture is wanted once `job` is computed: itself, a newer one of the same
  /// request, or none where another request waits.
  std::optional<Job> newest_of_same_request(const Job& job);
  void grant(std::promise<std::shared_ptr<Engine>> wish);

  Computer m_computer;  ///< only the worker's thread touches it
  Listener m_listener;

  std::mutex m_mutex;
  std::condition_variable_any m_wake;
  std::optional<Job> m_pending;
  std::deque<Task> m_tasks;
  std::deque<std::promise<std::shared_ptr<Engine>>> m_wishes;
  SessionRequests m_running;  ///< what is being computed; empty: nothing
  std::stop_source m_stop;    ///< of what runs

  std::jthread m_thread;  // last: it starts when all else is there
};

}  // namespace baryscope
