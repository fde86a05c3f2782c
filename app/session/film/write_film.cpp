#include "app/session/film/write_film.h"

#include <chrono>
#include <cmath>
#include <cstdint>
#include <exception>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>

#include "app/session/film/bounded_queue.h"
#include "core/base/error.h"
#include "core/base/number_text.h"

namespace baryscope {
namespace {

using Clock = std::chrono::steady_clock;

struct DrawnFrame {
  int index = 0;
  std::string name;
  Image image;
};

/// The first thing that went wrong in any of the threads.
class FirstFailure {
 public:
  void set(std::exception_ptr failure) {
    const std::lock_guard lock(m_mutex);
    if (!m_failure) {
      m_failure = std::move(failure);
    }
  }
  void rethrow() const {
    if (m_failure) {
      std::rethrow_exception(m_failure);
    }
  }

 private:
  std::mutex m_mutex;
  std::exception_ptr m_failure;
};

/// "frame 17 of 180 · 12 s left".
std::string progress_words(int n_done, int n_frames, Clock::time_point begin) {
  std::string words = "frame " + to_text(static_cast<std::int64_t>(n_done)) + " of " +
                      to_text(static_cast<std::int64_t>(n_frames));
  const double seconds = std::chrono::duration<double>(Clock::now() - begin).count();
  if (n_done > 0) {
    const auto left =
        static_cast<std::int64_t>(std::llround(seconds / n_done * (n_frames - n_done)));
    words += " · " +
             (left < 100 ? to_text(left) + " s"
                         : to_text(left / 60) + " min " + to_text(left % 60) + " s") +
             " left";
  }
  return words;
}

/// What a drawing or an encoder threw, with the frame named.
template <class Work>
void named(const std::string& frame, const Work& work) {
  try {
    work();
  } catch (const Cancelled&) {
    throw;
  } catch (const Error& error) {
    throw Error(frame + ": " + error.what());
  }
}

}  // namespace

Image draw_frame(const FramePicture& frame, FrameRenderer& renderer) {
  Image image;
  named(frame.name, [&] { image = renderer.draw(*frame.figure, frame.camera, frame.flow); });
  return image;
}

void write_film(FrameMaker& maker, FrameRenderer& renderer, const std::vector<FrameSink*>& sinks,
                const Watch& watch) {
  constexpr std::size_t k_most_waiting = 2;
  BoundedQueue<FramePicture> computed(k_most_waiting);
  BoundedQueue<DrawnFrame> drawn(k_most_waiting);
  FirstFailure failure;
  const int n_frames = maker.stage().plan.n_frames();
  const Clock::time_point begin = Clock::now();
  const auto guarded = [&](const auto& work) {
    try {
      work();
    } catch (...) {
      failure.set(std::current_exception());
      computed.shut();
      drawn.shut();
    }
  };
  {
    const std::jthread drawing([&] {
      guarded([&] {
        while (const auto frame = computed.pop()) {
          if (!drawn.push({frame->index, frame->name, draw_frame(*frame, renderer)})) {
            return;
          }
        }
        drawn.end();
      });
    });
    const std::jthread encoding([&] {
      guarded([&] {
        while (const auto frame = drawn.pop()) {
          named(frame->name, [&] {
            for (FrameSink* sink : sinks) {
              sink->write(frame->image);
            }
          });
          watch.report(static_cast<double>(frame->index + 1) / n_frames,
                       progress_words(frame->index + 1, n_frames, begin));
        }
      });
    });
    guarded([&] {
      for (int i = 0; i < n_frames; ++i) {
        if (!computed.push(maker.make(i, watch))) {
          return;
        }
      }
      computed.end();
    });
  }
  failure.rethrow();
  watch.check();
  for (FrameSink* sink : sinks) {
    sink->finish();
  }
}

}  // namespace baryscope
