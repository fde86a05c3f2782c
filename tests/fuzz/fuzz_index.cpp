/// Indexes of weights in several files.
#include "core/model/weights/model_files.h"
#include "tests/fuzz/expected_errors.h"
#include "tests/fuzz/input_folder.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace baryscope;
  const std::string name = "model.safetensors.index.json";
  const auto path = fuzz::write_input(name, fuzz::text_of(data, size));
  fuzz::reads(name, [&] {
    for (const auto& [tensor, files] : read_tensor_index(path).files_of_tensor) {
      fuzz::require(!files.empty(), "a tensor in no file");
      for (const auto& file : files) {
        const auto inside = file.lexically_normal().lexically_relative(path.parent_path());
        fuzz::require(!inside.empty() && *inside.begin() != "..",
                      "a file outside of the folder: " + file.string());
      }
    }
  });
  static_cast<void>(model_files(path));
  fuzz::reads(path.parent_path().string(),
              [&] { static_cast<void>(find_weight_files(path.parent_path())); });
  return 0;
}
