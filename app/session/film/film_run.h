/// A film that is written on a thread of its own, beside the session. No Qt.
#pragma once

#include <exception>
#include <functional>
#include <future>
#include <memory>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "app/session/film/film_output.h"
#include "core/engine/engine.h"

namespace baryscope {

/// Options of the session may change meanwhile: the film is of the order's. Told through `post`, on
/// whatever thread that runs functions on; nothing is told once this is gone.
class FilmRun {
 public:
  using Post = std::function<void(std::function<void()>)>;

  struct Listener {
    std::function<void(double fraction, const std::string& words)> progress;
    /// `failure`: null where the films stand under their names.
    std::function<void(const std::vector<WrittenFilm>& films, std::exception_ptr failure)> done;
  };

  FilmRun(std::shared_future<std::shared_ptr<Engine>> engine, FilmOrder order, Post post,
          Listener listener);
  /// Cancels and waits: nothing half-written stays.
  ~FilmRun();
  FilmRun(const FilmRun&) = delete;
  FilmRun& operator=(const FilmRun&) = delete;

  /// done() follows, with Cancelled.
  void cancel();

 private:
  struct Told {
    bool wanted = true;
    Listener listener;
  };
  std::shared_ptr<Told> m_told;  ///< shared with functions that are posted but have not run
  std::stop_source m_stop;
  std::thread m_thread;
};

}  // namespace baryscope
