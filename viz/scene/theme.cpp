#include "viz/scene/theme.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdint>
#include <vector>

#include "core/base/error.h"
#include "core/base/nearest_name.h"
#include "viz/scene/color_map.h"
#include "viz/scene/scene.h"

namespace baryscope {
namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9') {
    return c - '0';
  }
  if (c >= 'a' && c <= 'f') {
    return c - 'a' + 10;
  }
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

constexpr Color rgb(std::uint32_t hex) {
  return {((hex >> 16) & 255U) / 255.0, ((hex >> 8) & 255U) / 255.0, (hex & 255U) / 255.0, 1};
}

struct RoleColors {
  Role role;
  std::uint32_t light, dark, print;
};
// visual.md, Colour by role; print darkens what is drawn as thin lines.
constexpr std::array k_roles = {
    RoleColors{Role::query, 0x0072B2, 0x4FB3E8, 0x0072B2},
    RoleColors{Role::key, 0xE69F00, 0xF2B84B, 0xD18F00},
    RoleColors{Role::key_prime, 0x009E73, 0x3CC9A0, 0x008A64},
    RoleColors{Role::output_inside, 0x8E5AA8, 0xC79BE0, 0x7A4596},
    RoleColors{Role::output_outside, 0xD55E00, 0xFF8A3D, 0xC25500},
    RoleColors{Role::hull, 0x56B4E9, 0x56B4E9, 0x2C86BC},
    RoleColors{Role::attainable, 0x8A97A6, 0x8A97A6, 0x5E6B79},
    RoleColors{Role::native_triangle, 0x1E96A0, 0x45C3C0, 0x147C86},
    RoleColors{Role::derived_triangle, 0x6B7885, 0x9AA5B1, 0x4A5663},
    RoleColors{Role::minor, 0x8A97A6, 0x6B7885, 0x75828F},
    RoleColors{Role::majority, 0x9AA5B1, 0x8793A0, 0x7B8794},
    RoleColors{Role::minority, 0x0072B2, 0x4FB3E8, 0x0072B2},
    RoleColors{Role::third_class, 0x009E73, 0x3CC9A0, 0x008A64},
    RoleColors{Role::fourth_class, 0x8E5AA8, 0xC79BE0, 0x7A4596},
    RoleColors{Role::fifth_class, 0xE69F00, 0xF2B84B, 0xD18F00},
    RoleColors{Role::sixth_class, 0x56B4E9, 0x8CD0F5, 0x2C86BC},
    RoleColors{Role::synthetic, 0xD55E00, 0xFF8A3D, 0xC25500},
};

struct NamedColor {
  std::string_view name;
  std::uint32_t hex;
};
/// The basic colours of CSS (CSS Color 4, §6.1): the sixteen of HTML 4, and orange.
constexpr std::array k_named_colors{
    NamedColor{"aqua", 0x00FFFF},    NamedColor{"black", 0x000000},  NamedColor{"blue", 0x0000FF},
    NamedColor{"fuchsia", 0xFF00FF}, NamedColor{"gray", 0x808080},   NamedColor{"green", 0x008000},
    NamedColor{"lime", 0x00FF00},    NamedColor{"maroon", 0x800000}, NamedColor{"navy", 0x000080},
    NamedColor{"olive", 0x808000},   NamedColor{"orange", 0xFFA500}, NamedColor{"purple", 0x800080},
    NamedColor{"red", 0xFF0000},     NamedColor{"silver", 0xC0C0C0}, NamedColor{"teal", 0x008080},
    NamedColor{"white", 0xFFFFFF},   NamedColor{"yellow", 0xFFFF00},
};

[[noreturn]] void refuse_color(std::string_view text) {
  throw UsageError("colour '" + std::string(text) + "': expected #RRGGBB, #RRGGBBAA or one of " +
                   color_names());
}

Color hex_color(std::string_view hex) {
  const bool well_formed = (hex.size() == 7 || hex.size() == 9) && hex[0] == '#';
  std::array<double, 4> channels = {0, 0, 0, 1};
  for (std::size_t i = 1; i + 1 < hex.size() && well_formed; i += 2) {
    const int high = hex_digit(hex[i]);
    const int low = hex_digit(hex[i + 1]);
    if (high < 0 || low < 0) {
      refuse_color(hex);
    }
    channels[(i - 1) / 2] = (high * 16 + low) / 255.0;
  }
  if (!well_formed) {
    refuse_color(hex);
  }
  return {channels[0], channels[1], channels[2], channels[3]};
}

}  // namespace

std::string color_names() {
  std::string names;
  for (const NamedColor& row : k_named_colors) {
    names += (names.empty() ? "" : ", ") + std::string(row.name);
  }
  return names;
}

Color to_color(std::string_view text) {
  std::string name(text);
  std::transform(name.begin(), name.end(), name.begin(),
                 [](unsigned char c) { return c < 0x80 ? std::tolower(c) : c; });
  for (const NamedColor& row : k_named_colors) {
    if (row.name == name) {
      return rgb(row.hex);
    }
  }
  return hex_color(text);
}

Color Theme::color(Role role) const {
  if (role == Role::ink) {
    return ink;
  }
  if (role == Role::positive || role == Role::negative) {
    return map_color("diverging", role == Role::positive ? 1 : 0, dark());
  }
  for (const RoleColors& row : k_roles) {
    if (row.role == role) {
      return rgb(dark() ? row.dark : name == "print" ? row.print : row.light);
    }
  }
  check(false, "every role has a colour");
  return {};
}

Theme make_theme(std::string_view name, std::string_view palette, std::string_view background) {
  static const std::vector<std::string> known = {"light", "dark", "print"};
  Theme theme;
  theme.name = std::string(name);
  if (name == "light") {
    theme.ink = rgb(0x1B2733);
    theme.paper_top = rgb(0xFFFFFF);
    theme.paper_bottom = rgb(0xEEF2F6);
  } else if (name == "dark") {
    theme.ink = rgb(0xE8EDF2);
    theme.paper_top = rgb(0x0E141B);
    theme.paper_bottom = rgb(0x1A2430);
  } else if (name == "print") {
    theme.ink = rgb(0x000000);
    theme.paper_top = theme.paper_bottom = rgb(0xFFFFFF);
  } else {
    throw UsageError(unknown_name_message("theme", name, known));
  }
  map_color(palette, 0, false);
  theme.palette = std::string(palette);
  if (background == "transparent") {
    theme.transparent = true;
  } else if (background != "theme") {
    theme.paper_top = theme.paper_bottom = to_color(background);
    theme.transparent = theme.paper_top.alpha == 0;
  }
  return theme;
}

Color mixed(const Color& a, const Color& b, double t) {
  return {a.red + t * (b.red - a.red), a.green + t * (b.green - a.green),
          a.blue + t * (b.blue - a.blue), 1};
}

}  // namespace baryscope
