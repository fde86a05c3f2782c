/// From numbers to what is shown: the scenes of a result, turned as the picture before it.
#pragma once

#include <memory>

#include "app/session/finished.h"

namespace baryscope {

/// What a picture is made of beside the numbers.
struct WantedPicture {
  OptionValues options;  ///< which make the rest
  SessionRequests requests = {};
  ViewRequest view = {};
  std::shared_ptr<const Finished> shown = {};  ///< the picture before; null: none
  bool follows = false;                        ///< turned as `shown` is, where that reads the same
  bool for_screen = false;                     ///< with drawings of the scenes
};

/// The one way there: of a window's pictures, of stills and of the frames of a film.
std::shared_ptr<const Finished> finish(const Computed& computed, const WantedPicture& wanted);

}  // namespace baryscope
