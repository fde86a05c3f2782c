#include "core/options/window_words.h"

#include <algorithm>
#include <array>
#include <optional>

namespace baryscope {
namespace {

/// What points to the command line as a whole, and what the window says in its place.
struct Phrase {
  std::string_view flags, words;
};
constexpr std::array<Phrase, 13> k_phrases{{
    {" ('baryscope --list options' names all of them)", ""},
    {" ('baryscope --list commands' names all of them)", ""},
    {" ('baryscope --help' explains all of them)", ""},
    {", see --help", ""},
    {" (--output x.json)", ""},
    {"give --text or --text-file a text", "type a text"},
    // Whose film it is stands above the message.
    {"--animate turntable: ", ""},
    {"--animate flow: ", ""},
    {"--animate sweep: ", ""},
    {"--animate keys: ", ""},
    {"--animate training: ", ""},
    {"; a session (*.bary.json) brings them under \"keys\"",
     " yet: Ins keeps what is shown as one"},
    {"; add --sweep OPTION=A:B, such as --sweep lambda=0:1.2",
     "; choose one, such as lambda=0:1.2"},
}};

std::string with_phrases(std::string_view message) {
  std::string text(message);
  for (const Phrase& phrase : k_phrases) {
    for (std::size_t at = 0; (at = text.find(phrase.flags, at)) != std::string::npos;) {
      text.replace(at, phrase.flags.size(), phrase.words);
    }
  }
  return text;
}

bool is_name(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; }
bool is_letter(char c) { return is_name(c) || (c >= 'A' && c <= 'Z') || c == '_'; }

struct Flag {
  std::size_t begin = 0, end = 0;  ///< from its dashes on
  const OptionSpec* spec = nullptr;
};

/// The next flag of the table that stands as a word of its own.
std::optional<Flag> find_flag(std::string_view text, std::size_t from, const OptionTable& table) {
  for (std::size_t at = from; (at = text.find("--", at)) != std::string_view::npos; ++at) {
    if (at > 0 && std::string_view(" \n('").find(text[at - 1]) == std::string_view::npos) {
      continue;
    }
    std::size_t end = at + 2;
    while (end < text.size() && is_name(text[end])) {
      ++end;
    }
    if (const OptionSpec* spec = table.find_spec(text.substr(at + 2, end - at - 2))) {
      return Flag{at, end, spec};
    }
  }
  return std::nullopt;
}

/// What follows a flag as its value, where a value can be told from the sentence: a choice of the
/// option or a number; empty: none.
std::string_view value_after(std::string_view text, const Flag& flag) {
  if (flag.end + 1 >= text.size() || text[flag.end] != ' ') {
    return {};
  }
  const std::string_view rest = text.substr(flag.end + 1);
  std::vector<std::string> choices = flag.spec->choices;
  if (flag.spec->type == OptionType::flag) {
    choices = {"on", "off"};
  }
  std::string_view longest;
  for (const std::string& choice : choices) {
    const bool whole = rest.size() == choice.size() ||
                       (rest.size() > choice.size() && !is_letter(rest[choice.size()]));
    if (choice.size() > longest.size() && rest.starts_with(choice) && whole) {
      longest = rest.substr(0, choice.size());
    }
  }
  if (longest.empty() && rest.front() >= '0' && rest.front() <= '9') {
    longest = rest.substr(0, std::min(rest.find_first_of(" ,;:)"), rest.size()));
  }
  return longest;
}

/// Whether the message is about this option: "--query zebra: …", also behind "script line 3: ".
bool is_subject(std::string_view text, const Flag& flag) {
  const std::string_view before = text.substr(0, flag.begin);
  const std::size_t colon = text.find(':', flag.end);
  return (before.empty() || before.ends_with(": ")) && colon != std::string_view::npos &&
         text.substr(flag.end, colon - flag.end).find(" --", 1) == std::string_view::npos;
}

}  // namespace

std::string option_words(std::string_view id) {
  std::string words(id);
  std::replace(words.begin(), words.end(), '-', ' ');
  return words;
}

std::string window_words(std::string_view message, const OptionTable& table) {
  const std::string text = with_phrases(message);
  std::string words;
  std::size_t at = 0;
  while (const auto flag = find_flag(text, at, table)) {
    words += text.substr(at, flag->begin - at);
    at = flag->end;
    const std::string_view value = value_after(text, *flag);
    // A file is named by its path alone.
    if (flag->spec->id == "output" && at < text.size() && text[at] == ' ') {
      ++at;
    } else if (is_subject(text, *flag)) {
      words += option_words(flag->spec->id);
    } else {
      words += "“" + option_words(flag->spec->id);
      if (!value.empty()) {
        words += ": " + std::string(value);
        at += 1 + value.size();
      }
      words += "”";
    }
    // Somebody's own value may look like a flag.
    if (value.empty() && std::string_view(text).substr(at).starts_with(" --")) {
      const std::size_t end = std::min(text.find(' ', at + 1), text.size());
      words += text.substr(at, end - at);
      at = end;
    }
  }
  return words + text.substr(at);
}

}  // namespace baryscope
