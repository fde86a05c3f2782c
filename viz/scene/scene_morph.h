/// The way from one scene to the next, so that the eye can follow what moved. No Qt.
#pragma once

#include "viz/scene/scene.h"

namespace baryscope {

/// True where every point of one has its partner in the other (same text, same structures), and
/// they are few enough to be drawn on the way.
bool can_morph(const Scene& from, const Scene& to);
/// `to` with points, edges, triangles, labels and hulls part of the way from `from`, t in [0, 1].
/// Partners are of one structure and stand for the same tokens; what stands for none stays where it
/// is. What has no partner (an edge that was not there) fades in. t = 1 is `to` itself.
Scene morphed(const Scene& from, const Scene& to, double t);

}  // namespace baryscope
