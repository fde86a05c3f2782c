#include "app/cli/switches.h"

namespace baryscope {

const std::vector<Switch>& switches() {
  static const std::vector<Switch> rows = {
      {.name = "help", .help = "Prints this text."},
      {.name = "version", .help = "Prints the version."},
      {.name = "list",
       .help = "Prints what there is, one a line: name, tab, one sentence.",
       .values = list_names()},
      {.name = "no-config",
       .help = "Reads neither the system's nor the user's configuration file."},
  };
  return rows;
}

const std::vector<std::string>& list_names() {
  static const std::vector<std::string> names = {"mechanisms", "models",  "families", "samplers",
                                                 "datasets",   "tasks",   "views",    "exporters",
                                                 "options",    "commands"};
  return names;
}

}  // namespace baryscope
