#include "app/cli/completions.h"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "app/cli/switches.h"
#include "core/analysis/model_library.h"

namespace baryscope {
namespace {

constexpr std::string_view notice = "of baryscope(1), made from its option table.\n";

/// What a shell offers after one option.
struct Offer {
  std::string id;
  std::string help;        ///< the first clause
  std::string value_name;  ///< empty: takes no value
  std::vector<std::string> words = {};
  bool files = false;
  bool several = false;   ///< words with commas between them
  bool optional = false;  ///< the value may be left out
  bool again = false;     ///< the option may be given again
};

std::vector<std::string> model_names() {
  std::vector<std::string> names;
  for (const ShippedModel& model : shipped_models()) {
    names.push_back(model.name);
  }
  return names;
}

std::string first_clause(const std::string& help) {
  std::size_t end = help.size();
  for (const char* mark : {". ", "; ", ": "}) {
    end = std::min(end, help.find(mark));
  }
  std::string clause = help.substr(0, end);
  if (clause.ends_with('.')) {
    clause.pop_back();
  }
  return clause;
}

std::vector<Offer> offers(const OptionTable& table) {
  std::vector<Offer> rows;
  for (const Switch& row : switches()) {
    rows.push_back(
        {row.name, first_clause(row.help), row.values.empty() ? "" : "LIST", row.values});
  }
  for (const OptionSpec& spec : table.specs()) {
    Offer offer{spec.id, first_clause(spec.help), value_name(spec), spec.choices};
    if (spec.type == OptionType::flag) {
      offer.words = {"on", "off"};
      offer.optional = true;
    }
    if (offer.value_name == "MODEL") {
      offer.words = model_names();
    }
    offer.files =
        spec.type == OptionType::path || offer.value_name == "MODEL" || offer.value_name == "DATA";
    offer.several = spec.type == OptionType::list;
    offer.again = spec.id == "output";
    rows.push_back(std::move(offer));
  }
  return rows;
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos;
       at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
  return text;
}

/// `words` with `joint` between them; `space` stands for a space inside a word.
std::string joined(const std::vector<std::string>& words, std::string_view joint,
                   std::string_view space) {
  std::string text;
  for (const std::string& word : words) {
    text += (text.empty() ? "" : std::string(joint)) + replaced(word, " ", space);
  }
  return text;
}

/// Inside single quotes of bash and zsh.
std::string in_single_quotes(std::string text) { return replaced(std::move(text), "'", R"('\'')"); }

/// Inside `[…]` of zsh's _arguments.
std::string bracketed(std::string text) {
  for (const char* mark : {"\\", "[", "]"}) {
    text = replaced(text, mark, std::string("\\") + mark);
  }
  return text;
}

std::string zsh_values(const Offer& offer) {
  if (offer.several) {
    return "_sequence compadd - " + joined(offer.words, " ", "\\ ");
  }
  if (offer.files) {
    return offer.words.empty() ? "_files" : "_baryscope_input";
  }
  return offer.words.empty() ? " " : "(" + joined(offer.words, " ", "\\ ") + ")";
}

}  // namespace

std::string bash_completion(const OptionTable& table) {
  std::string text = "# Completion for bash " + std::string(notice) + R"(_baryscope() {
  local word=${COMP_WORDS[COMP_CWORD]} option=${COMP_WORDS[COMP_CWORD - 1]}
  local words= files= several= free= before=
  # bash takes --option=value apart at the =.
  if [[ $word == = ]]; then
    word=
  elif [[ $option == = ]]; then
    option=${COMP_WORDS[COMP_CWORD - 2]}
  fi
  case $option in
)";
  std::vector<std::string> names;
  std::vector<std::string> free;
  for (const Offer& offer : offers(table)) {
    names.push_back("--" + offer.id);
    if (offer.value_name.empty() || offer.optional) {
      continue;
    }
    if (offer.words.empty() && !offer.files) {
      free.push_back("--" + offer.id);
      continue;
    }
    text += "    --" + offer.id + ")";
    if (!offer.words.empty()) {
      text += " words=$'" + joined(offer.words, "\\n", "\\\\ ") + "'";
    }
    text += std::string(offer.files ? " files=yes" : "") + (offer.several ? " several=yes" : "") +
            " ;;\n";
  }
  text += "    " + joined(free, " | ", " ") + ") free=yes ;;\n";
  text += "    *)\n      if [[ $word == -* ]]; then\n        words=$'" + joined(names, "\\n", " ") +
          "'\n      else\n        files=yes words=$'" + joined(model_names(), "\\n", " ") +
          "'\n      fi ;;\n  esac\n";
  return text + R"(  COMPREPLY=()
  [[ -z $free ]] || return 0
  if [[ -n $several && $word == *,* ]]; then
    before=${word%,*},
    word=${word##*,}
  fi
  local IFS=$'\n'
  mapfile -t COMPREPLY < <(compgen -P "$before" -W "$words" -- "$word" | sed 's/ /\\ /g')
  if [[ -n $files ]]; then
    mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -f -- "$word")
    compopt -o filenames 2>/dev/null
  fi
  return 0
}
complete -F _baryscope baryscope
)";
}

std::string zsh_completion(const OptionTable& table) {
  std::string text = "#compdef baryscope\n# Completion for zsh " + std::string(notice) + R"(
_baryscope_input() {
  _alternative 'models:model:()" +
                     joined(model_names(), " ", " ") + R"()' 'files:file:_files'
}

_arguments \
)";
  for (const Offer& offer : offers(table)) {
    text += "  '" + std::string(offer.again ? "*" : "") + "--" + offer.id;
    const std::string help = "[" + in_single_quotes(bracketed(offer.help)) + "]";
    if (offer.value_name.empty()) {
      text += help;
    } else if (offer.optional) {
      text += help + "::on or off:" + zsh_values(offer);
    } else {
      text += "=" + help + ":" + in_single_quotes(replaced(offer.value_name, ":", "\\:")) + ":" +
              in_single_quotes(zsh_values(offer));
    }
    text += "' \\\n";
  }
  return text + "  '*:INPUT:_baryscope_input'\n";
}

std::string fish_completion(const OptionTable& table) {
  const auto in_quotes = [](std::string_view words) {
    return replaced(replaced(std::string(words), "\\", "\\\\"), "'", "\\'");
  };
  std::string text = "# Completion for fish " + std::string(notice);
  text += "complete -c baryscope -a '" + joined(model_names(), " ", " ") + "' -d model\n";
  for (const Offer& offer : offers(table)) {
    text += "complete -c baryscope -l " + offer.id;
    if (!offer.value_name.empty() && !offer.optional) {
      text += offer.files ? " -r -F" : " -x";
      if (!offer.words.empty()) {
        const std::string words = joined(offer.words, " ", "\\ ");
        text +=
            " -a '" + in_quotes(offer.several ? "(__fish_append , " + words + ")" : words) + "'";
      }
    }
    text += " -d '" + in_quotes(offer.help) + "'\n";
  }
  return text;
}

}  // namespace baryscope
