#include "app/commands/command_families.h"

#include "app/session/all_options.h"
#include "app/session/input.h"
#include "app/session/option_changes.h"
#include "app/session/output.h"
#include "app/session/session.h"
#include "app/session/session_file.h"
#include "app/session/session_requests.h"
#include "core/analysis/report.h"
#include "core/base/error.h"
#include "core/sampling/studies/sampling_report.h"

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
  return [options = context.session.shown_options(), camera = camera_of(context.host)] {
    return to_session_text({options, camera, hash_inputs(options)});
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
  context.session.replace_options(values);
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
    throw UsageError("open-session " + std::string(path) +
                     ": expected a session (.bary.json) or a figure with one (.png); open takes "
                     "the others");
  }
  open_session(context, path);
}

}  // namespace

void open_input(CommandContext& context, std::string_view input) {
  OptionChanges changes;
  if (input.ends_with(".txt")) {
    changes = {{"text-file", std::string(input)}};
  } else {
    switch (input_kind(input)) {
      case InputKind::session:
        open_session(context, input);
        return;
      case InputKind::data_set:
        context.session.set_options(
            {{"view", view_for(context.session.options(), ViewSource::data_set)},
             {"dataset", std::string(input)}});
        return;
      case InputKind::model:
        changes = {{"model", std::string(input)}};
    }
  }
  if (shows_samples(context.session.options())) {
    changes.emplace_back("view", first_view(ViewSource::text).name);
  }
  context.session.set_options(changes);
}

std::vector<Command> file_commands() {
  std::vector<Command> rows;
  rows.push_back(
      {.id = "open",
       .title = "Open…",
       .help =
           "Opens a model folder, a capture, a text, a data set, a session or a figure with its "
           "session.",
       .menu = "File",
       .key = "Ctrl+O",
       .standard_key = "Open",
       .argument = "path",
       .run = [](CommandContext& context, std::string_view path) {
         if (!path.empty()) {
           open_input(context, path);
           return;
         }
         ask_window(context, "open");
       }});
  rows.push_back(
      {.id = "compare",
       .title = "Compare with…",
       .help = "Shows a second model beside the first: the same text through one camera.",
       .menu = "File",
       .key = "Ctrl+Shift+O",
       .standard_key = "",
       .argument = "model",
       .run = [](CommandContext& context, std::string_view model) {
         if (!model.empty()) {
           context.session.set_option("compare", model);
           return;
         }
         ask_window(context, "compare");
       }});
  rows.push_back({.id = "compare-none",
                  .title = "Close Comparison",
                  .help = "Shows the first model alone again.",
                  .menu = "File",
                  .key = "",
                  .standard_key = "",
                  .argument = "",
                  .run = [](CommandContext& context, std::string_view) {
                    context.session.set_options({{"compare", ""}, {"compare-mechanism", "same"}});
                  }});
  rows.push_back({.id = "open-session",
                  .title = "Open Session…",
                  .help = "Shows a session again, from its file or from a figure that carries it.",
                  .menu = "File",
                  .key = "",
                  .standard_key = "",
                  .argument = "path",
                  .run = open_session_file});
  rows.push_back({.id = "save-session",
                  .title = "Save Session…",
                  .help = "Writes a session file (.bary.json): every option that differs from its "
                          "default, the camera, and the hashes of the inputs.",
                  .menu = "File",
                  .key = "Ctrl+S",
                  .standard_key = "Save",
                  .argument = "path",
                  .run = save_session});
  rows.push_back({.id = "save-figure",
                  .title = "Save Figure…",
                  .help = "Writes what is shown: " + list_exporters([](const Exporter& row) {
                            return row.ending + " " + row.noun;
                          }) +
                          ".",
                  .menu = "File",
                  .key = "F12",
                  .standard_key = "",
                  .argument = "path",
                  .run = save_figure});
  rows.push_back(
      window_command({.id = "copy-figure",
                      .title = "Copy Figure",
                      .help = "Puts the figure on the clipboard, of the size that is saved.",
                      .menu = "File",
                      .key = "Ctrl+Shift+C",
                      .standard_key = "",
                      .argument = "",
                      .run = {}},
                     "copy-figure"));
  rows.push_back({.id = "copy-numbers",
                  .title = "Copy Numbers",
                  .help = "Puts the report of what is shown on the clipboard, as JSON.",
                  .menu = "File",
                  .key = "Ctrl+Shift+N",
                  .standard_key = "",
                  .argument = "",
                  .run = [](CommandContext& context, std::string_view) {
                    copy(context, "copy-numbers", shown_report(context));
                  }});
  rows.push_back({.id = "copy-session",
                  .title = "Copy Session",
                  .help = "Puts the session on the clipboard: every option that differs from its "
                          "default, and the camera.",
                  .menu = "File",
                  .key = "Ctrl+Shift+S",
                  .standard_key = "",
                  .argument = "",
                  .run = [](CommandContext& context, std::string_view) {
                    copy(context, "copy-session", shown_session(context));
                  }});
  rows.push_back(window_command({.id = "quit",
                                 .title = "Quit",
                                 .help = "Closes the program.",
                                 .menu = "File",
                                 .key = "Ctrl+Q",
                                 .standard_key = "Quit",
                                 .argument = "",
                                 .run = {}},
                                "quit"));
  return rows;
}

std::vector<Command> script_commands() {
  std::vector<Command> rows;
  rows.push_back({.id = "set",
                  .title = "Set Option…",
                  .help = "Gives an option a value, as --OPTION VALUE does on the command line.",
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
                  .help = "Writes a file as --output does: " +
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
