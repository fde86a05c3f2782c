#include "tests/support/image_similarity.h"
#include "tests/support/folders.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <vector>

#include "core/base/error.h"
#include "core/base/number_text.h"

namespace baryscope {
namespace {

using Plane = std::vector<double>;

Plane luma(const Image& image, double paper) {
  Plane plane(static_cast<std::size_t>(image.width) * image.height);
  for (std::size_t i = 0; i < plane.size(); ++i) {
    const std::uint8_t* p = &image.rgba[4 * i];
    const double value = (0.299 * p[0] + 0.587 * p[1] + 0.114 * p[2]) / 255;
    const double alpha = p[3] / 255.0;
    plane[i] = alpha * value + (1 - alpha) * paper;
  }
  return plane;
}

/// Gaussian of σ = 1.5, 11 taps, edges repeated.
Plane blurred(const Plane& plane, int width, int height) {
  constexpr int k_reach = 5;
  std::array<double, 2 * k_reach + 1> taps{};
  double sum = 0;
  for (int i = -k_reach; i <= k_reach; ++i) {
    taps[i + k_reach] = std::exp(-i * i / (2 * 1.5 * 1.5));
    sum += taps[i + k_reach];
  }
  const auto pass = [&](const Plane& from, int dx, int dy) {
    Plane to(from.size());
    for (int y = 0; y < height; ++y) {
      for (int x = 0; x < width; ++x) {
        double value = 0;
        for (int i = -k_reach; i <= k_reach; ++i) {
          const int column = std::clamp(x + i * dx, 0, width - 1);
          const int row = std::clamp(y + i * dy, 0, height - 1);
          value += taps[i + k_reach] * from[static_cast<std::size_t>(row) * width + column];
        }
        to[static_cast<std::size_t>(y) * width + x] = value / sum;
      }
    }
    return to;
  };
  return pass(pass(plane, 1, 0), 0, 1);
}

Plane product(const Plane& a, const Plane& b) {
  Plane result(a.size());
  std::transform(a.begin(), a.end(), b.begin(), result.begin(), std::multiplies<>());
  return result;
}

double similarity_on(const Image& a, const Image& b, double paper) {
  constexpr double k_c1 = 0.01 * 0.01, k_c2 = 0.03 * 0.03;
  const Plane x = luma(a, paper), y = luma(b, paper);
  const auto blur = [&](const Plane& plane) { return blurred(plane, a.width, a.height); };
  const Plane mean_x = blur(x), mean_y = blur(y);
  const Plane xx = blur(product(x, x)), yy = blur(product(y, y)), xy = blur(product(x, y));
  double sum = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double mx = mean_x[i], my = mean_y[i];
    sum += (2 * mx * my + k_c1) * (2 * (xy[i] - mx * my) + k_c2) /
           ((mx * mx + my * my + k_c1) * (xx[i] - mx * mx + yy[i] - my * my + k_c2));
  }
  return sum / static_cast<double>(x.size());
}

}  // namespace

double image_similarity(const Image& a, const Image& b) {
  BARYSCOPE_CHECK(a.width == b.width && a.height == b.height && !a.rgba.empty());
  return std::min(similarity_on(a, b, 1), similarity_on(a, b, 0));
}

std::string baseline_difference(const Image& image, const std::string& name, double least) {
  const std::filesystem::path path =
      test::source_folder() / "tests" / "baselines" / (name + ".png");
  if (std::getenv("BARYSCOPE_UPDATE_BASELINES") != nullptr) {
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << to_png(image, {});
    return {};
  }
  const Image baseline = load_png(path);
  if (baseline.width != image.width || baseline.height != image.height) {
    return name + ": the sizes differ";
  }
  const double similarity = image_similarity(image, baseline);
  if (similarity >= least) {
    return {};
  }
  const auto seen = test::build_folder() / (name + ".seen.png");
  std::ofstream(seen, std::ios::binary) << to_png(image, {});
  return name + ": similarity " + to_text(similarity, 4) + " is below " + to_text(least, 4) +
         "; the picture is in " + seen.string();
}

}  // namespace baryscope
