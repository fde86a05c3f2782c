#include "viz/scene/color_map.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>

#include "core/base/error.h"
#include "core/base/nearest_name.h"

namespace baryscope {
namespace {

constexpr std::size_t k_n_stops = 33;
using Stops = std::array<std::uint32_t, k_n_stops>;

// Every eighth colour, interpolated in sRGB, of cividis (Nuñez, Anderton, Renslow 2018) and viridis
// (Smith, van der Walt 2015, CC0).
constexpr Stops k_cividis = {0x00224E, 0x00285B, 0x002E6A, 0x043371, 0x1A386F, 0x273E6E, 0x32436D,
                             0x3B496C, 0x434E6C, 0x4B546C, 0x52596D, 0x5A5F6E, 0x61656F, 0x686A71,
                             0x6F7073, 0x757676, 0x7C7B78, 0x848179, 0x8B8778, 0x938D78, 0x9B9376,
                             0xA39A75, 0xABA072, 0xB3A670, 0xBBAD6C, 0xC3B469, 0xCCBA64, 0xD4C15F,
                             0xDDC958, 0xE6D051, 0xEFD748, 0xF8DF3C, 0xFEE838};
constexpr Stops k_viridis = {0x440154, 0x470D60, 0x48186A, 0x482374, 0x472D7B, 0x453681, 0x424086,
                             0x3F4989, 0x3B528B, 0x375A8D, 0x33638D, 0x2F6A8E, 0x2C728E, 0x297A8E,
                             0x26818E, 0x23898E, 0x21908C, 0x1F988B, 0x1F9F88, 0x21A685, 0x28AE80,
                             0x31B57B, 0x3EBC74, 0x4CC26C, 0x5DC963, 0x6ECE58, 0x82D34C, 0x96D83F,
                             0xABDC32, 0xC0DF24, 0xD5E21A, 0xEAE51A, 0xFDE725};

/// The end of a map that would drown in the paper is left out, so that zero recedes but shows.
constexpr double k_trim = 0.15;

double channel(std::uint32_t hex, int shift) { return ((hex >> shift) & 255U) / 255.0; }

Color from_stops(const Stops& stops, double t) {
  const double place = t * (k_n_stops - 1);
  const auto below = std::min(static_cast<std::size_t>(place), k_n_stops - 2);
  const double share = place - static_cast<double>(below);
  const auto mixed = [&](int shift) {
    return (1 - share) * channel(stops[below], shift) + share * channel(stops[below + 1], shift);
  };
  return {mixed(16), mixed(8), mixed(0), 1};
}

/// CIE L*a*b* (D65) → sRGB, clipped to the gamut.
Color from_lab(double lightness, double a, double b) {
  const double fy = (lightness + 16) / 116;
  const auto inverse = [](double f) {
    return f > 6.0 / 29 ? f * f * f : 3 * (6.0 / 29) * (6.0 / 29) * (f - 4.0 / 29);
  };
  const double x = 0.95047 * inverse(fy + a / 500);
  const double y = inverse(fy);
  const double z = 1.08883 * inverse(fy - b / 200);
  const auto encoded = [](double linear) {
    const double c = std::clamp(linear, 0.0, 1.0);
    return c <= 0.0031308 ? 12.92 * c : 1.055 * std::pow(c, 1 / 2.4) - 0.055;
  };
  return {encoded(3.2404542 * x - 1.5371385 * y - 0.4985314 * z),
          encoded(-0.9692660 * x + 1.8760108 * y + 0.0415560 * z),
          encoded(0.0556434 * x - 0.2040259 * y + 1.0572252 * z), 1};
}

/// Lightness falls (on dark paper: rises) by equal steps from the middle to both ends; chroma grows
/// with it. The ends keep within sRGB.
Color diverging(double t, bool dark) {
  const double strength = std::abs(2 * t - 1);
  const bool positive = t > 0.5;
  const double middle = dark ? 30 : 86;
  const double end = dark ? 72 : 40;
  const double a = positive ? (dark ? -12 : 8) : (dark ? 40 : 58);
  const double b = positive ? (dark ? -36 : -46) : (dark ? 22 : 32);
  return from_lab(middle + strength * (end - middle), strength * a,
                  strength * b - 2 * (1 - strength));
}

}  // namespace

const std::vector<std::string>& color_map_names() {
  static const std::vector<std::string> names = {"cividis", "viridis", "diverging"};
  return names;
}

Color map_color(std::string_view color_map, double t, bool dark) {
  const double place = std::isnan(t) ? 0 : std::clamp(t, 0.0, 1.0);
  if (color_map == "diverging") {
    return diverging(place, dark);
  }
  if (color_map == "cividis" || color_map == "viridis") {
    return from_stops(color_map == "cividis" ? k_cividis : k_viridis,
                      dark ? k_trim + (1 - k_trim) * place : (1 - k_trim) * (1 - place));
  }
  throw UsageError(unknown_name_message("colour map", color_map, color_map_names()));
}

double scale_position(std::string_view color_map, double minimum, double maximum, double weight) {
  if (color_map == "diverging") {
    const double reach = std::max(std::abs(minimum), std::abs(maximum));
    return reach > 0 ? std::clamp(0.5 + 0.5 * weight / reach, 0.0, 1.0) : 0.5;
  }
  return maximum > minimum ? std::clamp((weight - minimum) / (maximum - minimum), 0.0, 1.0) : 0;
}

}  // namespace baryscope
