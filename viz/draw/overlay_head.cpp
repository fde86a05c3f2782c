#include "viz/draw/overlay.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "viz/scene/figure_layout.h"

namespace baryscope {
namespace {

/// A title in two lines, split between its parts as near the middle as can be; one line if it has
/// none.
std::vector<std::string> halves(const std::string& title) {
  std::size_t best = std::string::npos, skipped = 0;
  const auto off_middle = [&](std::size_t at) {
    return std::abs(static_cast<double>(at) - 0.5 * static_cast<double>(title.size()));
  };
  for (const std::string mark : {" · ", " ("}) {
    for (std::size_t at = title.find(mark); at != std::string::npos;
         at = title.find(mark, at + 1)) {
      if (best == std::string::npos || off_middle(at) < off_middle(best)) {
        best = at;
        skipped = mark == " (" ? 1 : mark.size();
      }
    }
  }
  if (best == std::string::npos) {
    return {title};
  }
  return {title.substr(0, best), title.substr(best + skipped)};
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::size_t begin = 0;
  for (std::size_t end = text.find('\n'); end != std::string::npos; end = text.find('\n', begin)) {
    lines.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  lines.push_back(text.substr(begin));
  return lines;
}

}  // namespace

void Overlay::add_head(const Viewport& viewport) {
  const FigureLayout layout;
  const double font = m_scene->font_size;
  const double room = viewport.width - 2 * layout.side;
  // What a line has to shrink by to stay in the picture.
  const auto fit = [&](const std::string& words, bool bold, double size) {
    TextStyle style;
    style.size = size;
    double width = 0, height = 0;
    m_painter.measure({{words, bold}}, style, width, height);
    return std::clamp(room / std::max(width, 1.0), 0.3, 1.0);
  };
  struct Line {
    std::string words;
    bool bold;
    double size, strength, gap;
  };
  std::vector<Line> lines;
  const auto add = [&](const std::string& words, bool bold, double size, double strength,
                       double gap) {
    if (!words.empty()) {
      lines.push_back({words, bold, size, strength, gap * font / 14});
    }
  };
  double size = 1.28 * font;
  std::vector<std::string> title{m_scene->title};
  double shrink = fit(title[0], true, size);
  if (shrink < 0.78) {
    title = halves(title[0]);
    size = 0.98 * font;
    shrink = 1;
    for (const std::string& line : title) {
      shrink = std::min(shrink, fit(line, true, size));
    }
  }
  for (std::size_t i = 0; i < title.size(); ++i) {
    add(title[i], true, shrink * size, 1, i + 1 < title.size() ? 0 : 7 - 2.0 * i);
  }
  double finding = std::min(1.02 * font, m_scene->title.empty() ? font : 0.92 * shrink * size);
  const std::vector<std::string> findings = lines_of(m_scene->finding);
  double narrow = 1;
  for (const std::string& line : findings) {
    narrow = std::min(narrow, fit(line, false, finding));
  }
  finding *= narrow;
  for (std::size_t i = 0; i < findings.size(); ++i) {
    add(findings[i], false, finding, 0.78, i + 1 < findings.size() ? 0 : 4);
  }
  double caption = std::min(0.8 * font, 0.9 * finding);
  caption *= fit(m_scene->caption, false, caption);
  add(m_scene->caption, false, caption, 0.56, 0);

  // Everything shrinks alike where the lines together are too high for the margin.
  const double top_gap = std::min(16 * font / 14, 0.2 * viewport.margin_top);
  double stack = 0;
  for (const Line& line : lines) {
    TextStyle style;
    style.size = line.size;
    double width = 0, height = 0;
    m_painter.measure({{line.words, line.bold}}, style, width, height);
    stack += height + line.gap;
  }
  const double press =
      std::clamp((viewport.margin_top - top_gap - 3) / std::max(stack, 1.0), 0.05, 1.0);
  double top = top_gap;
  for (const Line& line : lines) {
    const Text drawn = text({{line.words, line.bold}}, press * line.size, faint(line.strength), 0);
    put(drawn, layout.side, top);
    top += drawn.height + press * line.gap;
  }
}

}  // namespace baryscope
