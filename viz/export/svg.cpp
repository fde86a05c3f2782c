#include "viz/export/svg.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <variant>

#include "core/base/number_text.h"
#include "viz/export/svg_paint.h"
#include "viz/export/svg_session.h"
#include "viz/export/svg_words.h"

namespace baryscope {
namespace {

constexpr std::string_view k_fonts = "'DejaVu Sans', 'Noto Sans', sans-serif";

std::string attribute(const std::string& name, const std::string& value) {
  return " " + name + "=\"" + value + "\"";
}

std::string place(PagePoint at) { return svg_number(at.x) + " " + svg_number(at.y); }

std::string outline_text(const PageOutline& outline) {
  std::string text;
  for (std::size_t i = 0; i < outline.nodes.size(); ++i) {
    const PageNode& node = outline.nodes[i];
    if (i > 0 && node.curved) {
      text += "C" + place(node.first) + " " + place(node.second) + " " + place(node.at);
    } else if (i > 0 && node.radius > 0) {
      const std::string radius = svg_number(node.radius);
      text += "A" + radius + " " + radius + " 0 0 1 " + place(node.at);
    } else {
      text += (i == 0 ? "M" : "L") + place(node.at);
    }
  }
  if (outline.closed && !outline.nodes.empty()) {
    const PageNode& first = outline.nodes.front();
    if (first.radius > 0) {
      const std::string radius = svg_number(first.radius);
      text += "A" + radius + " " + radius + " 0 0 1 " + place(first.at);
    }
    text += "Z";
  }
  return text;
}

/// What is written between an element's name and what it holds.
struct Names {
  std::string attributes;
  std::string title;  ///< an element of its own, or nothing
};

class SvgWriter {
 public:
  explicit SvgWriter(const FigureWords& words) : m_words(words) {}
  std::string write(const Page& page);

 private:
  void add(const PagePanel& panel, bool alone);
  void add(const PageGroup& group);
  void add(const PagePath& path, const Names& names);
  void add(const PageText& text, const Names& names);
  [[nodiscard]] std::string stroke_attributes(const PagePath& path);
  [[nodiscard]] Names names_of(const PageGroup& group);
  std::string id_of(const PageGroup& group);

