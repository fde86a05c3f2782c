#include <string>
#include <utility>

#include "app/commands/command_families.h"
#include "app/commands/selection_command.h"
#include "app/session/session.h"
#include "core/base/error.h"

namespace baryscope {
namespace {

/// Selects what `text` names ("edge 2 5"), once there is something to select in.
void select(CommandContext& context, const std::string& id, const std::string& text,
            bool in_compared) {
  const auto subject = find_subject(text);
  if (!subject || selectable(*subject).none()) {
    throw UsageError(id + " '" + text +
                     "': expected token POSITION, edge QUERY KEY, second-key QUERY KEY, triangle "
                     "QUERY KEY KEY', data-point ROW or synthetic-point NUMBER, each number at "
                     "least 0");
  }
  if (!context.session.current() && context.host.wait) {
    context.host.wait();
  }
  context.session.select({selectable(*subject), in_compared});
}

/// A command whose arguments are the numbers of a subject of this kind.
Command select_row(const std::string& id, const std::string& kind, std::string title,
                   std::string help, std::string argument) {
  Command row;
  row.id = id;
  row.title = std::move(title);
  row.help = std::move(help);
  row.argument = std::move(argument);
  row.run = [id, kind](CommandContext& context, std::string_view numbers) {
    select(context, id, kind + " " + std::string(numbers), false);
  };
  return row;
}

Command select_named(const std::string& id, std::string title, std::string help, bool in_compared) {
  Command row;
  row.id = id;
  row.title = std::move(title);
  row.help = std::move(help);
  row.argument = "subject";
  row.run = [id, in_compared](CommandContext& context, std::string_view subject) {
    select(context, id, std::string(subject), in_compared);
  };
  return row;
}

}  // namespace

std::string selection_command(const Selection& selection) {
  const Subject& subject = selection.subject;
  if (subject.none()) {
    return "select-token";
  }
  const std::string text = to_text(subject);
  if (selection.in_compared) {
    return "select-compared '" + text + "'";
  }
  const std::string numbers = text.substr(text.find(' '));
  switch (subject.kind) {
    case Subject::Kind::token:
      return "select-token" + numbers;
    case Subject::Kind::edge:
      return "select-edge" + numbers;
    case Subject::Kind::triangle:
      return "select-triangle" + numbers;
    case Subject::Kind::data_point:
      return "select-row" + numbers;
    case Subject::Kind::synthetic_point:
      return "select-sample" + numbers;
    default:
      return "select-element '" + text + "'";
  }
}

std::vector<Command> select_commands() {
  return {
      select_row("select-edge", "edge", "Select Edge…",
                 "Selects the weight of a query on a key, by their positions.", "QUERY KEY"),
      select_row("select-triangle", "triangle", "Select Triangle…",
                 "Selects the weight of a query on a pair of keys.", "QUERY KEY KEY'"),
      select_row("select-row", "data-point", "Select Row…", "Selects a row of the data set.",
                 "row"),
      select_named("select-element", "Select Element…",
                   "Selects by kind and numbers: select-element 'second-key 2 5'.", false),
      select_named("select-compared", "Select in the Comparison…",
                   "The same in the picture of what is compared: select-compared 'token 7'.", true),
  };
}

}  // namespace baryscope
