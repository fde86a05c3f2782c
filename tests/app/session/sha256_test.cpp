#include "app/session/sha256.h"

#include <gtest/gtest.h>

namespace baryscope {
namespace {

// The examples of FIPS 180-4.
TEST(Sha256, ExamplesOfTheStandard) {
  EXPECT_EQ(sha256(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  EXPECT_EQ(sha256(std::string(1000000, 'a')),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(Sha256, AnyPiecesAndBothWaysGiveTheSame) {
  std::string bytes;
  for (int i = 0; i < 300; ++i) {
    bytes += static_cast<char>(i * 7 + 3);
    Sha256 whole(true);
    whole.update(bytes);
    Sha256 pieces;
    const std::size_t cut = static_cast<std::size_t>(i * 5) % bytes.size();
    pieces.update(std::string_view(bytes).substr(0, cut));
    pieces.update(std::string_view(bytes).substr(cut));
    ASSERT_EQ(whole.hex(), pieces.hex()) << i;
  }
}

}  // namespace
}  // namespace baryscope
