#include "core/options/option_row.h"

#include <utility>

#include "core/base/byte_count.h"
#include "core/base/error.h"

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

OptionSpec byte_count_row(std::string id, std::string default_value, std::string group,
                          std::string help) {
  OptionSpec spec = option_row(std::move(id), OptionType::text, std::move(default_value),
                               std::move(group), std::move(help));
  spec.value_name = "BYTES";
  spec.parse = [](std::string_view text) {
    if (const auto n_bytes = find_byte_count(text)) {
      return byte_count_text(*n_bytes);
    }
    throw UsageError("expected a number of bytes, as 512M or 4G");
  };
  return spec;
}

}  // namespace baryscope
