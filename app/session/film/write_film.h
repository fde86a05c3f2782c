/// From frames to a film: computed, drawn and encoded at the same time, each a frame behind.
#pragma once

#include <functional>
#include <vector>

#include "app/session/film/frame_maker.h"
#include "viz/draw/image.h"
#include "viz/export/film.h"
#include "viz/vtk/frame_renderer.h"

namespace baryscope {

/// Draws every frame of the film in order and gives it to all sinks, then finishes them. Frames are
/// drawn on a thread of their own while the next ones are computed on this one and the last ones
/// encoded on a third; two of each wait at most, so that memory does not grow with the film.
/// Reports frames to `watch` with the time that is left. Throws what any of the three threw, frames
/// named; Cancelled once `watch` is stopped. Then nothing is finished.
void write_film(FrameMaker& maker, FrameRenderer& renderer, const std::vector<FrameSink*>& sinks,
                const Watch& watch);

/// One frame by itself, the same pixels.
Image draw_frame(const FramePicture& frame, FrameRenderer& renderer);

}  // namespace baryscope
