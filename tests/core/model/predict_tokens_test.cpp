#include "core/model/predict_tokens.h"

#include <gtest/gtest.h>

namespace baryscope {
namespace {

TEST(PredictTokens, BytesThatAreNoTextAreNamed) {
  EXPECT_EQ(byte_name("<0xBC>"), "0xBC") << "a byte that a vocabulary falls back on";
  EXPECT_EQ(byte_name("\u00e3\u0123"), "0xE3 0x81") << "by the alphabet of bytes";
  EXPECT_EQ(byte_name("\u3042"), "\u3042") << "no byte";
}

}  // namespace
}  // namespace baryscope
