#include "app/session/film/film_preview.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <stop_token>
#include <utility>

#include "app/session/film/film_sketch.h"
#include "app/session/serial_engine.h"
#include "core/base/error.h"
#include "core/base/error_text.h"

namespace baryscope {
namespace {

struct Wishes {
  std::optional<std::pair<FilmOrder, int>> film;
  std::optional<int> frame;
  bool last = false, estimate = false;
};

}  // namespace

struct FilmPreview::Shared {
  std::shared_future<std::shared_ptr<Engine>> engine;
  Post post;
  Listener listener;
  bool wanted = true;  ///< touched where `post` runs functions

  std::mutex mutex;
  std::condition_variable wake;
  bool ended = false;
  std::uint64_t generation = 0;
  Wishes wishes;
  std::stop_source stop;  ///< of the film that is shown

  /// `tell` runs with the listener, unless another film came meanwhile.
  void tell(const std::shared_ptr<Shared>& self, std::uint64_t of,
            std::function<void(const Listener&)> tell) const {
    post([self, of, tell = std::move(tell)] {
      if (self->wanted && self->current() == of) {
        tell(self->listener);
      }
    });
  }
  std::uint64_t current() {
    const std::lock_guard lock(mutex);
    return generation;
  }
};

FilmPreview::FilmPreview(std::shared_future<std::shared_ptr<Engine>> engine, Post post,
                         Listener listener)
    : m_shared(std::make_shared<Shared>()) {
  m_shared->engine = std::move(engine);
  m_shared->post = std::move(post);
  m_shared->listener = std::move(listener);
  m_thread = std::thread([self = m_shared] {
    std::optional<FilmSketch> sketch;
    bool estimates = false;
    while (true) {
      Wishes now;
      std::uint64_t of = 0;
      std::stop_token stop;
      {
        std::unique_lock lock(self->mutex);
        self->wake.wait(lock, [&] {
          const Wishes& wishes = self->wishes;
          return self->ended || wishes.film || wishes.estimate || estimates ||
                 (sketch && sketch->is_open() && (wishes.frame || wishes.last));
        });
        if (self->ended) {
          return;
        }
        now = std::exchange(self->wishes, {});
        of = self->generation;
        stop = self->stop.get_token();
      }
      const Watch watch(stop, [&self, of](double, std::string_view step) {
        self->tell(self, of, [step = std::string(step)](const Listener& to) { to.working(step); });
      });
      try {
        if (now.film) {
          estimates = false;
          if (!sketch) {
            sketch.emplace(wait_for_engine(self->engine, watch));
          }
          const PreviewedFilm film =
              sketch->open(std::move(now.film->first), now.film->second, watch);
          self->tell(self, of, [film](const Listener& to) { to.ready(film); });
        }
        estimates = estimates || now.estimate;
        if (!sketch || !sketch->is_open()) {
          estimates = false;
          continue;
        }
        const auto show = [&](int index) {
          self->tell(self, of, [index, image = sketch->frame(index, watch)](const Listener& to) {
            to.frame(index, image);
          });
        };
        if (now.frame) {
          show(std::min(*now.frame, sketch->n_frames() - 1));
        }
        if (now.last) {
          show(sketch->n_frames() - 1);
        }
        if (estimates) {
          if (const auto estimate = sketch->estimate_further(watch)) {
            estimates = false;
            self->tell(self, of, [estimate](const Listener& to) { to.estimate(*estimate); });
          }
        }
      } catch (const Cancelled&) {
        estimates = false;
      } catch (const std::exception& error) {
        estimates = false;
        if (sketch) {
          sketch->close();
        }
        self->tell(self, of,
                   [message = error_text(error)](const Listener& to) { to.failed(message); });
      }
    }
  });
}

FilmPreview::~FilmPreview() {
  m_shared->wanted = false;
  {
    const std::lock_guard lock(m_shared->mutex);
    m_shared->ended = true;
    m_shared->stop.request_stop();
  }
  m_shared->wake.notify_one();
  m_thread.join();
}

void FilmPreview::show(FilmOrder order, int most_pixels) {
  {
    const std::lock_guard lock(m_shared->mutex);
    m_shared->stop.request_stop();
    m_shared->stop = std::stop_source();
    ++m_shared->generation;
    m_shared->wishes = {};
    m_shared->wishes.film.emplace(std::move(order), most_pixels);
  }
  m_shared->wake.notify_one();
}

void FilmPreview::want(int index) {
  {
    const std::lock_guard lock(m_shared->mutex);
    m_shared->wishes.frame = index;
  }
  m_shared->wake.notify_one();
}

void FilmPreview::want_last() {
  {
    const std::lock_guard lock(m_shared->mutex);
    m_shared->wishes.last = true;
  }
  m_shared->wake.notify_one();
}

void FilmPreview::want_estimate() {
  {
    const std::lock_guard lock(m_shared->mutex);
    m_shared->wishes.estimate = true;
  }
  m_shared->wake.notify_one();
}

}  // namespace baryscope
