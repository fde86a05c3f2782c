/// Tables of numbers with classes.
#include <cmath>

#include "core/sampling/data/csv_reader.h"
#include "tests/fuzz/expected_errors.h"
#include "tests/fuzz/input_folder.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace baryscope;
  const auto path = fuzz::write_input("hostile.csv", fuzz::text_of(data, size));
  for (const bool drops_missing : {false, true}) {
    fuzz::reads("hostile.csv", [&] {
      const DataSet table = read_csv(path.string(), drops_missing, "auto", Watch());
      fuzz::require(table.labels.size() == static_cast<std::size_t>(table.n_points()) &&
                        table.features.size() == static_cast<std::size_t>(table.n_features()),
                    "a table of several sizes");
      for (const double number : table.points.data) {
        fuzz::require(std::isfinite(number), "a number that is none");
      }
      for (const int label : table.labels) {
        fuzz::require(label >= 0 && label < table.n_classes(), "a label of no class");
      }
    });
  }
  return 0;
}
