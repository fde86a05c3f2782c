/// The config.json of every family, and the list of weights that it asks for.
#include <string>

#include "core/model/family_list.h"
#include "core/model/transformer_config.h"
#include "core/model/weight_list.h"
#include "tests/fuzz/expected_errors.h"
#include "tests/fuzz/input_folder.h"

namespace {

using namespace baryscope;

void check_config(const TransformerConfig& config) {
  fuzz::require(checked_config(config) == config, "a config that its own check changes");
  for (const WeightSpec& spec : weight_list(config)) {
    std::int64_t n_numbers = 1;
    for (const std::int64_t length : spec.shape) {
      fuzz::require(length > 0 && !__builtin_mul_overflow(n_numbers, length, &n_numbers),
                    "the weight " + spec.name + " without numbers, or with too many");
    }
    static_cast<void>(family(config.architecture).stored_weight(config, spec));
  }
  if (!family(config.architecture).is_native) return;
  // What is written of a native config says the same.
  const auto again = fuzz::write_input("config.json", to_config_json(config));
  fuzz::require(load_transformer_config(again) == config, "a config that is written as another");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = fuzz::text_of(data, size);
  const auto path = fuzz::write_input("config.json", text);
  fuzz::reads("config.json", [&] { check_config(load_transformer_config(path)); });
  fuzz::reads("", [&] { static_cast<void>(layers_from_json(std::string(text))); });
  return 0;
}