  const FigureWords& m_words;
  std::string m_body;
  SvgPaint m_paint;
  std::map<std::string, int> m_ids;  ///< how often each was given
  std::size_t m_panel = 0;
};

/// "edge-3-7", a further piece of it "edge-3-7-part-2"; in the second picture of a pair
/// "second-edge-3-7".
std::string SvgWriter::id_of(const PageGroup& group) {
  std::string id = group.subject.none() ? group.part : to_text(group.subject);
  if (group.number >= 0) {
    id += " " + to_text(static_cast<std::int64_t>(group.number));
  }
  if (id.empty()) {
    return "";
  }
  std::replace(id.begin(), id.end(), ' ', '-');
  id = (m_panel > 1 ? "second-" : "") + id;
  const int n = ++m_ids[id];
  return n == 1 ? id : id + "-part-" + to_text(static_cast<std::int64_t>(n));
}

Names SvgWriter::names_of(const PageGroup& group) {
  Names names;
  if (const std::string id = id_of(group); !id.empty()) {
    names.attributes += attribute("id", id);
  }
  if (!group.words.empty()) {
    names.title = "<title>" + xml_escaped(group.words) + "</title>";
  }
  if (m_words.describe && !group.subject.none()) {
    if (const std::string words = xml_escaped(m_words.describe(m_panel, group.subject));
        !words.empty()) {
      names.attributes += attribute("inkscape:label", words);
      names.title = "<title>" + words + "</title>";
    }
  }
  if (group.opacity < 0.9995) {
    names.attributes += attribute("opacity", to_text(group.opacity, 3));
  }
  return names;
}

std::string SvgWriter::stroke_attributes(const PagePath& path) {
  if (path.width <= 0 || path.stroke.index() == 0) {
    return "";
  }
  std::string text = m_paint.attributes("stroke", path.stroke) +
                     attribute("stroke-width", svg_number(path.width)) +
                     attribute("stroke-linejoin", "round");
  if (!path.butt && !path.outlines.empty()) {
    text += attribute("stroke-linecap", "round");
  }
  if (!path.dashes.empty()) {
    std::string dashes;
    for (const double length : path.dashes) {
      dashes += (dashes.empty() ? "" : " ") + svg_number(length);
    }
    text += attribute("stroke-dasharray", dashes) +
            attribute("stroke-dashoffset", svg_number(path.dash_offset));
  }
  return path.stroke_first ? text + attribute("paint-order", "stroke") : text;
}

void SvgWriter::add(const PagePath& path, const Names& names) {
  const std::string tag = path.outlines.empty() ? "circle" : "path";
  m_body += "<" + tag + names.attributes;
  if (path.outlines.empty()) {
    m_body += attribute("cx", svg_number(path.center.x)) +
              attribute("cy", svg_number(path.center.y)) + attribute("r", svg_number(path.radius));
  } else {
    std::string d;
    for (const PageOutline& outline : path.outlines) {
      d += outline_text(outline);
    }
    m_body += attribute("d", d);
  }
  m_body += m_paint.attributes("fill", path.fill) + stroke_attributes(path);
  if (path.sharp) {
    m_body += attribute("shape-rendering", "crispEdges");
  }
  m_body += names.title.empty() ? "/>\n" : ">" + names.title + "</" + tag + ">\n";
}

void SvgWriter::add(const PageText& text, const Names& names) {
  m_body += "<text" + names.attributes + attribute("xml:space", "preserve") +
            attribute("x", svg_number(text.pen.x)) + attribute("y", svg_number(text.pen.y)) +
            attribute("font-size", svg_number(text.size)) + m_paint.attributes("fill", text.ink);
  if (text.halo_width > 0) {
    m_body += m_paint.attributes("stroke", text.halo) +
              attribute("stroke-width", svg_number(2 * text.halo_width)) +
              attribute("stroke-linejoin", "round") + attribute("paint-order", "stroke");
  }
  const bool plain = text.spans.size() == 1 && !text.spans[0].grey;
  if (plain && text.spans[0].bold) {
    m_body += attribute("font-weight", "bold");
  }
  m_body += ">" + names.title;
  for (const LabelSpan& span : text.spans) {
    if (plain) {
      m_body += xml_escaped(span.text);
      continue;
    }
    m_body += "<tspan";
    if (span.bold) {
      m_body += attribute("font-weight", "bold");
    }
    if (span.grey) {
      m_body += m_paint.attributes("fill", text.grey);
    }
    m_body += ">" + xml_escaped(span.text) + "</tspan>";
  }
  m_body += "</text>\n";
}

void SvgWriter::add(const PageGroup& group) {
  const Names names = names_of(group);
  if (group.items.size() == 1) {
    std::visit([&](const auto& item) { add(item, names); }, group.items.front());
    return;
  }
  m_body += "<g" + names.attributes + ">" + names.title + "\n";
  for (const auto& item : group.items) {
    std::visit([&](const auto& each) { add(each, Names{}); }, item);
  }
  m_body += "</g>\n";
}

void SvgWriter::add(const PagePanel& panel, bool alone) {
  // An SVG element of its own cuts what lies outside it.
  if (!alone) {
    m_body += "<svg" + attribute("id", "panel-" + to_text(static_cast<std::int64_t>(m_panel + 1))) +
              attribute("x", svg_number(panel.left)) + attribute("y", svg_number(panel.top)) +
              attribute("width", svg_number(panel.width)) +
              attribute("height", svg_number(panel.height)) + attribute("overflow", "hidden") +
              ">\n";
  }
  for (const PageGroup& group : panel.groups) {
    add(group);
  }
  if (!alone) {
    m_body += "</svg>\n";
  }
}

std::string SvgWriter::write(const Page& page) {
  for (m_panel = 0; m_panel < page.panels.size(); ++m_panel) {
    add(page.panels[m_panel], page.panels.size() == 1);
  }
  const std::string width = svg_number(page.width), height = svg_number(page.height);
  const std::string font = page.font.empty() ? "" : "'" + xml_escaped(page.font) + "', ";
  const std::string inkscape =
      m_words.describe ? " xmlns:inkscape=\"http://www.inkscape.org/namespaces/inkscape\"" : "";
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\"" +
         inkscape + attribute("width", svg_number(page.scale * page.width)) +
         attribute("height", svg_number(page.scale * page.height)) +
         attribute("viewBox", "0 0 " + width + " " + height) + attribute("role", "img") +
         attribute("aria-labelledby", "figure-title figure-description") +
         attribute("font-family", font + std::string(k_fonts)) + ">\n<title id=\"figure-title\">" +
         xml_escaped(m_words.title) + "</title>\n<desc id=\"figure-description\">" +
         xml_escaped(m_words.description) + "</desc>\n" + svg_metadata(m_words.texts) +
         m_paint.definitions() + m_body + "</svg>\n";
}

}  // namespace

std::string to_svg(const Page& page, const FigureWords& words) {
  return SvgWriter(words).write(page);
}

}  // namespace baryscope
