/// Frames of a film, computed one by one and ready to be drawn.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>

#include "app/session/film/film_stage.h"
#include "core/base/progress.h"
#include "viz/draw/figure.h"

namespace baryscope {

/// One frame: what it shows, and as what it is drawn.
struct FramePicture {
  int index = 0;
  std::string name;                       ///< "frame 17 (λ = 0.42)"
  std::shared_ptr<const Finished> shown;  ///< as a still of these options, placed as the film is
  std::shared_ptr<const Figure> figure;   ///< with the film's words and trail
  Camera camera;
  double flow = -1;  ///< as FrameRenderer::draw() takes it
};

/// Used by the computer's thread. A frame that shows what the one before it did shares its figure.
class FrameMaker {
 public:
  FrameMaker(FilmStage stage, Computer& computer);

  [[nodiscard]] const FilmStage& stage() const { return m_stage; }
  /// Throws what computing throws, with the frame named; Cancelled.
  FramePicture make(int index, const Watch& watch);

 private:
  [[nodiscard]] std::shared_ptr<const Scene> with_words(const std::shared_ptr<const Scene>& scene,
                                                        std::size_t panel, const FilmFrame& frame,
                                                        const Finished& shown) const;

  FilmStage m_stage;
  Computer& m_computer;
  std::optional<FilmFrame> m_last;  ///< whose picture is kept
  FramePicture m_picture;
};

}  // namespace baryscope
