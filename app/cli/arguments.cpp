#include "app/cli/arguments.h"

#include <algorithm>
#include <string_view>

#include "app/cli/switches.h"
#include "core/base/error.h"
#include "core/base/nearest_name.h"

namespace baryscope {
namespace {

[[noreturn]] void refuse_unknown(const OptionTable& table, const std::string& word) {
  std::vector<std::string> known;
  for (const Switch& row : switches()) {
    known.push_back(row.name);
  }
  for (const OptionSpec& spec : table.specs()) {
    known.push_back(spec.id);
  }
  std::string message = "unknown option '" + word + "'";
  const std::string name = word.substr(std::min(word.find_first_not_of('-'), word.size()));
  if (const auto nearest = find_nearest_name(name, known)) {
    message += ": did you mean '--" + *nearest + "'?";
  }
  throw UsageError(message + " ('baryscope --help' explains all of them)");
}

/// Goes through the words, one option or input at a time.
class Reader {
 public:
  Reader(const OptionTable& table, const std::vector<std::string>& words)
      : m_table(table), m_words(words) {}

  Arguments read() {
    while (m_next < m_words.size()) {
      const std::string& word = m_words[m_next++];
      if (word == "--") {
        for (; m_next < m_words.size(); ++m_next) {
          add_input(m_words[m_next]);
        }
      } else if (word == "-h") {
        m_arguments.help = true;
      } else if (word.starts_with("--")) {
        read_option(word);
      } else if (word.size() > 1 && word.front() == '-') {
        refuse_unknown(m_table, word);
      } else {
        add_input(word);
      }
    }
    return std::move(m_arguments);
  }

 private:
  void add_input(const std::string& word) {
    if (word == "-") {
      throw UsageError("-: standard input is read only by '--text-file -'");
    }
    m_arguments.inputs.push_back(word);
  }

  void read_option(const std::string& word) {
    const std::size_t equals = word.find('=');
    const std::string id = word.substr(2, equals == std::string::npos ? equals : equals - 2);
    std::optional<std::string> value;
    if (equals != std::string::npos) {
      value = word.substr(equals + 1);
    }
    for (const auto& [name, target] :
         {std::pair("help", &m_arguments.help), std::pair("version", &m_arguments.version),
          std::pair("no-config", &m_arguments.no_config)}) {
      if (id == name) {
        if (value) {
          throw UsageError("--" + id + ": takes no value");
        }
        *target = true;
        return;
      }
    }
    if (id == "list") {
      m_arguments.list = value ? *value : take_value("--list", "the name of a list");
      return;
    }
    const OptionSpec* spec = m_table.find_spec(id);
    if (spec == nullptr) {
      refuse_unknown(m_table, "--" + id);
    }
    if (!value) {
      value =
          spec->type == OptionType::flag ? take_flag() : take_value("--" + id, domain_text(*spec));
    }
    const std::string canonical = canonical_value(*spec, *value);
    if (id == "output") {
      m_arguments.outputs.push_back(canonical);
    } else {
      m_arguments.options.emplace_back(id, canonical);
    }
  }

  std::string take_value(const std::string& option, const std::string& expected) {
    if (m_next == m_words.size()) {
      throw UsageError(option + ": expected a value after it: " + expected);
    }
    return m_words[m_next++];
  }

  std::string take_flag() {
    if (m_next < m_words.size() && (m_words[m_next] == "on" || m_words[m_next] == "off")) {
      return m_words[m_next++];
    }
    return "on";
  }

  const OptionTable& m_table;
  const std::vector<std::string>& m_words;
  std::size_t m_next = 0;
  Arguments m_arguments;
};

}  // namespace

Arguments parse_arguments(const OptionTable& table, const std::vector<std::string>& words) {
  return Reader(table, words).read();
}

}  // namespace baryscope
