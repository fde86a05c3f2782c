/// GGUF files: metadata by every getter, places of tensors, blocks of numbers; whole files as
/// models.
#include <algorithm>
#include <vector>

#include "core/model/gguf/gguf_config.h"
#include "core/model/gguf/gguf_family_list.h"
#include "core/model/gguf/gguf_tokenizer.h"
#include "core/model/weight_list.h"
#include "core/model/weights/gguf_file.h"
#include "core/model/weights/gguf_header.h"
#include "core/model/weights/gguf_types.h"
#include "core/model/weights/gguf_values.h"
#include "tests/fuzz/expected_errors.h"
#include "tests/fuzz/input_folder.h"
#include "tests/fuzz/use_tokenizer.h"

namespace {

using namespace baryscope;

const char* const path = "hostile.gguf";

// Every getter answers, or says that the value is of another kind.
void ask(const GgufValues& values, const std::string& key) {
  fuzz::reads(path, [&] { static_cast<void>(values.text(key)); });
  fuzz::reads(path, [&] { static_cast<void>(values.integer(key)); });
  fuzz::reads(path, [&] { static_cast<void>(values.number(key)); });
  fuzz::reads(path, [&] { static_cast<void>(values.find_flag(key)); });
  fuzz::reads(path, [&] { static_cast<void>(values.integers(key)); });
  fuzz::reads(path, [&] { static_cast<void>(values.numbers(key)); });
  fuzz::reads(path, [&] { static_cast<void>(values.flags(key)); });
  fuzz::reads(path, [&] {
    for (const std::string_view text : values.texts(key)) {
      fuzz::require(std::count(text.begin(), text.end(), 'x') >= 0, "");  // touches every byte
    }
  });
}

void check_tensor(const GgufTensor& tensor, std::string_view data) {
  fuzz::require(tensor.type != nullptr, "a tensor without a type");
  fuzz::require(!tensor.name.empty() && !tensor.shape.empty(), "a tensor without name or shape");
  fuzz::require(tensor.begin <= data.size() && tensor.n_bytes <= data.size() - tensor.begin,
                "a tensor outside of its file");
  const GgufType& type = *tensor.type;
  std::uint64_t n_numbers = 1;
  for (const std::int64_t length : tensor.shape) {
    fuzz::require(length > 0 && !__builtin_mul_overflow(
                                    n_numbers, static_cast<std::uint64_t>(length), &n_numbers),
                  "a shape of nothing, or one that overflows");
  }
  fuzz::require(static_cast<std::uint64_t>(tensor.shape.back()) % type.block_size == 0,
                "a row that ends within a block");
  if (type.block_bytes == 0) return;
  const std::uint64_t n_blocks = tensor.n_bytes / type.block_bytes;
  fuzz::require(
      n_blocks * type.block_bytes == tensor.n_bytes && n_blocks == n_numbers / type.block_size,
      "a tensor of another size than its shape");
  if (type.decode == nullptr) return;
  const std::uint64_t n_read = std::min<std::uint64_t>(n_blocks, 64);
  // Copies, so that the sanitizer sees one byte too many at either end.
  const std::vector<char> blocks(
      data.begin() + static_cast<std::ptrdiff_t>(tensor.begin),
      data.begin() + static_cast<std::ptrdiff_t>(tensor.begin + n_read * type.block_bytes));
  std::vector<float> numbers(n_read * type.block_size);
  type.decode(blocks.data(), n_read, numbers.data());
}

void open_model(std::string_view bytes) {
  const GgufFile file(fuzz::write_input(path, bytes));
  for (const std::string& name : file.names()) {
    const TensorEntry& entry = file.entry(name);
    fuzz::require(entry.name == name && !entry.shape.empty(), "a tensor of another name");
    fuzz::reads(path, [&] { static_cast<void>(file.read(name)); });
  }
  fuzz::reads(path, [&] { fuzz::use_tokenizer(*read_gguf_tokenizer(file.values())); });
  const TransformerConfig config = read_gguf_config(file);
  const GgufFamily* family = find_gguf_family(config.architecture);
  for (const WeightSpec& spec : weight_list(config)) {
    if (family != nullptr) static_cast<void>(family->stored_weight(config, spec));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes = fuzz::text_of(data, size);
  const bool is_read = fuzz::reads(path, [&] {
    const GgufHeader header = parse_gguf_header(bytes, path);
    for (const auto& [key, value] : header.values.all()) ask(header.values, key);
    const std::string_view tensors = bytes.substr(std::min<std::uint64_t>(header.data_begin, size));
    for (const GgufTensor& tensor : header.tensors) check_tensor(tensor, tensors);
  });
  if (is_read) fuzz::reads(path, [&] { open_model(bytes); });
  return 0;
}
