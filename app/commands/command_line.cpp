#include <algorithm>
#include <cctype>
#include <optional>
#include <string>
#include <vector>

#include "app/commands/command_table.h"
#include "app/session/session.h"
#include "core/base/error.h"
#include "core/base/number_text.h"
#include "core/options/option_io.h"

namespace baryscope {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

/// The words of a line by the quoting rules of a POSIX shell; nothing is expanded.
std::vector<std::string> split_words(std::string_view line) {
  std::vector<std::string> words;
  std::optional<std::string> word;
  char quote = '\0';
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    const bool last = i + 1 == line.size();
    if (quote == '\'' ? c != '\'' : quote == '"' && c != '"' && c != '\\') {
      word->push_back(c);
    } else if (quote != '\0' && c == quote) {
      quote = '\0';
    } else if (c == '\\') {
      if (last) {
        throw UsageError("command '" + std::string(line) + "': nothing follows the last backslash");
      }
      const char next = line[++i];
      if (!word) {
        word.emplace();
      }
      if (quote == '"' && next != '"' && next != '\\') {
        word->push_back('\\');
      }
      word->push_back(next);
    } else if (c == '\'' || c == '"') {
      quote = c;
      if (!word) {
        word.emplace();
      }
    } else if (is_blank(c)) {
      if (word) {
        words.push_back(*std::exchange(word, std::nullopt));
      }
    } else if (c == '#' && !word) {
      break;
    } else {
      if (!word) {
        word.emplace();
      }
      word->push_back(c);
    }
  }
  if (quote != '\0') {
    throw UsageError("command '" + std::string(line) + "': a quote is not closed");
  }
  if (word) {
    words.push_back(*std::move(word));
  }
  return words;
}

std::size_t n_arguments(const Command& row) {
  if (row.argument.empty()) {
    return 0;
  }
  return 1 + static_cast<std::size_t>(std::count(row.argument.begin(), row.argument.end(), ' '));
}

}  // namespace

void run_command_line(CommandContext& context, std::string_view line) {
  const std::vector<std::string> words = split_words(line);
  if (words.empty()) {
    return;
  }
  const Command& row = command(words.front());
  const std::size_t n_given = words.size() - 1;
  if (n_given > n_arguments(row)) {
    throw UsageError("command '" + std::string(line) + "': expected '" + row.id +
                     (row.argument.empty() ? "" : " " + row.argument) + "'" +
                     (n_arguments(row) > 0 ? "; quote an argument that has spaces" : ""));
  }
  if (n_arguments(row) > 1) {
    if (n_given != n_arguments(row)) {
      throw UsageError("command '" + std::string(line) + "': expected '" + row.id + " " +
                       row.argument + "'");
    }
    std::string argument = words[1];
    for (std::size_t i = 2; i < words.size(); ++i) {
      argument += " " + words[i];
    }
    row.run(context, argument);
    return;
  }
  row.run(context, n_given == 0 ? std::string_view() : std::string_view(words[1]));
}

void run_script(CommandContext& context, const std::vector<std::string>& lines) {
  for (std::size_t i = 0; i <= lines.size(); ++i) {
    const std::string place = "script line " + to_text(static_cast<std::int64_t>(i == 0 ? 1 : i));
    try {
      if (context.host.wait) {
        context.host.wait();
      }
      if (context.session.failure()) {
        std::rethrow_exception(context.session.failure());
      }
    } catch (const Cancelled&) {
      throw;
    } catch (const UsageError& error) {
      throw UsageError(place + ": " + error.what());
    } catch (const Error& error) {
      throw Error(place + ": " + error.what());
    }
    if (i == lines.size()) {
      return;
    }
    const std::string next = "script line " + to_text(static_cast<std::int64_t>(i + 1)) + ": ";
    try {
      run_command_line(context, lines[i]);
    } catch (const Cancelled&) {
      throw;
    } catch (const UsageError& error) {
      throw UsageError(next + error.what());
    } catch (const Error& error) {
      throw Error(next + error.what());
    }
  }
}

}  // namespace baryscope
