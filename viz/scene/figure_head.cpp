#include "viz/scene/figure_head.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <utility>

#include "viz/scene/figure_layout.h"

namespace baryscope {
namespace {

constexpr double k_head_gap = 3;      // between the last line and the scene
constexpr double k_head_step = 0.05;  // from one try to the next

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

/// A line that has its size and not yet its place; `gap`: to the next.
struct Line {
  std::string words;
  bool bold = false;
  double points = 0, strength = 1, gap = 0;
  std::size_t part = 0;  ///< 0: title, 1: finding, 2: caption
};

double stacked(const std::vector<Line>& lines, const MeasureText& measure) {
  double height = 0;
  for (const Line& line : lines) {
    height += measure(line.words, line.bold, line.points).height + line.gap;
  }
  return height;
}

/// One line each, the title in at most two, shrunk to the width; then all alike to the height.
std::vector<Line> one_line_each(const Scene& scene, double room, double height,
                                const MeasureText& measure) {
  const double font = scene.font_size;
  // What a line has to shrink by to stay in the picture.
  const auto fit = [&](const std::string& words, bool bold, double points) {
    return std::clamp(room / std::max(measure(words, bold, points).width, 1.0), 0.3, 1.0);
  };
  std::vector<Line> lines;
  const auto add = [&](const std::string& words, bool bold, double points, double strength,
                       double gap, std::size_t part) {
    if (!words.empty()) {
      lines.push_back({words, bold, points, strength, gap * font / 14, part});
    }
  };
  double points = 1.28 * font;
  std::vector<std::string> title{scene.title};
  double shrink = fit(title[0], true, points);
  if (shrink < 0.78) {
    title = halves(title[0]);
    points = 0.98 * font;
    shrink = 1;
    for (const std::string& line : title) {
      shrink = std::min(shrink, fit(line, true, points));
    }
  }
  for (std::size_t i = 0; i < title.size(); ++i) {
    add(title[i], true, shrink * points, 1,
        i + 1 < title.size() ? 0 : 7 - 2.0 * static_cast<double>(i), 0);
  }
  double finding = std::min(1.02 * font, scene.title.empty() ? font : 0.92 * shrink * points);
  const std::vector<std::string> findings = lines_of(scene.finding);
  double narrow = 1;
  for (const std::string& line : findings) {
    narrow = std::min(narrow, fit(line, false, finding));
  }
  finding *= narrow;
  for (std::size_t i = 0; i < findings.size(); ++i) {
    add(findings[i], false, finding, 0.78, i + 1 < findings.size() ? 0 : 4, 1);
  }
  double caption = std::min(0.8 * font, 0.9 * finding);
  caption *= fit(scene.caption, false, caption);
  add(scene.caption, false, caption, 0.56, 0, 2);
  const double press = std::clamp(height / std::max(stacked(lines, measure), 1.0), 0.05, 1.0);
  for (Line& line : lines) {
    line.points *= press;
    line.gap *= press;
  }
  return lines;
}

bool is_legible(const std::vector<Line>& lines, double room, double least,
                const MeasureText& measure) {
  return std::all_of(lines.begin(), lines.end(), [&](const Line& line) {
    return line.points >= least - 1e-9 &&
           measure(line.words, line.bold, line.points).width <= room + 0.5;
  });
}

/// Broken where they are too long; `shrink` of the usual sizes, but none below what can be read.
std::vector<Line> broken(const Scene& scene, double room, double shrink,
                         const MeasureText& measure) {
  const double font = scene.font_size, least = least_points(font);
  struct Part {
    const std::string* text;
    bool bold;
    double points, strength, gap;
  };
  const std::array<Part, 3> parts{{{&scene.title, true, 0.98 * font, 1, 5},
                                   {&scene.finding, false, 0.92 * font, 0.78, 4},
                                   {&scene.caption, false, 0.8 * font, 0.56, 0}}};
  std::vector<Line> lines;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const Part& part = parts.at(i);
    if (part.text->empty()) continue;
    const double points = std::max(least, shrink * part.points);
    // A finding's own breaks are for one line each; here it is broken by its width.
    std::string text = *part.text;
    std::replace(text.begin(), text.end(), '\n', ' ');
    for (std::string& line : wrapped(text, part.bold, points, room, measure)) {
      lines.push_back({std::move(line), part.bold, points, part.strength, 0, i});
    }
    if (!lines.empty()) lines.back().gap = shrink * part.gap * font / 14;
  }
  return lines;
}

/// Leaves out lines from below until they fit, and says so with "…".
void cut(std::vector<Line>& lines, double room, double height, const MeasureText& measure) {
  constexpr const char* more = "…";
  bool is_cut = false;
  while (lines.size() > 1 && stacked(lines, measure) > height) {
    lines.pop_back();
    lines.back().gap = 0;
    is_cut = true;
  }
  if (!is_cut) return;
  Line& last = lines.back();
  while (measure(last.words + more, last.bold, last.points).width > room) {
    const std::size_t end = last.words.rfind(' ');
    if (end == std::string::npos) break;
    last.words.resize(end);
  }
  last.words += more;
}

/// `scene`'s words, as large and as broken as `sized`, where every part has its lines.
std::vector<Line> sized_like(const std::vector<Line>& sized, const Scene& scene) {
  const auto n_title =
      std::count_if(sized.begin(), sized.end(), [](const Line& line) { return line.part == 0; });
  const std::array<std::vector<std::string>, 3> parts{
      n_title > 1 ? halves(scene.title) : std::vector{scene.title}, lines_of(scene.finding),
      std::vector{scene.caption}};
  std::vector<Line> lines;
  for (std::size_t part = 0; part < parts.size(); ++part) {
    const auto last = std::find_if(sized.rbegin(), sized.rend(),
                                   [part](const Line& line) { return line.part == part; });
    if (last == sized.rend()) continue;
    for (const std::string& words : parts.at(part)) {
      if (words.empty()) continue;
      lines.push_back(*last);
      lines.back().words = words;
      lines.back().gap = &words == &parts.at(part).back() ? last->gap : 0;
    }
  }
  return lines;
}

/// Where each part begins.
std::array<double, 3> part_tops(const std::vector<Line>& lines, double top,
                                const MeasureText& measure) {
  std::array<double, 3> tops{top, top, top};
  double y = top;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (i == 0 || lines[i].part != lines[i - 1].part) tops.at(lines[i].part) = y;
    y += measure(lines[i].words, lines[i].bold, lines[i].points).height + lines[i].gap;
  }
  return tops;
}

