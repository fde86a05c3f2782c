#include <algorithm>
#include <array>
#include <utility>

#include "app/commands/command_families.h"
#include "app/session/film/film_options.h"
#include "app/session/film/sweep.h"
#include "app/session/option_changes.h"
#include "app/session/session.h"
#include "app/session/session_requests.h"
#include "core/analysis/mechanism_list.h"

namespace baryscope {
namespace {

/// What a sweep changes where nobody said it: λ where there is one.
std::string usual_sweep(const Session& session) {
  if (shows_samples(session.options())) {
    return "k-neighbors=1:10";
  }
  const auto shown = session.current();
  if (!shown || shown->analyses.empty()) {
    return "temperature=0.25:4";
  }
  const std::vector<std::string>& options =
      mechanism(shown->analyses.front()->mechanism.mechanism).options;
  const bool runs_lambda = std::find(options.begin(), options.end(), "lambda") != options.end();
  return runs_lambda ? "lambda=0:1.2" : "temperature=0.25:4";
}

void animate(CommandContext& context, FilmKind kind, std::string_view sweep) {
  OptionChanges changes;
  const OptionValues& options = context.session.options();
  const bool same = kind == film_kind(options) && (sweep.empty() || sweep == options.text("sweep"));
  if (context.host.values_before_play && !same) {
    changes = context.host.values_before_play();
  }
  changes.emplace_back("animate", std::string(film_kind_name(kind)));
  if (kind == FilmKind::sweep) {
    const std::string& now = context.session.options().text("sweep");
    if (!sweep.empty() || now.empty()) {
      changes.emplace_back("sweep",
                           sweep.empty() ? usual_sweep(context.session) : std::string(sweep));
    }
  }
  context.session.set_options(changes);
}

Command play_row(std::string id, std::string title, std::string help, std::string key,
                 std::function<void(CommandContext&, std::string_view)> run = {},
                 std::string argument = "") {
  return menu_command("Play", std::move(id), std::move(title), std::move(help), std::move(key),
                      std::move(run), std::move(argument));
}

/// A row that the window's player runs, by the row's own name.
Command player_row(const std::string& id, std::string title, std::string help,
                   std::string key = "") {
  return window_command(play_row(id, std::move(title), std::move(help), std::move(key)), id);
}

struct KindRow {
  FilmKind kind;
  const char* title;
  const char* help;
};

constexpr std::array<KindRow, 6> k_kinds{{
    {FilmKind::none, "Nothing Moves", "The picture stands still."},
    {FilmKind::turntable, "Turntable", "Lets the picture turn about its upright axis."},
    {FilmKind::flow, "Flow", "Lets pulses carry value along the weights to the query."},
    {FilmKind::sweep, "Sweep",
     "Lets one option run through its values: animate-sweep lambda=0:1.2."},
    {FilmKind::keys, "Key Frames", "Plays what the key frames of the timeline say."},
    {FilmKind::training, "Training",
     "Goes through the checkpoints of the model's training, as far as they were kept."},
}};

}  // namespace

std::vector<Command> play_commands() {
  std::vector<Command> rows;
  rows.push_back(player_row("play-pause", "Play or Pause",
                            "Plays what is chosen to move, or halts it; of samples their steps.",
                            "Space"));
  rows.push_back(player_row("play-stop", "Stop", "Halts the play and goes back to its first frame.",
                            "Ctrl+."));
  rows.push_back(play_row("play-loop", "Play Without End",
                          "At its end the play begins again; a sweep goes there and back.",
                          "Ctrl+L", [](CommandContext& context, std::string_view) {
                            const bool on = context.session.options().flag("loop");
                            context.session.set_option("loop", on ? "off" : "on");
                          }));
  rows.push_back(player_row("next-frame", "Next Frame",
                            "Goes one frame of the film on; of samples one step.", "Ctrl+Right"));
  rows.push_back(
      player_row("previous-frame", "Previous Frame", "Goes one frame back.", "Ctrl+Left"));
  rows.push_back(player_row("next-key", "Next Key Frame",
                            "Goes to the next key frame of the timeline.", "Ctrl+Shift+Right"));
  rows.push_back(player_row("previous-key", "Previous Key Frame", "Goes to the key frame before.",
                            "Ctrl+Shift+Left"));
  for (const KindRow& each : k_kinds) {
    const bool sweeps = each.kind == FilmKind::sweep;
    rows.push_back(play_row(
        "animate-" + std::string(film_kind_name(each.kind)), each.title, each.help, "",
        [kind = each.kind](CommandContext& context, std::string_view sweep) {
          animate(context, kind, sweep);
        },
        sweeps ? "OPTION=A:B" : ""));
  }
  rows.push_back(player_row("add-key-frame", "Add Key Frame Here",
                            "Keeps the camera and what differs in the options at this time.",
                            "Ins"));
  rows.push_back(player_row("remove-key-frame", "Remove Key Frame",
                            "Removes the key frame that is chosen, or the one at this time.",
                            "Ctrl+Del"));
  rows.push_back(player_row("edit-key-caption", "Caption of the Key Frame…",
                            "Writes the line that is shown from this key frame on.", "F2"));
  rows.push_back(player_row("record-key-frames", "Record",
                            "Keeps what you do from now on as key frames, at the pace at which "
                            "you do it; once more ends it.",
                            "Ctrl+R"));
  rows.push_back(player_row("show-timeline", "Timeline", "Shows the timeline and goes to it.",
                            "Ctrl+Shift+T"));
  rows.push_back(player_row("make-film", "Make a Film…",
                            "Shows what can move in the picture, and writes it as a film.",
                            "Shift+F12"));
  return rows;
}

}  // namespace baryscope
