/// How alike two pictures look, by structural similarity and by colour.
#pragma once

#include <filesystem>
#include <string>

#include "viz/draw/image.h"

namespace baryscope {

/// The smallest of three. Mean SSIM of Wang, Bovik, Sheikh and Simoncelli (2004): Gaussian windows
/// of σ = 1.5, luma, both pictures laid on white and on black; and how well colours agree where
/// either picture has any, whatever their lightness. 1: equal; sizes must agree.
double image_similarity(const Image& a, const Image& b);

/// Mean SSIM of luma, and the smaller of those of the two planes of chroma, by the weights of
/// BT.709, both pictures laid on white.
struct VideoSimilarity {
  double luma = 1, chroma = 1;
};
VideoSimilarity video_similarity(const Image& a, const Image& b);

/// Compares with the baseline `name`.png of tests/baselines. Empty: alike (at least `least`);
/// else what differs. With BARYSCOPE_UPDATE_BASELINES set in the environment the baseline is
/// written instead.
std::string baseline_difference(const Image& image, const std::string& name, double least);

}  // namespace baryscope
