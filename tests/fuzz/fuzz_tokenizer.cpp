/// tokenizer.json: a file that opens tokenizes, and gives its tokens back as text.
#include "core/text/tokenizer.h"
#include "tests/fuzz/use_tokenizer.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace baryscope;
  const std::string name = "tokenizer.json";
  std::unique_ptr<const Tokenizer> tokenizer;
  if (fuzz::reads(name, [&] { tokenizer = read_tokenizer(fuzz::text_of(data, size), name); })) {
    fuzz::use_tokenizer(*tokenizer);
  }
  return 0;
}
