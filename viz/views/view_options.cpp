#include <algorithm>
#include <cmath>
#include <utility>

#include "core/base/error.h"
#include "core/base/number_text.h"
#include "core/options/option_row.h"
#include "viz/scene/color_map.h"
#include "viz/views/view_list.h"
#include "viz/views/view_parts.h"
#include "viz/views/view_request.h"

namespace baryscope {
namespace {

constexpr std::int64_t k_least_side = 16;
constexpr std::int64_t k_most_side = 16384;

OptionSpec choice(std::string id, std::string default_value, std::vector<std::string> choices,
                  std::string group, std::string help) {
  OptionSpec spec = option_row(std::move(id), OptionType::choice, std::move(default_value),
                               std::move(group), std::move(help));
  spec.choices = std::move(choices);
  return spec;
}

OptionSpec view_row() {
  std::vector<std::string> names;
  std::string help = "What is drawn";
  for (const ViewInfo& info : views()) {
    help += (names.empty() ? ": " : "; ") + info.name + " " + info.about;
    names.push_back(info.name);
  }
  return choice("view", names.front(), names, "view", help + ".");
}

struct Size {
  int width = 0, height = 0;
};

Size size_of(std::string_view value) {
  const std::size_t cross = value.find('x');
  if (cross != std::string_view::npos) {
    const auto width = find_integer(value.substr(0, cross));
    const auto height = find_integer(value.substr(cross + 1));
    const auto fits = [](std::optional<std::int64_t> side) {
      return side && *side >= k_least_side && *side <= k_most_side;
    };
    if (fits(width) && fits(height)) {
      return {static_cast<int>(*width), static_cast<int>(*height)};
    }
  }
  throw UsageError("--size " + std::string(value) +
                   ": expected WIDTHxHEIGHT in pixels, each from 16 to 16384, such as 1600x1000");
}

std::string canonical_size(std::string_view value) {
  const Size size = size_of(value);
  return to_text(static_cast<std::int64_t>(size.width)) + "x" +
         to_text(static_cast<std::int64_t>(size.height));
}

std::string canonical_background(std::string_view value) {
  if (value == "theme" || value == "transparent") {
    return std::string(value);
  }
  try {
    to_color(value);
  } catch (const UsageError&) {
    throw UsageError("--background " + std::string(value) +
                     ": expected theme, transparent or a colour: #RRGGBB, #RRGGBBAA or one of " +
                     color_names());
  }
  return std::string(value);
}

/// A family's name goes into files: letters, digits and what names of fonts have besides.
std::string canonical_font(std::string_view value) {
  constexpr std::size_t k_longest = 100;
  const bool plain = std::none_of(value.begin(), value.end(), [](char c) {
    return (c >= 0 && c < ' ') || std::string_view(",;:'\"<>&\\").find(c) != std::string_view::npos;
  });
  if (value.empty() || value.size() > k_longest || !plain) {
    throw UsageError("--font " + std::string(value) +
                     ": expected theme or the name of one family of fonts");
  }
  return std::string(value);
}

std::string canonical_orientation(std::string_view value) {
  const std::optional<Orientation> orientation = orientation_from(value);
  return orientation ? to_text(*orientation) : "auto";
}

}  // namespace

std::vector<OptionSpec> view_options() {
  std::vector<OptionSpec> rows;
  rows.push_back(view_row());
  OptionSpec step = option_row(
      "step", OptionType::number, "all", "view",
      "Samples view: how far the sampler's work is shown, 0 the data, 1 nearest neighbours, 2 the "
      "graph, 3 its maximal simplices, 4 the simplex drawn, 5 the barycentric weights drawn, 6 the "
      "synthetic point; fractions fade the next step in.");
  step.choices = {"all"};
  step.minimum = 0;
  step.maximum = 6;
  step.value_name = "STEP";
  rows.push_back(step);
  OptionSpec sample =
      option_row("sample", OptionType::integer, "auto", "view",
                 "Samples view: the synthetic point that the steps follow, counted from 0; auto "
                 "takes one whose simplex and weights can be seen well.");
  sample.choices = {"auto"};
  sample.minimum = 0;
  sample.maximum = 2147483647;
  sample.value_name = "N";
  rows.push_back(sample);
  rows.push_back(choice("sinks", "dim", {"show", "dim", "hide"}, "view",
                        "Tokens such as [CLS] and [SEP] that collect most of the weight: drawn as "
                        "all others, pale, or not at all; no number changes."));
  OptionSpec threshold =
      option_row("threshold", OptionType::number, "0", "view",
                 "Edges and triangles whose absolute weight is below this are not drawn.");
  threshold.minimum = 0;
  threshold.value_name = "WEIGHT";
  rows.push_back(threshold);
  OptionSpec show =
      option_row("show", OptionType::list, "", "view",
                 "Parts of the picture to draw beside those that the view draws by itself.");
  show.choices = view_part_names();
  OptionSpec hide =
      option_row("hide", OptionType::list, "", "view", "Parts of the picture to leave out.");
  hide.choices = view_part_names();
  rows.push_back(show);
  rows.push_back(hide);
  rows.push_back(option_row("title", OptionType::flag, "on", "view",
                            "Whether the picture carries its title, its finding and its notes."));
  rows.push_back(choice("theme", "auto", {"light", "dark", "auto", "print"}, "figure",
                        "Colours of paper and ink; auto follows the desktop, print is plain white "
                        "with darker lines."));
  rows.push_back(choice("palette", "cividis", {"cividis", "viridis"}, "figure",
                        "Colour map of weights that cannot be negative; signed weights always run "
                        "from red over grey to blue."));
  OptionSpec font_size =
      option_row("font-size", OptionType::number, "14", "figure", "Size of the labels in points.");
  font_size.minimum = 4;
  font_size.maximum = 200;
  font_size.value_name = "POINTS";
  rows.push_back(font_size);
  OptionSpec font =
      option_row("font", OptionType::text, "theme", "figure",
                 "Family of the letters in the picture, one that is installed: theme (DejaVu Sans, "
                 "Noto Sans), "
                 "or a name such as Noto Serif. What it lacks is taken from the others.");
  font.value_name = "FAMILY";
  font.parse = canonical_font;
  rows.push_back(font);
  OptionSpec background =
      option_row("background", OptionType::text, "theme", "figure",
                 "The paper: the theme's, transparent, or a colour such as #FFFFFF or white.");
  background.value_name = "COLOUR";
  background.parse = canonical_background;
  rows.push_back(background);
  OptionSpec size = option_row("size", OptionType::text, "1600x1000", "figure",
                               "Width and height of an exported picture in pixels, before scale.");
  size.value_name = "WxH";
  size.parse = canonical_size;
  rows.push_back(size);
  OptionSpec scale = option_row("scale", OptionType::number, "1", "figure",
                                "Factor on the exported picture's size, with fonts and lines.");
  scale.minimum = 0.1;
  scale.maximum = 16;
  scale.value_name = "FACTOR";
  rows.push_back(scale);
  rows.push_back(
      choice("stroke-style", "shaded", {"shaded", "plain"}, "figure",
             "Edges of figures as vectors (.svg, .pdf): round pipes with gradients, or one "
             "plain stroke each, which is easier to edit."));
  rows.push_back(choice("text-as", "text", {"text", "paths"}, "figure",
                        "Texts of figures as vectors (.svg, .pdf): text, which can be edited, "
                        "searched and copied, or shapes that need no font."));
  rows.push_back(option_row("embed-session", OptionType::flag, "on", "figure",
                            "Whether figures and films carry their session, so that a figure opens "
                            "again as what it shows; off keeps texts and names of files out."));
  OptionSpec orientation =
      option_row("orientation", OptionType::text, "auto", "view",
                 "How a text's picture is turned and from where it is seen, which a session keeps "
                 "so that the next picture can follow: auto, or unit quaternions of the placement "
                 "and of the eye.");
  orientation.value_name = "W,X,Y,Z,W,X,Y,Z";
  orientation.parse = canonical_orientation;
  rows.push_back(orientation);
  return rows;
}

std::optional<int> ViewRequest::selected_token() const { return marked_token(selected); }

ViewRequest make_view_request(const OptionValues& values, const std::string& system_theme) {
  ViewRequest request;
  request.view = values.text("view");
  request.sinks = values.text("sinks");
  request.step = values.find_number("step");
  if (const auto sample = values.find_integer("sample")) {
    request.sample = static_cast<int>(*sample);
  }
  request.threshold = values.find_number("threshold").value_or(0);
  request.show = values.list("show");
  request.hide = values.list("hide");
  for (const std::string& part : request.show) {
    if (std::find(request.hide.begin(), request.hide.end(), part) != request.hide.end()) {
      throw UsageError("--show " + part + " and --hide " + part +
                       ": one picture cannot do both; give one of them");
    }
  }
  if (!values.flag("title")) {
    request.hide.emplace_back("title");
  }
  request.theme = values.text("theme") == "auto" ? system_theme : values.text("theme");
  request.palette = values.text("palette");
  request.background = values.text("background");
  request.font = values.text("font") == "theme" ? "" : values.text("font");
  request.font_size = values.find_number("font-size").value_or(14);
  const Size size = size_of(values.text("size"));
  request.width = size.width;
  request.height = size.height;
  request.scale = values.find_number("scale").value_or(1);
  request.text_as_paths = values.text("text-as") == "paths";
  request.shaded_strokes = values.text("stroke-style") == "shaded";
  request.orientation = orientation_from(values.text("orientation"));
  if (std::max(size.width, size.height) * request.scale > static_cast<double>(k_most_side)) {
    throw UsageError("--size " + values.text("size") + " with --scale " + to_text(request.scale) +
                     ": a picture has at most 16384 pixels a side; lower one of them");
  }
  return request;
}

}  // namespace baryscope
