#include <filesystem>
#include <system_error>
#include <utility>

#include "app/commands/command_families.h"
#include "app/session/all_options.h"
#include "app/session/input.h"
#include "app/session/option_changes.h"
#include "app/session/output.h"
#include "app/session/session.h"
#include "app/session/session_file.h"
#include "app/session/session_requests.h"
#include "app/session/shipped_sessions.h"
#include "core/analysis/report.h"
#include "core/base/error.h"
#include "core/sampling/studies/sampling_report.h"
#include "viz/export/exporter_list.h"

namespace baryscope {
namespace {

std::optional<Camera> camera_of(const CommandHost& host) {
  return host.camera ? host.camera() : std::nullopt;
}

void wait_for(const CommandHost& host) {
  if (host.wait) {
    host.wait();
  }
}

std::function<std::string()> shown_report(const CommandContext& context) {
  const auto current = context.session.current();
  if (!current) {
    throw UsageError("there is nothing to copy yet");
  }
  return [current, shown = context.session.evaluations()] {
    if (current->studies.empty()) {
      return to_report(current->all_analyses());
    }
    std::vector<SamplingEvaluation> evaluations;
    for (const auto& evaluation : shown) {
      evaluations.push_back(*evaluation);
    }
    return to_sampling_report(current->studies, evaluations);
  };
}

void copy(const CommandContext& context, const std::string& id,
          const std::function<std::string()>& make) {
  need_window(static_cast<bool>(context.host.copy_text), id);
  context.host.copy_text(make);
}

/// With the hashes of its inputs: reading a large model takes seconds.
std::function<std::string()> shown_session(const CommandContext& context) {
  return [options = context.session.shown_options(), camera = camera_of(context.host),
          timeline = context.session.timeline()] {
    return to_session_text({options, camera, hash_inputs(options), timeline});
  };
}

void write(CommandContext& context, const std::string& target) {
  write_output(
      context.session, target, camera_of(context.host), [&] { wait_for(context.host); },
      hash_inputs, context.host.also_read);
}

void open_session(CommandContext& context, std::string_view path) {
  if (context.host.open_session) {
    context.host.open_session(std::string(path));
    return;
  }
  const SessionFile file = load_session(context.session.options().table(), std::string(path));
  const OptionValues values = opened_values(file, context.session.options());
  check_unchanged(file.inputs, values);
  context.host.also_read.emplace_back(std::string(path));
  context.session.replace(values, file.timeline);
  if (file.camera && context.host.set_camera) {
    wait_for_result(context.session, [&] { wait_for(context.host); });
    context.host.set_camera(*file.camera);
  }
}

void save_figure(CommandContext& context, std::string_view path) {
  if (path.empty()) {
    ask_window(context, "save-figure");
  } else if (context.host.save_figure) {
    context.host.save_figure(std::string(path));
  } else {
    write(context, std::string(path));
  }
}

void save_session(CommandContext& context, std::string_view path) {
  if (path.empty()) {
    ask_window(context, "save-session");
    return;
  }
  if (path == "-" || output_kind(path) != ExportKind::session) {
    throw UsageError("save-session " + std::string(path) +
                     ": expected a name that ends in .bary.json; save-figure writes the others");
  }
  save_figure(context, path);
}

void open_session_file(CommandContext& context, std::string_view path) {
  if (path.empty()) {
    ask_window(context, "open-session");
    return;
  }
  if (input_kind(path) != InputKind::session) {
    throw UsageError(
        "open-session " + std::string(path) +
        ": expected a session (.bary.json) or a figure with one (.png, .svg, .pdf); open "
        "takes the others");
  }
  open_session(context, path);
}

void open_or_ask(CommandContext& context, std::string_view path) {
  path.empty() ? ask_window(context, "open") : open_input(context, path);
}

void compare_or_ask(CommandContext& context, std::string_view model) {
  model.empty() ? ask_window(context, "compare") : context.session.set_option("compare", model);
}

void open_model(CommandContext& context, std::string_view model) {
  if (model.empty()) {
    ask_window(context, "open-model");
    return;
  }
  if (input_kind(model) != InputKind::model) {
    throw UsageError("open-model " + std::string(model) +
                     ": expected a model, by its name or path; open takes the others");
  }
  open_input(context, model);
}

void open_folder(CommandContext& context, std::string_view path) {
  if (path.empty()) {
    ask_window(context, "open-folder");
    return;
  }
  std::error_code ignored;
  if (!std::filesystem::is_directory(std::string(path), ignored)) {
    throw UsageError("open-folder " + std::string(path) +
                     ": expected the folder of a model, with its config.json; open takes files");
  }
  open_input(context, path);
}

Command file_row(std::string id, std::string title, std::string help, std::string key,
                 std::function<void(CommandContext&, std::string_view)> run,
                 std::string argument = "") {
  return menu_command("File", std::move(id), std::move(title), std::move(help), std::move(key),
                      std::move(run), std::move(argument));
}

}  // namespace

void open_input(CommandContext& context, std::string_view input) {
  OptionChanges changes;
  switch (input_kind(input)) {
    case InputKind::session:
      open_session(context, opened_path(input));
      return;
    case InputKind::data_set:
      context.session.set_options(
          {{"view", view_for(context.session.options(), ViewSource::data_set)},
           {"dataset", std::string(input)}});
      return;
    case InputKind::text:
      changes = {{"text-file", std::string(input)}};
      break;
    case InputKind::model:
      changes = {{"model", opened_path(input)}};
  }
  if (shows_samples(context.session.options())) {
    changes.emplace_back("view", context.session.last_view(ViewSource::text));
  }
  context.session.set_options(changes);
}

std::vector<Command> file_commands() {
  std::vector<Command> rows = {
      standard_command(
          file_row(
              "open", "Open…",
              "Opens a model folder, a GGUF file, a capture, a text, a data set, a session or a "
              "figure with its session.",
              "Ctrl+O", open_or_ask, "path"),
          "Open"),
      file_row("open-folder", "Open Folder…",
               "Opens a model folder: config.json, its weights and its tokenizer.", "Ctrl+Alt+O",
               open_folder, "folder"),
      file_row("open-model", "Open Model…",
               "Lists the models that lie on this machine, also those of Ollama, llama.cpp, LM "
               "Studio and the Hugging Face cache, and opens one.",
               "Ctrl+Alt+M", open_model, "model"),
      file_row("compare", "Compare with…",
               "Shows a second model beside the first: the same text through one camera.",
               "Ctrl+Shift+O", compare_or_ask, "model"),
      file_row("compare-none", "Close Comparison", "Shows the first model alone again.", "",
               [](CommandContext& context, std::string_view) {
                 context.session.set_options({{"compare", ""}, {"compare-mechanism", "same"}});
               }),
      file_row("open-session", "Open Session…",
               "Shows a session again, from its file or from a figure that carries it.", "",
               open_session_file, "path"),
      standard_command(
          file_row("save-session", "Save Session…",
                   "Writes a session file (.bary.json): every option that differs from its "
                   "default, the camera, and the hashes of the inputs.",
                   "Ctrl+S", save_session, "path"),
          "Save"),
      file_row("save-figure", "Save Figure…",
               "Writes what is shown: " + list_exporters([](const Exporter& each) {
                 return each.ending + " " + each.noun;
               }) + ".",
               "F12", save_figure, "path"),
      window_command(file_row("copy-figure", "Copy Figure",
                              "Puts the figure on the clipboard, of the size that is saved.",
                              "Ctrl+Shift+C", {}),
                     "copy-figure"),
      file_row("copy-numbers", "Copy Numbers",
               "Puts the report of what is shown on the clipboard, as JSON.", "Ctrl+Shift+N",
               [](CommandContext& context, std::string_view) {
                 copy(context, "copy-numbers", shown_report(context));
               }),
      file_row(
          "copy-session", "Copy Session",
          "Puts the session on the clipboard: every option that differs from its default, and the "
          "camera.",
          "Ctrl+Shift+S",
          [](CommandContext& context, std::string_view) {
            copy(context, "copy-session", shown_session(context));
          }),
      window_command(
          standard_command(file_row("quit", "Quit", "Closes the program.", "Ctrl+Q", {}), "Quit"),
          "quit"),
  };
  for (const ShippedSession& session : shipped_sessions()) {
    Command row = file_row("example-" + session.name, "Example: " + session.title,
                           "Opens a session that comes with the program.", "",
                           [name = session.name](CommandContext& context, std::string_view) {
                             open_input(context, name);
                           });
    row.menu = "Help";
    rows.push_back(std::move(row));
  }
  return rows;
}

std::vector<Command> script_commands() {
  std::vector<Command> rows;
  rows.push_back({.id = "set",
                  .title = "Set Option…",
                  .help = "Gives an option a value: set lambda 0.5.",
                  .menu = "",
                  .key = "",
                  .standard_key = "",
                  .argument = "OPTION VALUE",
                  .run = [](CommandContext& context, std::string_view argument) {
                    const std::size_t space = argument.find(' ');
                    if (space == std::string_view::npos) {
                      throw UsageError("set: expected an option and its value");
                    }
                    const std::string_view id = argument.substr(0, space);
                    const OptionSpec* spec = context.session.options().table().find_spec(id);
                    if (spec != nullptr && !is_live_option(*spec)) {
                      throw UsageError("set " + std::string(id) +
                                       ": this option belongs to the command line; 'output FILE' "
                                       "and 'open FILE' write and read within a run");
                    }
                    context.session.set_option(id, argument.substr(space + 1));
                  }});
  rows.push_back({.id = "output",
                  .title = "Write File…",
                  .help = "Writes what is shown into a file: " +
                          list_exporters([](const Exporter& row) { return row.ending; }) + ".",
                  .menu = "",
                  .key = "",
                  .standard_key = "",
                  .argument = "FILE",
                  .run = [](CommandContext& context, std::string_view path) {
                    // A window writes without standing still.
                    context.host.save_figure && !path.empty()
                        ? context.host.save_figure(std::string(path))
                        : write(context, std::string(path));
                  }});
  rows.push_back(
      {.id = "wait",
       .title = "Wait",
       .help = "Waits until nothing is being computed.",
       .menu = "",
       .key = "",
       .standard_key = "",
       .argument = "",
       .run = [](CommandContext& context, std::string_view) { wait_for(context.host); }});
  return rows;
}

}  // namespace baryscope
