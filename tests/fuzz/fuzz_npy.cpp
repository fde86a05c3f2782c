/// NumPy arrays: the first two bytes are the length of the labels' file, which comes last.
#include <algorithm>

#include "core/sampling/data/npy_reader.h"
#include "tests/fuzz/expected_errors.h"
#include "tests/fuzz/input_folder.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace baryscope;
  if (size < 2) return 0;
  const std::string_view bytes = fuzz::text_of(data + 2, size - 2);
  const std::size_t n_labels = std::min<std::size_t>(data[0] + 256U * data[1], bytes.size());
  const auto path = fuzz::write_input("hostile.npy", bytes.substr(0, bytes.size() - n_labels));
  fuzz::write_input("hostile.labels.npy", bytes.substr(bytes.size() - n_labels));
  for (const bool drops_missing : {false, true}) {
    fuzz::reads("hostile.", [&] {
      const DataSet table = read_npy(path.string(), drops_missing, Watch());
      fuzz::require(table.labels.size() == static_cast<std::size_t>(table.n_points()),
                    "a table of several sizes");
      for (const int label : table.labels) {
        fuzz::require(label >= 0 && label < table.n_classes(), "a label of no class");
      }
    });
  }
  return 0;
}
