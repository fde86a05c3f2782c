/// Title, finding and caption as lines: how large, how broken, where.
#pragma once

#include <string>
#include <vector>

#include "viz/scene/scene.h"
#include "viz/scene/text_extent.h"

namespace baryscope {

struct HeadLine {
  std::string words;
  bool bold = false;
  double points = 0;
  double strength = 1;  ///< of the ink on the paper
  double top = 0;       ///< layout pixels from the picture's top
};

/// The lines that fit above the scene in a picture `width` pixels wide that leaves `height` there:
/// one line each where that can be read, else broken and larger; where even that is too much, the
/// caption is cut with "…" before the finding, and the finding before the title. No line is set
/// smaller than least_points() but in a picture that has no room for one. What stands beside it
/// (Scene::beside: the other of a pair, the frames of a film) has words of the same size that begin
/// at the same height.
std::vector<HeadLine> figure_head(const Scene& scene, double width, double height,
                                  const MeasureText& measure);

/// Of each part the longest of the scene's and of those beside it: what decides about the sizes.
Scene longest_words(const Scene& scene, const MeasureText& measure);

/// The height that figure_head() needs for every word in a picture of this size, at least
/// `usual`.
double head_height(const Scene& scene, double width, double height, double usual);

}  // namespace baryscope
