/// What all frames of a film have in common, found before the first is drawn: the picture that the
/// others follow, one camera that shows all of them, room for the words of all, the output's way.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/session/computer.h"
#include "app/session/film/film_legend.h"
#include "app/session/film/film_plan.h"
#include "app/session/film/trail.h"
#include "app/session/finished.h"

namespace baryscope {

/// Of the frames in one view.
struct FilmSetting {
  std::shared_ptr<const Finished> reference;  ///< the others are turned and seen as this one
  Camera camera;
  /// Words and legends that leave the most room, which every frame leaves then; null where all
  /// leave the same.
  std::shared_ptr<const Scene> room;
  std::vector<FilmLegend> legends;  ///< of each panel
};

struct FilmStage {
  FilmPlan plan;  ///< with the pulses of its scene
  std::string theme = "light";
  /// What was `auto` and is kept as the reference has it: another head or query would be another
  /// film. Ids and values.
  std::map<std::string, std::string> kept;
  std::map<std::string, FilmSetting> settings;  ///< by the view
  std::shared_ptr<const Trail> trail;           ///< null without one

  /// Everything that the picture of this frame is made of.
  [[nodiscard]] OptionValues options(const FilmFrame& frame) const;
};

/// Computes every value that the film shows once. `camera`: nothing for one that shows all frames,
/// chosen as a still's. Reports its progress to `watch`. Throws UsageError for a film that the view
/// cannot show (a turntable of a page, a flow without pulses), else what computing throws, with the
/// frame and its value.
FilmStage make_film_stage(FilmPlan plan, const std::optional<Camera>& camera,
                          const std::string& theme, Computer& computer, const Watch& watch);

/// "frame 17 (λ = 0.42)".
std::string frame_name(const FilmFrame& frame);
/// What `make` returns; what it throws names the frame.
std::shared_ptr<const Finished> finish_frame(const FilmStage& stage, const FilmFrame& frame,
                                             const std::shared_ptr<const Finished>& reference,
                                             Computer& computer, const Watch& watch);

}  // namespace baryscope
