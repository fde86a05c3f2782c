#include "app/cli/manual_page.h"

#include <algorithm>
#include <string_view>

#include "app/cli/help_text.h"
#include "app/cli/switches.h"
#include "app/session/version.h"

namespace baryscope {
namespace {

constexpr std::string_view closing = R"(.SH EXIT STATUS
.TP
.B 0
Done.
.TP
.B 1
Failed; standard error says what, where and what to do.
.TP
.B 2
Bad usage; nothing was computed.
.TP
.B 130
Interrupted by Ctrl+C or SIGTERM; nothing half-written is left.
.SH ENVIRONMENT
.TP
.I BARYSCOPE_<OPTION>
A value of any option: BARYSCOPE_KEEP for
.BR \-\-keep .
.TP
.B BARYSCOPE_MODEL_PATH
Folders with models, separated by colons, looked through before all others.
.TP
.B BARYSCOPE_FFMPEG
The ffmpeg by which films are written, as a path or a name; else the one on PATH.
.TP
.BR XDG_DATA_HOME ", " XDG_DATA_DIRS
Models are looked for in baryscope/models below them, then in the installation's own share folder.
.TP
.BR XDG_CONFIG_HOME ", " XDG_CONFIG_DIRS
Option values are read from baryscope/config.json below them.
.TP
.BR HF_HUB_CACHE ", " HUGGINGFACE_HUB_CACHE ", " HF_HOME
Where the local Hugging Face cache lies.
.TP
.B OLLAMA_MODELS
Where Ollama keeps its models, if not in ~/.ollama/models or in the system's own folders.
.TP
.B LLAMA_CACHE
Where llama.cpp keeps what it fetched, if not in ~/.cache/llama.cpp;
.B \-\-list models
names what lies there.
.SH EXAMPLES
.EX
baryscope
baryscope \-\-text "The cat sat on the mat because it was tired" \-\-query it
baryscope \-\-mechanism differential \-\-lambda 0.8 \-\-output figure.png \-\-output numbers.json
baryscope street street\-pairwise
baryscope data.csv \-\-sampler simplicial\-smote \-\-output resampled.csv
.EE
)";

/// `line` as troff prints it verbatim.
std::string escaped(std::string_view line) {
  std::string text;
  if (!line.empty() && (line.front() == '.' || line.front() == '\'')) {
    text = "\\&";
  }
  for (const char c : line) {
    if (c == '\\') {
      text += "\\e";
    } else {
      text += c == '-' ? "\\-" : std::string(1, c);
    }
  }
  return text;
}

/// Paragraphs, and examples where lines are indented.
std::string paragraphs(std::string_view plain) {
  std::string text;
  bool example = false;
  while (!plain.empty()) {
    const std::size_t end = std::min(plain.find('\n'), plain.size());
    const std::string_view line = plain.substr(0, end);
    plain.remove_prefix(std::min(end + 1, plain.size()));
    if (line.starts_with("  ") != example) {
      example = !example;
      text += example ? ".EX\n" : ".EE\n";
    }
    text += line.empty() ? ".PP\n" : escaped(line) + "\n";
  }
  return text + (example ? ".EE\n" : "");
}

std::string entry(const std::string& name, const std::string& value, const std::string& help) {
  return ".TP\n\\fB" + escaped("--" + name) + "\\fR" +
         (value.empty() ? "" : " \\fI" + escaped(value) + "\\fR") + "\n" + escaped(help) + "\n";
}

}  // namespace

std::string manual_page(const OptionTable& table) {
  std::string text =
      ".\\\" Made from the option table of baryscope.\n.TH BARYSCOPE 1 \"\" \"Baryscope " +
      std::string(version()) +
      "\" \"User Commands\"\n.SH NAME\nbaryscope \\- the geometry of attention heads\n"
      ".SH SYNOPSIS\n" +
      escaped(program_usage()) + "\n.SH DESCRIPTION\n" + paragraphs(program_description()) +
      ".SH OPTIONS\n";
  for (const Switch& row : switches()) {
    std::string values;
    for (const std::string& value : row.values) {
      values += (values.empty() ? "" : "|") + value;
    }
    text += entry(row.name, values, row.help);
  }
  for (const std::string& group : option_groups(table)) {
    text += ".SS " + escaped(group) + "\n";
    for (const OptionSpec& spec : table.specs()) {
      if (spec.group == group) {
        text += entry(spec.id, value_name(spec), about_option(spec));
      }
    }
  }
  return text + std::string(closing);
}

}  // namespace baryscope
