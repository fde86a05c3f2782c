#include "viz/draw/downsample.h"

#include <algorithm>
#include <array>

#include "core/base/error.h"

namespace baryscope {

Image downsampled(const Image& image, int factor) {
  BARYSCOPE_CHECK(factor >= 1 && image.width % factor == 0 && image.height % factor == 0);
  Image result{image.width / factor, image.height / factor, {}};
  result.rgba.resize(4 * static_cast<std::size_t>(result.width) * result.height);
  const std::size_t stride = 4 * static_cast<std::size_t>(image.width);
  const unsigned n_samples = factor * factor;
  auto out = result.rgba.begin();
  for (int y = 0; y < result.height; ++y) {
    for (int x = 0; x < result.width; ++x) {
      std::array<unsigned, 4> sum{};
      for (int dy = 0; dy < factor; ++dy) {
        const std::uint8_t* pixel = &image.rgba[stride * (factor * y + dy) + 4UL * factor * x];
        for (int dx = 0; dx < factor; ++dx, pixel += 4) {
          for (int channel = 0; channel < 4; ++channel) {
            sum[channel] += pixel[channel];
          }
        }
      }
      const unsigned alpha = sum[3];
      for (int channel = 0; channel < 3; ++channel) {
        *out++ = static_cast<std::uint8_t>(
            alpha == 0 ? 0 : std::min(255U, (255 * sum[channel] + alpha / 2) / alpha));
      }
      *out++ = static_cast<std::uint8_t>((alpha + n_samples / 2) / n_samples);
    }
  }
  return result;
}

}  // namespace baryscope
