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
#include "viz/export/png.h"

namespace baryscope {
namespace {

using Plane = std::vector<double>;

/// A weighted sum of red, green and blue, laid on a grey paper that has the sum `paper`.
Plane weighted(const Image& image, const std::array<double, 3>& weights, double paper) {
  Plane plane(static_cast<std::size_t>(image.width) * image.height);
  for (std::size_t i = 0; i < plane.size(); ++i) {
    const std::uint8_t* p = &image.rgba[4 * i];
    const double value = (weights[0] * p[0] + weights[1] * p[1] + weights[2] * p[2]) / 255;
    const double alpha = p[3] / 255.0;
    plane[i] = alpha * value + (1 - alpha) * paper;
  }
  return plane;
}

// Of Rec. 601: lightness, and what is bluer and redder than it.
constexpr std::array k_luma{0.299, 0.587, 0.114};
constexpr std::array k_blue_chroma{-0.1687, -0.3313, 0.5}, k_red_chroma{0.5, -0.4187, -0.0813};

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

double structure(const Plane& x, const Plane& y, int width, int height) {
  constexpr double k_c1 = 0.01 * 0.01, k_c2 = 0.03 * 0.03;
  const auto blur = [&](const Plane& plane) { return blurred(plane, width, height); };
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

double structure_on(const Image& a, const Image& b, double paper) {
  return structure(weighted(a, k_luma, paper), weighted(b, k_luma, paper), a.width, a.height);
}

/// SSIM's term of means, 2xy / (x² + y²), for colours as vectors, over the squares of the picture;
/// the worst of those that carry colour in either picture counts. 1 where none does.
double color_agreement(const Image& a, const Image& b) {
  constexpr int k_side = 16;
  constexpr double k_least = 0.04 * 0.04;  // of a square's mean; less is grey
  const auto plane = [](const Image& image, const std::array<double, 3>& weights) {
    return blurred(weighted(image, weights, 0), image.width, image.height);
  };
  const Plane a_blue = plane(a, k_blue_chroma), a_red = plane(a, k_red_chroma);
  const Plane b_blue = plane(b, k_blue_chroma), b_red = plane(b, k_red_chroma);
  double worst = 1;
  for (int top = 0; top < a.height; top += k_side) {
    for (int left = 0; left < a.width; left += k_side) {
      double same = 0, whole = 0, n = 0;
      for (int y = top; y < std::min(top + k_side, a.height); ++y) {
        for (int x = left; x < std::min(left + k_side, a.width); ++x) {
          const std::size_t i = static_cast<std::size_t>(y) * a.width + x;
          same += 2 * (a_blue[i] * b_blue[i] + a_red[i] * b_red[i]);
          whole += a_blue[i] * a_blue[i] + a_red[i] * a_red[i] + b_blue[i] * b_blue[i] +
                   b_red[i] * b_red[i];
          ++n;
        }
      }
      if (whole > 2 * k_least * n) {
        worst = std::min(worst, same / whole);
      }
    }
  }
  return worst;
}

}  // namespace

double image_similarity(const Image& a, const Image& b) {
  BARYSCOPE_CHECK(a.width == b.width && a.height == b.height && !a.rgba.empty());
  return std::min({structure_on(a, b, 1), structure_on(a, b, 0), color_agreement(a, b)});
}

VideoSimilarity video_similarity(const Image& a, const Image& b) {
  BARYSCOPE_CHECK(a.width == b.width && a.height == b.height && !a.rgba.empty());
  constexpr std::array luma{0.2126, 0.7152, 0.0722};
  constexpr std::array blue{-0.1146, -0.3854, 0.5}, red{0.5, -0.4542, -0.0458};
  // Chroma as the bytes of a film hold it: grey is in the middle.
  const auto plane = [](const Image& image, const std::array<double, 3>& weights) {
    Plane chroma = weighted(image, weights, 0);
    std::transform(chroma.begin(), chroma.end(), chroma.begin(), [](double c) { return c + 0.5; });
    return chroma;
  };
  const auto same = [&](const Plane& x, const Plane& y) {
    return structure(x, y, a.width, a.height);
  };
  return {same(weighted(a, luma, 1), weighted(b, luma, 1)),
          std::min(same(plane(a, blue), plane(b, blue)), same(plane(a, red), plane(b, red)))};
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
