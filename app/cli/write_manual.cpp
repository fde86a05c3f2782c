/// Run by the build: write_manual FOLDER writes the manual page and the shells' completions below
/// FOLDER, where an installation's share folder has them.
#include <cstdio>
#include <exception>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "app/cli/completions.h"
#include "app/cli/manual_page.h"
#include "app/session/all_options.h"
#include "core/base/atomic_file.h"

int main(int argc, char** argv) {
  try {
    if (argc != 2) {
      std::fputs("usage: write_manual FOLDER\n", stderr);
      return 2;
    }
    const baryscope::OptionTable& table = baryscope::all_options();
    const std::vector<std::pair<const char*, std::string>> files = {
        {"man/man1/baryscope.1", baryscope::manual_page(table)},
        {"bash-completion/completions/baryscope", baryscope::bash_completion(table)},
        {"zsh/site-functions/_baryscope", baryscope::zsh_completion(table)},
        {"fish/vendor_completions.d/baryscope.fish", baryscope::fish_completion(table)}};
    for (const auto& [name, text] : files) {
      const std::filesystem::path path = std::filesystem::path(argv[1]) / name;
      std::filesystem::create_directories(path.parent_path());
      baryscope::write_file(path, text);
    }
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "write_manual: %s\n", error.what());
    return 1;
  }
}
