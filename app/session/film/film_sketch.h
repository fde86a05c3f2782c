/// A film that is looked at before it is written: its frames small, and what it will be.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "app/session/computer.h"
#include "app/session/film/film_estimate.h"
#include "app/session/film/film_output.h"
#include "app/session/film/film_preview.h"
#include "app/session/film/frame_maker.h"
#include "viz/draw/image.h"
#include "viz/vtk/frame_renderer.h"

namespace baryscope {

/// Lives on one thread.
class FilmSketch {
 public:
  explicit FilmSketch(std::shared_ptr<Engine> engine);

  /// Another film, in frames of at most `most_pixels` a side. Throws what making it throws.
  PreviewedFilm open(FilmOrder order, int most_pixels, const Watch& watch);
  [[nodiscard]] bool is_open() const { return m_film.has_value(); }
  void close() { m_film.reset(); }
  [[nodiscard]] int n_frames() const { return m_film->plan.n_frames(); }
  /// Of a film whose every frame has to be computed the nearest of those that are.
  Image frame(int index, const Watch& watch);
  /// A part of the work, some tenths of a second; the estimate with the last one.
  std::optional<FilmEstimate> estimate_further(const Watch& watch);

 private:
  struct Film {
    FilmOrder order;
    int most_pixels = 0;
    FilmPlan plan;              ///< of the film
    FrameMaker sketch;          ///< of as many of its frames as are looked at
    FrameMaker full;            ///< of all, set as the sketch is
    std::vector<Image> frames;  ///< some that follow each other, in full size
    double seconds_a_frame = 0;
  };

  static PreviewedFilm told_of(const Film& film);
  Image draw(const FramePicture& frame, double factor);

  Computer m_computer;
  std::unique_ptr<FrameRenderer> m_renderer;
  std::optional<Film> m_film;
};

}  // namespace baryscope
