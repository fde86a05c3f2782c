#include "app/session/film/film_run.h"

#include <chrono>
#include <mutex>
#include <utility>

#include "app/session/computer.h"
#include "app/session/serial_engine.h"

namespace baryscope {
namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::milliseconds k_between{50};

/// At most some twenty a second go on, from whatever thread.
ProgressFunction thinned(ProgressFunction progress) {
  struct State {
    std::mutex mutex;
    Clock::time_point last;
  };
  return [state = std::make_shared<State>(), progress = std::move(progress)](
             double fraction, std::string_view words) {
    {
      const std::lock_guard lock(state->mutex);
      if (Clock::now() - state->last < k_between) {
        return;
      }
      state->last = Clock::now();
    }
    progress(fraction, words);
  };
}

}  // namespace

FilmRun::FilmRun(std::shared_future<std::shared_ptr<Engine>> engine, FilmOrder order, Post post,
                 Listener listener)
    : m_told(std::make_shared<Told>(Told{true, std::move(listener)})) {
  const std::shared_ptr<Told> told = m_told;
  order.outputs.progress = thinned([told, post](double fraction, std::string_view words) {
    post([told, fraction, words = std::string(words)] {
      if (told->wanted) {
        told->listener.progress(fraction, words);
      }
    });
  });
  m_thread = std::thread([told, post, engine = std::move(engine), order = std::move(order),
                          stop = m_stop.get_token()] {
    std::vector<WrittenFilm> films;
    std::exception_ptr failure;
    try {
      const Watch watch(stop, order.outputs.progress);
      Computer computer([&] { return borrow_engine(wait_for_engine(engine, watch)); });
      films = write_films(order, computer, watch);
    } catch (...) {
      failure = std::current_exception();
    }
    post([told, films = std::move(films), failure] {
      if (std::exchange(told->wanted, false)) {
        told->listener.done(films, failure);
      }
    });
  });
}

FilmRun::~FilmRun() {
  m_told->wanted = false;
  cancel();
  m_thread.join();
}

void FilmRun::cancel() { m_stop.request_stop(); }

}  // namespace baryscope
