/// GGUF files that break one rule each (tests/fuzz/make_gguf_fixtures.py): refused in words that
/// name the file, the tensor or key, and the rule.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "core/model/weights/gguf_file.h"
#include "tests/support/error_message.h"
#include "tests/support/folders.h"

namespace baryscope {
namespace {

using testing::HasSubstr;

std::filesystem::path corpus() { return test::source_folder() / "tests/fuzz/corpus/gguf"; }

/// Fixture to what its refusal says.
const std::map<std::string, std::vector<std::string>>& refusals() {
  static const std::map<std::string, std::vector<std::string>> rows = {
      {"empty", {"empty"}},
      {"lfs-pointer", {"Git LFS"}},
      {"magic-of-another-format", {"no GGUF file", "GGUF"}},
      {"cut-off-in-its-head", {"head", "ends"}},
      {"version-0", {"version 0"}},
      {"version-1", {"version 1"}},
      {"version-4", {"version 4", "2 and 3"}},
      {"big-endian", {"big-endian"}},
      {"count-of-tensors-2^64-1", {"18446744073709551615 tensors"}},
      {"count-of-tensors-times-their-size-wraps", {"2305843009213693953 tensors"}},
      {"count-of-tensors-one-too-many", {"tensor 1", "name of 0 bytes"}},
      {"count-of-keys-2^64-1", {"18446744073709551615 keys"}},
      {"count-of-keys-one-too-many", {"key 1", "empty"}},
      {"key-empty", {"key 1", "empty"}},
      {"key-twice", {"a.b", "twice"}},
      {"key-of-2^64-1-bytes", {"key 1", "18446744073709551615 bytes"}},
      {"key-length-wraps-to-its-place", {"key 1", "18446744073709551600 bytes"}},
      {"string-of-2^64-1-bytes", {"a.b", "18446744073709551615 bytes"}},
      {"string-past-the-end", {"a.b", "100000 bytes"}},
      {"kind-of-value-unknown", {"a.b", "kind 13"}},
      {"kind-of-value-2^32-1", {"a.b", "kind 4294967295"}},
      {"array-of-arrays", {"a.b", "array of arrays"}},
      {"array-of-unknown-kind", {"a.b", "kind 77"}},
      {"array-of-2^64-1-bytes", {"a.b", "18446744073709551615 values"}},
      {"array-size-wraps", {"a.b", "2305843009213693953 values"}},
      {"array-of-strings-past-the-end", {"a.b", "100000 bytes"}},
      {"array-of-more-strings-than-bytes", {"a.b", "1152921504606846976 values"}},
      {"alignment-0", {"general.alignment", "0", "power of two"}},
      {"alignment-3", {"general.alignment", "3", "power of two"}},
      {"alignment-2^31", {"general.alignment", "2147483648", "power of two"}},
      {"alignment-a-string", {"general.alignment", "string", "u32"}},
      {"alignment-a-u64", {"general.alignment", "u64", "u32"}},
      {"alignment-an-array", {"general.alignment", "array", "u32"}},
      {"split-count-65535-in-one-file", {"split.count", "65535"}},
      {"split-count-2^63", {"split.count", "whole number"}},
      {"split-count-a-string", {"split.count", "string", "whole number"}},
      {"tensor-name-empty", {"tensor 0", "name of 0 bytes"}},
      {"tensor-name-of-64-bytes", {"tensor 0", "name of 64 bytes", "63"}},
      {"tensor-name-of-2^64-1-bytes", {"tensor 0", "18446744073709551615 bytes"}},
      {"tensor-twice", {"'t'", "twice"}},
      {"dimensions-0", {"'t'", "0 dimensions", "1 to 4"}},
      {"dimensions-5", {"'t'", "5 dimensions", "1 to 4"}},
      {"dimensions-2^32-1", {"'t'", "4294967295 dimensions", "1 to 4"}},
      {"dimension-of-0", {"'t'", "dimension of 0"}},
      {"dimension-of-2^42+1", {"'t'", "17592186044420 bytes", "file"}},
      {"dimension-of-2^63", {"'t'", "dimension of 9223372036854775808"}},
      {"dimension-of-2^64-1", {"'t'", "dimension of 18446744073709551615"}},
      {"dimensions-whose-product-wraps-to-0", {"'t'", "product", "overflows"}},
      {"dimensions-whose-product-wraps-to-8", {"'t'", "product", "overflows"}},
      {"dimensions-whose-bytes-wrap", {"'t'", "bytes", "overflows"}},
      {"tensor-larger-than-the-file", {"'t'", "36 bytes", "32 bytes"}},
      {"tensor-begins-behind-the-file", {"'t'", "byte 4096", "32 bytes"}},
      {"tensor-place-wraps", {"'t'", "byte 18446744073709551584", "32 bytes"}},
      {"tensor-place-not-aligned", {"'t'", "byte 4", "alignment 32"}},
      {"tensors-overlap", {"'a'", "'b'", "overlap"}},
      {"tensors-in-one-place", {"'a'", "'b'", "overlap"}},
      {"tensors-whose-sizes-add-up-to-2^64", {"'a'", "9223372036854775808 bytes"}},
      {"row-no-multiple-of-32", {"'t'", "rows of 33", "32", "Q4_0"}},
      {"row-no-multiple-of-256", {"'t'", "rows of 128", "256", "Q4_K"}},
      {"type-unknown", {"'t'", "type 250"}},
      {"type-2^32-1", {"'t'", "type 4294967295"}},
      {"cut-off-in-its-tensors", {"'t'", "ends"}},
      {"cut-off-in-its-numbers", {"'t'", "32 bytes", "31 bytes"}},
  };
  return rows;
}

TEST(HostileGgufTest, EveryFixtureIsRefusedByItsRule) {
  std::size_t n_hostile = 0;
  for (const auto& entry : std::filesystem::directory_iterator(corpus())) {
    const std::string name = entry.path().stem().string();
    SCOPED_TRACE(name);
    const std::string message =
        test::message_of<WeightError>([&] { static_cast<void>(GgufFile(entry.path())); });
    if (name.starts_with("good-")) {
      EXPECT_EQ(message, "no error");
      continue;
    }
    ++n_hostile;
    const auto row = refusals().find(name);
    ASSERT_NE(row, refusals().end()) << message;
    EXPECT_THAT(message, HasSubstr(entry.path().filename().string()));
    for (const std::string& words : row->second) EXPECT_THAT(message, HasSubstr(words));
  }
  EXPECT_EQ(n_hostile, refusals().size());
}

}  // namespace
}  // namespace baryscope
