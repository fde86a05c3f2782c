/// Frames of a film that is not written yet, small and as they are asked for. No Qt.
#pragma once

#include <cstdint>
#include <functional>
#include <future>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "app/session/film/film_estimate.h"
#include "app/session/film/film_output.h"
#include "core/engine/engine.h"
#include "viz/draw/image.h"

namespace baryscope {

/// What is known of a film before it is drawn.
struct PreviewedFilm {
  int n_frames = 0;
  double frames_per_second = 0;
  int width = 0, height = 0;            ///< in pixels
  bool closes = false;                  ///< begins again without a seam
  std::vector<std::string> notes = {};  ///< as of check_film()
  std::string problem = {};  ///< why it cannot be written now (no encoder); empty: it can
};

/// On a thread of its own, beside the session. Who wants frames faster than they can be made gets
/// the newest wish; the others are left out. Told through `post`; nothing is told of a film that is
/// no longer the one to show, nor once this is gone.
class FilmPreview {
 public:
  using Post = std::function<void(std::function<void()>)>;

  struct Listener {
    std::function<void(const PreviewedFilm& film)> ready;
    std::function<void(int index, const Image& frame)> frame;
    std::function<void(const FilmEstimate& estimate)> estimate;
    std::function<void(const std::string& step)> working;    ///< what takes a moment
    std::function<void(const std::string& message)> failed;  ///< this film cannot be shown
  };

  FilmPreview(std::shared_future<std::shared_ptr<Engine>> engine, Post post, Listener listener);
  ~FilmPreview();
  FilmPreview(const FilmPreview&) = delete;
  FilmPreview& operator=(const FilmPreview&) = delete;

  /// Another film, in frames of at most so many pixels a side. Its outputs' first target, where
  /// there is one, tells the format of what estimate() asks for.
  void show(FilmOrder order, int most_pixels);
  /// Frames from `index` on, in the order of wishes; one that waits is left out for the newer one.
  void want(int index);
  /// Beside these: the last frame.
  void want_last();
  /// Draws some frames in full size and encodes them, in between the wishes.
  void want_estimate();

 private:
  struct Shared;
  std::shared_ptr<Shared> m_shared;
  std::thread m_thread;
};

}  // namespace baryscope
