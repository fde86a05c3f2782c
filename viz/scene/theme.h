/// Colours by role, light, dark and print (visual.md).
#pragma once

#include <string>
#include <string_view>

namespace baryscope {

struct Color {
  double red = 0, green = 0, blue = 0, alpha = 1;
  friend bool operator==(const Color&, const Color&) = default;
};
/// "#0072B2", "#0072B2CC" or one of color_names(). Throws UsageError for anything else.
Color to_color(std::string_view text);
/// "aqua, black, …": the colours that have a name.
std::string color_names();

/// A share `t` of the way from `a` to `b`, opaque.
Color mixed(const Color& a, const Color& b, double t);

enum class Role;

struct Theme {
  std::string name = "light";  ///< light, dark, print
  Color ink, paper_top, paper_bottom;
  bool transparent = false;  ///< no paper at all
  std::string palette = "cividis";
  [[nodiscard]] Color color(Role role) const;
  [[nodiscard]] bool dark() const { return name == "dark"; }
};
/// "light", "dark" or "print"; background: "theme", "transparent" or a colour.
Theme make_theme(std::string_view name, std::string_view palette, std::string_view background);

}  // namespace baryscope
