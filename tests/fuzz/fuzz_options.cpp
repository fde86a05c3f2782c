/// Options as session files have them: JSON by the table of options.
#include "core/analysis/analysis_options.h"
#include "core/options/option_io.h"
#include "tests/fuzz/expected_errors.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace baryscope;
  static const OptionTable table(analysis_options());
  fuzz::reads("", [&] {
    const OptionValues values = option_values_from_json(table, fuzz::text_of(data, size));
    fuzz::require(option_values_from_json(table, to_json(values)) == values,
                  "options that are written as others");
    static_cast<void>(to_command_line(values));
    static_cast<void>(make_request(values));
  });
  return 0;
}
