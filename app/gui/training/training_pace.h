/// How often the picture may follow a training without taking more than its share of the machine.
#pragma once

namespace baryscope {

/// What one picture of the weights took, in seconds.
struct PictureCost {
  double analysis = 0;  ///< from the request to the scene, on the worker's thread
  double window = 0;    ///< panels and frame, on the window's
};

/// The largest share of the training's processor time that following may take.
inline constexpr double k_following_share = 0.07;
/// The eye needs no more pictures a second.
inline constexpr double k_most_pictures = 15;

/// Seconds from one picture's beginning to the next one's: cost / share. Where cores are idle, the
/// pictures take less from a training of `n_training_threads`: with as many as both sides use at
/// once, a third (memory and caches are still shared).
double picture_interval(const PictureCost& cost, int n_cores, int n_training_threads);

}  // namespace baryscope
