#include "app/commands/command_families.h"

#include <algorithm>
#include <array>

#include "app/session/option_changes.h"
#include "app/session/picture_parts.h"
#include "app/session/session.h"
#include "viz/views/view_list.h"

namespace baryscope {
namespace {

/// The command of a part of the picture that `show` and `hide` name.
struct Part {
  const char* name;
  const char* title;
  const char* help;
  const char* key;
};

constexpr std::array<Part, 10> parts{{
    {"edges", "Edges",
     "Shows or hides the edges from the query's output to the values; of samples the graph of "
     "neighbours.",
     "E"},
    {"triangles", "Triangles",
     "Shows or hides the triangles of triple-wise attention; of samples the simplices.", "T"},
    {"hull", "Hull", "Shows or hides the convex hull of the values.", "H"},
    {"outputs", "Outputs",
     "Shows or hides the point at which the query ends; of samples the synthetic points.", "I"},
    {"regions", "Regions", "Shows or hides where a classifier decides for which class of samples.",
     "B"},
    {"labels", "Labels", "Shows or hides the tokens' names.", "L"},
    {"axes", "Axes", "Shows or hides the principal axes with their share of the variance.", "A"},
    {"legend", "Legend", "Shows or hides the colour scale and what the signs mean.", "G"},
    {"grid", "Grid", "Shows or hides the lines of the ground below the picture.", ""},
    {"title", "Title", "Shows or hides the picture's title, finding and notes.", ""},
}};

std::string without(std::vector<std::string> list, const std::string& name, bool add) {
  std::erase(list, name);
  if (add) {
    list.push_back(name);
  }
  std::string text;
  for (const std::string& item : list) {
    text += (text.empty() ? "" : ",") + item;
  }
  return text;
}

/// Turns over what is asked for: by `show` and `hide`, else by the view itself, whose own choice
/// leaves no trace in either.
void toggle(Session& session, const Part& part) {
  const std::string name = part.name;
  const OptionValues& options = session.options();
  const std::vector<std::string> shown = options.list("show"), hidden = options.list("hide");
  const std::vector<std::string>& left_out = view(options.text("view")).left_out;
  const bool visible = asks_for_part(options, name);
  const bool by_itself = std::find(left_out.begin(), left_out.end(), name) == left_out.end();
  OptionChanges changes = {{"show", without(shown, name, !visible && !by_itself)},
                           {"hide", without(hidden, name, visible && by_itself)}};
  if (name == "title" && !visible) {
    changes.emplace_back("title", "on");
  }
  session.set_options(changes);
}

Command view_row(std::string id, std::string title, std::string help, std::string key) {
  Command row;
  row.id = std::move(id);
  row.title = std::move(title);
  row.help = std::move(help);
  row.menu = "View";
  row.key = std::move(key);
  return row;
}

void add_camera_commands(std::vector<Command>& rows) {
  struct Direction {
    const char* name;
    const char* title;
    const char* key;
    const char* help;
  };
  constexpr std::array<Direction, 4> directions{
      {{"front", "Front", "1", "Looks along the third axis: the first two span the picture."},
       {"right", "Right", "3", "Looks along the first axis."},
       {"top", "Top", "7", "Looks down the second axis."},
       {"isometric", "Isometric", "9", "Looks along the diagonal of all three axes."}}};
  for (const Direction& direction : directions) {
    Command row = view_row(direction.name, direction.title, direction.help, direction.key);
    row.run = [name = std::string(direction.name)](CommandContext& context, std::string_view) {
      need_window(static_cast<bool>(context.host.view_direction), name);
      context.host.view_direction(name);
    };
    rows.push_back(std::move(row));
  }
  Command orthographic = view_row("orthographic", "Orthographic",
                                  "Switches between parallel and perspective projection.", "5");
  orthographic.run = [](CommandContext& context, std::string_view) {
    need_window(static_cast<bool>(context.host.toggle_orthographic), "orthographic");
    context.host.toggle_orthographic();
  };
  rows.push_back(std::move(orthographic));
  Command reset = view_row("reset-camera", "Reset Camera",
                           "Goes back to the view that is chosen for this picture alone.", "R");
  reset.run = [](CommandContext& context, std::string_view) {
    need_window(static_cast<bool>(context.host.reset_camera), "reset-camera");
    context.host.reset_camera();
    if (context.session.options().text("orientation") != "auto") {
      context.session.set_option("orientation", "auto");
    }
  };
  rows.push_back(std::move(reset));
}

/// A row a view, in the order of their list: Ctrl+1, Ctrl+2, ….
void add_views(std::vector<Command>& rows) {
  char number = '1';
  for (const ViewInfo& each : views()) {
    Command row =
        view_row("view-" + each.name, each.title, each.help, std::string("Ctrl+") + number);
    row.run = [name = each.name](CommandContext& context, std::string_view) {
      context.session.set_option("view", name);
    };
    rows.push_back(std::move(row));
    ++number;
  }
}

}  // namespace

std::vector<Command> view_commands() {
  std::vector<Command> rows;
  add_views(rows);
  add_camera_commands(rows);
  rows.push_back(window_command(
      view_row("camera-back", "Camera Back", "Goes back to the view before.", "Alt+Left"),
      "camera-back"));
  rows.push_back(window_command(
      view_row("camera-forward", "Camera Forward", "Goes on to the view after.", "Alt+Right"),
      "camera-forward"));
  for (const Part& part : parts) {
    Command row = view_row(std::string("toggle-") + part.name, part.title, part.help, part.key);
    row.run = [&part](CommandContext& context, std::string_view) { toggle(context.session, part); };
    rows.push_back(std::move(row));
  }
  constexpr std::array<std::array<const char*, 3>, 3> themes{
      {{"light", "Light Theme", "Dark ink on light paper."},
       {"dark", "Dark Theme", "Light ink on dark paper."},
       {"auto", "Theme of the System", "Follows the system's colours."}}};
  for (const auto& [name, title, help] : themes) {
    Command row = view_row(std::string("theme-") + name, title, help, "");
    row.run = [theme = std::string(name)](CommandContext& context, std::string_view) {
      context.session.set_option("theme", theme);
    };
    rows.push_back(std::move(row));
  }
  Command full_screen =
      view_row("full-screen", "Full Screen", "Fills the screen, or leaves it again.", "F11");
  full_screen.standard_key = "FullScreen";
  rows.push_back(window_command(std::move(full_screen), "full-screen"));
  return rows;
}

}  // namespace baryscope