/// Where every line is as small as can be read.
double smallest_shrink(double font) { return least_points(font) / (0.98 * font); }

double top_gap(double font, double height) { return std::min(16 * font / 14, 0.2 * height); }

}  // namespace

Scene longest_words(const Scene& scene, const MeasureText& measure) {
  Scene longest;
  longest.font_size = scene.font_size;
  longest.font = scene.font;
  const auto size = [&](const std::string& text, bool bold) {
    double width = 0;
    const std::vector<std::string> lines = lines_of(text);
    for (const std::string& line : lines) {
      width = std::max(width, measure(line, bold, scene.font_size).width);
    }
    return std::pair(lines.size(), width);
  };
  const auto keep = [&](const std::string& text, bool bold, std::string& best) {
    if (best.empty() || (!text.empty() && size(text, bold) > size(best, bold))) best = text;
  };
  for (const Scene* each = &scene; each != nullptr; each = each->beside.get()) {
    keep(each->title, true, longest.title);
    keep(each->finding, false, longest.finding);
    keep(each->caption, false, longest.caption);
  }
  return longest;
}

std::vector<HeadLine> figure_head(const Scene& scene, double width, double height,
                                  const MeasureText& measure) {
  const double room = width - 2 * FigureLayout().side, least = least_points(scene.font_size);
  const double top = top_gap(scene.font_size, height), usable = height - top - k_head_gap;
  const Scene longest = longest_words(scene, measure);
  std::vector<Line> sized = one_line_each(longest, room, usable, measure);
  std::vector<Line> lines = sized_like(sized, scene);
  if (!is_legible(sized, room, least, measure) || !is_legible(lines, room, least, measure)) {
    double shrink = 1;
    std::vector<Line> tried = broken(longest, room, shrink, measure);
    while (stacked(tried, measure) > usable && shrink > smallest_shrink(scene.font_size)) {
      shrink = std::max(shrink - k_head_step, smallest_shrink(scene.font_size));
      tried = broken(longest, room, shrink, measure);
    }
    std::vector<Line> own = broken(scene, room, shrink, measure);
    cut(own, room, usable, measure);
    // A thumbnail has no room for a line that can be read.
    if (stacked(own, measure) <= usable) {
      sized = std::move(tried);
      lines = std::move(own);
    }
  }
  const std::array<double, 3> tops = part_tops(sized, top, measure);
  std::vector<HeadLine> placed;
  double y = top;
  const double bottom = top + std::max(usable, 0.0);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const Line& line = lines[i];
    // As far down as where it is the longest, if what follows has room there.
    const double rest =
        stacked({lines.begin() + static_cast<std::ptrdiff_t>(i), lines.end()}, measure);
    const bool begins = i > 0 && line.part != lines[i - 1].part;
    if (begins && tops.at(line.part) > y && tops.at(line.part) + rest <= bottom) {
      y = tops.at(line.part);
    }
    placed.push_back({line.words, line.bold, line.points, line.strength, y});
    y += measure(line.words, line.bold, line.points).height + line.gap;
  }
  return placed;
}

double head_height(const Scene& scene, double width, double height, double usual) {
  constexpr double k_wanted = 0.16;  // more is taken only by words at their smallest
  const double room = width - 2 * FigureLayout().side, font = scene.font_size;
  const double top = top_gap(font, usual);
  const std::vector<Line> usually =
      one_line_each(scene, room, usual - top - k_head_gap, estimated_extent);
  if (is_legible(usually, room, least_points(font), estimated_extent)) return usual;
  for (double shrink = 1;; shrink = std::max(shrink - k_head_step, smallest_shrink(font))) {
    const double stack = stacked(broken(scene, room, shrink, estimated_extent), estimated_extent);
    const double needed = std::max(usual, stack + 16 * font / 14 + k_head_gap);
    if (needed <= std::max(usual, k_wanted * height) || shrink <= smallest_shrink(font)) {
      return needed;
    }
  }
}

}  // namespace baryscope
