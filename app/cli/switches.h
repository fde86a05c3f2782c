/// What the command line knows beside the option table: what prints something and ends, and what
/// no session could keep.
#pragma once

#include <string>
#include <vector>

namespace baryscope {

struct Switch {
  std::string name;                      ///< "list", without dashes
  std::string help;                      ///< one sentence
  std::vector<std::string> values = {};  ///< what must follow; empty: nothing does
};

/// help, version, list and no-config, in the order of the help.
const std::vector<Switch>& switches();

/// The names that `--list` knows.
const std::vector<std::string>& list_names();

}  // namespace baryscope
