#include "viz/export/ffmpeg.h"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <sstream>

#include "core/base/error.h"

namespace baryscope {
namespace {

namespace fs = std::filesystem;

constexpr const char* k_variable = "BARYSCOPE_FFMPEG";
constexpr std::chrono::seconds k_answers_within{20};
constexpr std::size_t k_n_last_words = 3;

/// By a name with a slash as it is, else in the folders of PATH; empty where there is none that may
/// be run.
fs::path find_program(std::string_view name) {
  const auto runs = [](const fs::path& path) {
    std::error_code ignored;
    return fs::is_regular_file(path, ignored) && ::access(path.c_str(), X_OK) == 0;
  };
  if (name.find('/') != std::string_view::npos) {
    return runs(fs::path(name)) ? fs::path(name) : fs::path();
  }
  const char* folders = std::getenv("PATH");
  std::string_view rest = folders == nullptr ? "" : folders;
  while (!rest.empty() && !name.empty()) {
    const std::size_t colon = std::min(rest.find(':'), rest.size());
    const fs::path path = fs::path(rest.substr(0, colon)) / name;
    if (path.is_absolute() && runs(path)) {  // nothing that happens to lie in the working folder
      return path;
    }
    rest.remove_prefix(std::min(colon + 1, rest.size()));
  }
  return {};
}

/// What it prints for `arguments`.
std::string answer(const fs::path& program, const std::vector<std::string>& arguments) {
  PipedProgram asked(program, arguments);
  const bool ended = asked.finish({}, k_answers_within);
  if (!ended || !asked.succeeded()) {
    throw Error(program.string() + " did not answer '" + arguments.back() + "': it " +
                (ended ? asked.how_it_ended() : "was still running after 20 s") +
                "; name another ffmpeg in " + k_variable);
  }
  return asked.output();
}

/// The last lines of what a program said, "; " between them.
std::string last_words(const std::string& said) {
  std::vector<std::string> lines;
  std::istringstream stream(said);
  for (std::string line; std::getline(stream, line);) {
    line.erase(std::remove_if(line.begin(), line.end(),
                              [](unsigned char c) { return c < ' ' || c == 127; }),
               line.end());
    if (!line.empty()) {
      lines.push_back(line);
    }
  }
  std::string words;
  for (std::size_t i = lines.size() - std::min(lines.size(), k_n_last_words); i < lines.size();
       ++i) {
    words += (words.empty() ? "" : "; ") + lines[i];
  }
  return words;
}

bool disk_was_full(const std::string& said) {
  const auto holds = [&said](const char* words) { return said.find(words) != std::string::npos; };
  return holds("No space left on device") || holds("File too large") ||
         holds("Disk quota exceeded");
}

}  // namespace

fs::path ffmpeg_program() {
  const char* named = std::getenv(k_variable);
  if (named != nullptr && *named != 0) {
    const fs::path program = find_program(named);
    if (program.empty()) {
      throw Error(std::string(k_variable) + " is '" + named +
                  "', and no such program can be run; name an ffmpeg, or unset it to take the one "
                  "on PATH");
    }
    return program;
  }
  const fs::path program = find_program("ffmpeg");
  if (program.empty()) {
    throw Error(std::string("ffmpeg was not found on PATH; install it (apt-get install ffmpeg) or "
                            "name the program in ") +
                k_variable);
  }
  return program;
}

std::string ffmpeg_version(const fs::path& program) {
  const std::string words = answer(program, {"-hide_banner", "-version"});
  constexpr std::string_view k_before = "ffmpeg version ";
  const std::string line = words.substr(0, words.find('\n'));
  return line.starts_with(k_before)
             ? line.substr(k_before.size(), line.find(' ', k_before.size()) - k_before.size())
             : line;
}

std::vector<std::string> ffmpeg_encoders(const fs::path& program) {
  // " V....D libx264              libx264 H.264 / AVC / MPEG-4 AVC …"
  std::istringstream lines(answer(program, {"-hide_banner", "-encoders"}));
  std::vector<std::string> names;
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string flags, name;
    if (words >> flags >> name && flags.size() == 6 && flags[0] == 'V' && name != "=") {
      names.push_back(name);
    }
  }
  return names;
}

std::string instead_of_ffmpeg(const fs::path& target) {
  return "a PNG sequence needs no ffmpeg: --output " +
         (target.parent_path() / (target.stem().string() + "_{frame:04}.png")).string();
}

void fail_encoding(const fs::path& target, const PipedProgram& program) {
  const std::string words = last_words(program.said());
  throw Error("cannot write " + target.string() + ": ffmpeg " + program.how_it_ended() +
              (words.empty() ? ", without a word" : " and said: " + words) +
              (disk_was_full(program.said()) ? "; free some room or choose another place"
                                             : "; " + instead_of_ffmpeg(target)));
}

}  // namespace baryscope
