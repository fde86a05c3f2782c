#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <string>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/random.h"
#include "viz/export/png.h"

namespace baryscope {
namespace {

class Png : public testing::Test {
 protected:
  void SetUp() override {
    m_folder =
        std::filesystem::temp_directory_path() / ("baryscope-png-" + std::to_string(getpid()));
    std::filesystem::create_directories(m_folder);
  }
  void TearDown() override { std::filesystem::remove_all(m_folder); }

  [[nodiscard]] std::filesystem::path written(const std::string& bytes) const {
    const auto path = m_folder / "picture.png";
    write_file(path, bytes);
    return path;
  }
  static Image noise(int width, int height) {
    Image image;
    image.width = width;
    image.height = height;
    Random random(7);
    for (int i = 0; i < 4 * width * height; ++i) {
      image.rgba.push_back(static_cast<std::uint8_t>(random.below(256)));
    }
    return image;
  }
  std::filesystem::path m_folder;
};

TEST_F(Png, RoundTripKeepsPixelsAndTexts) {
  const Image image = noise(37, 21);
  const std::map<std::string, std::string> texts = {
      {"Title", "“bakery” reads · 漢字 · עברית"},
      {"Software", "Baryscope"},
      {"baryscope.session", "{\"schema\":1,\n \"λ\":0.8}"},
      {"Comment", ""}};
  std::map<std::string, std::string> read;
  const Image back = load_png(written(to_png(image, texts)), &read);
  EXPECT_EQ(back.width, 37);
  EXPECT_EQ(back.height, 21);
  EXPECT_EQ(back.rgba, image.rgba);
  EXPECT_EQ(read, texts);
}

TEST_F(Png, SameRequestSameBytes) {
  EXPECT_EQ(to_png(noise(64, 64), {{"Title", "a"}}), to_png(noise(64, 64), {{"Title", "a"}}));
}

TEST_F(Png, EveryTruncationIsAnError) {
  const std::string whole = to_png(noise(9, 5), {{"Title", "ü"}});
  for (std::size_t length = 0; length < whole.size(); ++length) {
    EXPECT_THROW(load_png(written(whole.substr(0, length))), Error) << length;
  }
}

TEST_F(Png, EveryFlippedByteIsAnErrorOrAPicture) {
  const std::string whole = to_png(noise(9, 5), {{"Title", "ü"}});
  int n_errors = 0;
  for (std::size_t at = 0; at < whole.size(); ++at) {
    std::string broken = whole;
    broken[at] = static_cast<char>(broken[at] ^ 0x41);
    try {
      const Image image = load_png(written(broken));
      EXPECT_EQ(image.rgba.size(),
                4 * static_cast<std::size_t>(image.width) * static_cast<std::size_t>(image.height));
    } catch (const Error&) {
      ++n_errors;
    }
  }
  EXPECT_GT(n_errors, static_cast<int>(whole.size() / 2));
}

std::uint32_t crc32(const std::string& bytes) {
  std::uint32_t crc = 0xFFFFFFFFU;
  for (const char c : bytes) {
    crc ^= static_cast<std::uint8_t>(c);
    for (int bit = 0; bit < 8; ++bit) {
      crc = (crc >> 1U) ^ ((crc & 1U) != 0 ? 0xEDB88320U : 0U);
    }
  }
  return ~crc;
}
std::string big_endian(std::uint32_t v) {
  return {static_cast<char>(v >> 24U), static_cast<char>(v >> 16U), static_cast<char>(v >> 8U),
          static_cast<char>(v)};
}

TEST_F(Png, AHugeClaimIsRefusedBeforeMemoryIsTaken) {
  std::string bytes = to_png(noise(9, 5), {});
  // IHDR begins at byte 12 with its name; width and height follow; then its checksum.
  for (const auto& [width, height] :
       {std::pair{60000U, 60000U}, std::pair{4000000000U, 4U}, std::pair{0U, 5U}}) {
    std::string header = bytes.substr(12, 17);
    header.replace(4, 8, big_endian(width) + big_endian(height));
    std::string lying = bytes;
    lying.replace(12, 17, header);
    lying.replace(29, 4, big_endian(crc32(header)));
    try {
      load_png(written(lying));
      ADD_FAILURE() << width;
    } catch (const Error& error) {
      const std::string message = error.what();
      EXPECT_NE(message.find("picture.png"), std::string::npos) << message;
      if (width == 60000) {
        EXPECT_NE(message.find("it claims 60000x60000 pixels, more than a file of"),
                  std::string::npos)
            << message;
      }
    }
  }
}

TEST_F(Png, OtherFilesAreNamed) {
  EXPECT_THROW(load_png(m_folder / "none.png"), Error);
  try {
    load_png(written("GIF89a, not a PNG at all"));
    FAIL();
  } catch (const Error& error) {
    EXPECT_NE(std::string(error.what()).find("not a PNG picture"), std::string::npos);
  }
}

TEST_F(Png, ABlankPictureOfAnySizeReadsBack) {
  Image image;
  image.width = 3000;
  image.height = 2000;
  image.rgba.assign(4U * 3000 * 2000, 255);
  EXPECT_EQ(load_png(written(to_png(image, {}))).rgba, image.rgba);
}

}  // namespace
}  // namespace baryscope
