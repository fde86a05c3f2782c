#include "viz/export/svg_paint.h"

#include <cmath>
#include <cstdint>

#include "core/base/number_text.h"
#include "viz/export/svg_words.h"

namespace baryscope {
namespace {

std::string opacity_attribute(const std::string& name, double alpha) {
  std::string text = to_text(alpha, 3);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.ends_with('.')) {
    text.pop_back();
  }
  return text == "1" ? "" : " " + name + "=\"" + text + "\"";
}

std::string gradient_text(const Gradient& gradient, const std::string& id) {
  const PagePoint a = gradient.from, b = gradient.to;
  const auto attribute = [](const char* name, double value) {
    return std::string(" ") + name + "=\"" + svg_number(value) + "\"";
  };
  const std::string tag = gradient.radial ? "radialGradient" : "linearGradient";
  std::string text =
      "<" + tag + (id.empty() ? "" : " id=\"" + id + "\"") + " gradientUnits=\"userSpaceOnUse\"";
  if (gradient.radial) {
    text += attribute("cx", a.x) + attribute("cy", a.y) +
            attribute("r", std::hypot(b.x - a.x, b.y - a.y));
  } else {
    text +=
        attribute("x1", a.x) + attribute("y1", a.y) + attribute("x2", b.x) + attribute("y2", b.y);
  }
  text += ">";
  for (const Gradient::Stop& stop : gradient.stops) {
    text += "<stop offset=\"" + svg_number(stop.offset) + "\" stop-color=\"" +
            svg_color(stop.color) + "\"" + opacity_attribute("stop-opacity", stop.color.alpha) +
            "/>";
  }
  return text + "</" + tag + ">\n";
}

}  // namespace

std::string SvgPaint::attributes(const std::string& property, const Paint& paint) {
  if (const auto* color = std::get_if<Color>(&paint)) {
    return " " + property + "=\"" + svg_color(*color) + "\"" +
           opacity_attribute(property + "-opacity", color->alpha);
  }
  if (const auto* gradient = std::get_if<Gradient>(&paint)) {
    const auto [at, is_new] = m_names.emplace(gradient_text(*gradient, ""), "");
    if (is_new) {
      at->second = "g" + to_text(static_cast<std::int64_t>(m_names.size()));
      m_definitions += gradient_text(*gradient, at->second);
    }
    return " " + property + "=\"url(#" + at->second + ")\"";
  }
  return property == "fill" ? " fill=\"none\"" : "";
}

std::string SvgPaint::definitions() const {
  return m_definitions.empty() ? "" : "<defs>\n" + m_definitions + "</defs>\n";
}

}  // namespace baryscope
