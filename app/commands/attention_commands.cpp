#include "app/commands/command_families.h"

#include <algorithm>
#include <array>
#include <utility>

#include "app/session/session.h"
#include "core/analysis/mechanism_list.h"
#include "core/base/error.h"
#include "core/base/number_text.h"

namespace baryscope {
namespace {

using Changes = std::vector<std::pair<std::string, std::string>>;

std::string text_of(int number) { return to_text(static_cast<std::int64_t>(number)); }

/// The analysis that is shown; waits for the first one.
std::shared_ptr<const Analysis> shown_analysis(const CommandContext& context) {
  if (!context.session.current() && context.host.wait) {
    context.host.wait();
  }
  const auto current = context.session.current();
  if (!current) {
    throw UsageError("nothing has been computed yet");
  }
  if (current->analyses.empty()) {
    throw UsageError(
        "samples are shown, which have no layers, heads and tokens; 'show-samples' "
        "goes back to the text");
  }
  return current->analyses.front();
}

int wrapped(int index, int count) { return ((index % count) + count) % count; }

/// An index option's value, else what the analysis resolved it to.
int index_of(const OptionValues& options, std::string_view id, int resolved) {
  return static_cast<int>(options.find_integer(id).value_or(resolved));
}

/// Layer, head and query by their numbers, so that a step changes one of them and `auto` does not
/// move the others.
Changes pinned(const Session& session, const Analysis& analysis) {
  const OptionValues& options = session.options();
  Changes changes = {{"layer", text_of(index_of(options, "layer", analysis.layer))},
                     {"head", text_of(index_of(options, "head", analysis.head))}};
  if (options.text("query") == "auto" && !analysis.queries.empty()) {
    const QueryResult& focus = analysis.queries[static_cast<std::size_t>(analysis.focus)];
    changes.emplace_back("query", text_of(focus.position));
  }
  return changes;
}

void step_layer(CommandContext& context, int by) {
  const auto analysis = shown_analysis(context);
  Changes changes = pinned(context.session, *analysis);
  const int layer = index_of(context.session.options(), "layer", analysis->layer);
  changes[0].second = text_of(wrapped(layer + by, analysis->model.n_layers));
  context.session.set_options(changes);
}

void step_head(CommandContext& context, int by) {
  const auto analysis = shown_analysis(context);
  Changes changes = pinned(context.session, *analysis);
  const int head = index_of(context.session.options(), "head", analysis->head);
  changes[1].second = text_of(wrapped(head + by, analysis->model.n_heads));
  context.session.set_options(changes);
}

void step_query(CommandContext& context, int by) {
  const auto analysis = shown_analysis(context);
  Changes changes = pinned(context.session, *analysis);
  int position = 0;
  if (!analysis->queries.empty()) {
    position = analysis->queries[static_cast<std::size_t>(analysis->focus)].position;
  }
  position = index_of(context.session.options(), "query", position);
  std::erase_if(changes, [](const auto& change) { return change.first == "query"; });
  changes.emplace_back("query",
                       text_of(wrapped(position + by, static_cast<int>(analysis->tokens.size()))));
  context.session.set_options(changes);
}

/// Through `auto`, the model's own, and then all mechanisms; from `auto` over the one that it
/// means.
void step_mechanism(CommandContext& context, int by) {
  const auto current = context.session.current();
  const auto analysis = current && !current->analyses.empty() ? current->analyses.front() : nullptr;
  std::vector<std::string> names = {"auto"};
  for (const MechanismInfo& info : mechanisms()) {
    names.push_back(info.name);
  }
  const std::string now = context.session.options().text("mechanism");
  const auto next = [&](std::size_t index) {
    return static_cast<std::size_t>(
        wrapped(static_cast<int>(index) + by, static_cast<int>(names.size())));
  };
  std::size_t index =
      next(static_cast<std::size_t>(std::find(names.begin(), names.end(), now) - names.begin()));
  if (now == "auto" && analysis && names[index] == analysis->mechanism.mechanism) {
    index = next(index);
  }
  Changes changes = {{"mechanism", names[index]}};
  if (analysis) {
    for (auto& change : pinned(context.session, *analysis)) {
      changes.push_back(std::move(change));
    }
  }
  context.session.set_options(changes);
}

void cycle_sinks(CommandContext& context) {
  constexpr std::array<const char*, 3> states{"show", "dim", "hide"};
  const std::string& now = context.session.options().text("sinks");
  const auto found = std::find(states.begin(), states.end(), now);
  const auto index = static_cast<std::size_t>(found - states.begin());
  context.session.set_option("sinks", states[(index + 1) % states.size()]);
}

void select_token(CommandContext& context, std::string_view token) {
  if (token.empty()) {
    context.session.select({});
    return;
  }
  const auto position = find_integer(token);
  if (!position || *position < 0 || *position > 1'000'000'000) {
    throw UsageError("select-token " + std::string(token) +
                     ": expected the position of a token, a whole number of at least 0");
  }
  static_cast<void>(shown_analysis(context));
  context.session.select_token(static_cast<int>(*position));
}

void query_token(CommandContext& context, std::string_view token) {
  if (!token.empty()) {
    context.session.set_option("query", token);
    return;
  }
  const auto selected = context.session.selected_token();
  if (!selected) {
    throw UsageError("query-token: expected a token, or one that is selected");
  }
  context.session.set_option("query", text_of(*selected));
}

/// The token that is masked already, the selected one or the query.
int token_to_mask(const CommandContext& context) {
  const auto shown = shown_analysis(context);
  if (const auto selected = context.session.selected_token()) {
    return *selected;
  }
  if (shown->request.mask) {
    return *shown->request.mask;
  }
  return shown->queries.at(static_cast<std::size_t>(shown->focus)).position;
}

/// A second time it is read again.
void mask_token(CommandContext& context, std::string_view token) {
  const std::string position = token.empty() ? text_of(token_to_mask(context)) : std::string(token);
  const bool masked = context.session.options().text("mask") == position;
  context.session.set_option("mask", masked ? "none" : position);
}

Command row(std::string id, std::string title, std::string help, std::string key,
            std::function<void(CommandContext&, std::string_view)> run, std::string argument = "") {
  return menu_command("Attention", std::move(id), std::move(title), std::move(help), std::move(key),
                      std::move(run), std::move(argument));
}

auto step(void (*function)(CommandContext&, int), int by) {
  return [function, by](CommandContext& context, std::string_view) { function(context, by); };
}

}  // namespace

std::vector<Command> attention_commands() {
  return {
      window_command(
          row("focus-text", "Type a Text", "Puts the cursor into the text field.", "/", {}),
          "focus-text"),
      row("next-layer", "Next Layer", "Goes to the layer above; after the last comes the first.",
          "]", step(step_layer, 1)),
      row("previous-layer", "Previous Layer", "Goes to the layer below.", "[",
          step(step_layer, -1)),
      row("next-head", "Next Head", "Goes to the next head of this layer.", ".",
          step(step_head, 1)),
      row("previous-head", "Previous Head", "Goes to the head before.", ",", step(step_head, -1)),
      row("auto-head", "Telling Head", "Takes the layer and head that say most about this text.",
          "Shift+A",
          [](CommandContext& context, std::string_view) {
            context.session.set_options({{"layer", "auto"}, {"head", "auto"}});
          }),
      row("next-mechanism", "Next Mechanism", "Reads the same vectors by the next mechanism.", "M",
          step(step_mechanism, 1)),
      row("previous-mechanism", "Previous Mechanism", "Reads them by the mechanism before.",
          "Shift+M", step(step_mechanism, -1)),
      row("next-query", "Next Query Token", "Lets the next token read.", "N", step(step_query, 1)),
      row("previous-query", "Previous Query Token", "Lets the token before read.", "Shift+N",
          step(step_query, -1)),
      row("query-token", "Let This Token Read",
          "Makes a token the query: the selected one, a position or its text.", "Q", query_token,
          "token"),
      row("select-token", "Select Token", "Selects the token at a position; without one, none.", "",
          select_token, "token"),
      row("mask-token", "Mask This Token",
          "Lets an encoder read its mask in place of a token and say what it expects there: the "
          "selected one, else the query, or that at a position. Once more, or none: reads it "
          "again.",
          "Ctrl+M", mask_token, "token"),
      row("continue", "Continue the Text",
          "Adds the token that a decoder would write next: the likeliest, or one that "
          "sample-temperature and seed draw.",
          "Ctrl+Return",
          [](CommandContext& context, std::string_view) {
            static_cast<void>(shown_analysis(context));
            context.session.continue_text();
          }),
      row("cycle-sinks", "Sinks: Show, Dim, Hide",
          "Shows, dims or hides the special tokens and the first token, which collect mass.", "S",
          [](CommandContext& context, std::string_view) { cycle_sinks(context); }),
      row("cancel", "Cancel", "Stops what is being computed; what is shown stays.", "Esc",
          [](CommandContext& context, std::string_view) { context.session.cancel(); }),
  };
}

}  // namespace baryscope
