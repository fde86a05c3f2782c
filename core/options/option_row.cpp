#include "core/options/option_row.h"

#include <utility>

namespace baryscope {

OptionSpec option_row(std::string id, OptionType type, std::string default_value, std::string group,
                      std::string help) {
  OptionSpec spec;
  spec.id = std::move(id);
  spec.type = type;
  spec.default_value = std::move(default_value);
  spec.group = std::move(group);
  spec.help = std::move(help);
  return spec;
}

}  // namespace baryscope
