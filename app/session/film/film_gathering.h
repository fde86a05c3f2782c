/// What the frames of one view need together: room, words of one size, one legend, one camera.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "app/session/film/film_extent.h"
#include "app/session/film/film_legend.h"
#include "app/session/film/film_stage.h"
#include "viz/scene/camera.h"
#include "viz/scene/flat_camera.h"

namespace baryscope {

/// Collects it frame by frame.
class FilmGathering {
 public:
  explicit FilmGathering(std::shared_ptr<const Finished> reference);

  void add(const FilmFrame& frame, const Finished& shown);
  [[nodiscard]] const std::shared_ptr<const Finished>& reference() const { return m_reference; }
  /// `given`: nothing for a camera that shows all frames.
  [[nodiscard]] FilmSetting setting(FilmKind kind, const std::optional<Camera>& given) const;

 private:
  void gather_words(const Scene& words);
  [[nodiscard]] std::vector<Vec3> all_points() const;
  /// Words and legends that every frame leaves room for; null where all leave the same.
  [[nodiscard]] std::shared_ptr<const Scene> common_room() const;

  std::shared_ptr<const Finished> m_reference;
  Viewport m_viewport;
  FilmExtent m_extent;
  bool m_same_camera = true, m_same_room = true;
  double m_bottom = -1;
  std::shared_ptr<Scene> m_words;         ///< of each part the longest
  std::shared_ptr<Scene> m_needs_bottom;  ///< whose legend is the highest
  PlotRoom m_plot;
  std::vector<FilmLegend> m_legends;  ///< of each panel
};

}  // namespace baryscope
