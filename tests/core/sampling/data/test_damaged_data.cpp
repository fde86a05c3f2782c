/// Valid files with seeded damage: they are read, or refused by an Error; nothing else happens.
#include <gtest/gtest.h>

#include <cmath>

#include "core/base/random.h"
#include "tests/core/sampling/data/data_files.h"

namespace baryscope {
namespace {

/// The first two kinds of damage keep the size.
std::string damaged(std::string bytes, Random& random, std::string_view favourites,
                    std::uint64_t n_kinds = 6) {
  const auto n_changes = 1 + random.below(3);
  for (std::uint64_t change = 0; change < n_changes && !bytes.empty(); ++change) {
    const auto at = static_cast<std::size_t>(random.below(bytes.size()));
    const auto piece = static_cast<std::size_t>(1 + random.below(20));
    switch (random.below(n_kinds)) {
      case 0:
        bytes[at] = static_cast<char>(random.below(256));
        break;
      case 1:
        bytes[at] = favourites[static_cast<std::size_t>(random.below(favourites.size()))];
        break;
      case 2:
        bytes.erase(at, piece);
        break;
      case 3:
        bytes.insert(at, bytes.substr(static_cast<std::size_t>(random.below(bytes.size())), piece));
        break;
      case 4:
        bytes.insert(at, 1, favourites[static_cast<std::size_t>(random.below(favourites.size()))]);
        break;
      default:
        bytes.resize(at);
    }
  }
  return bytes;
}

/// Reads and checks what every data set promises.
bool reads(const std::string& path, const std::string& missing) {
  try {
    const DataSet data = test::read_file(path, missing);
    EXPECT_EQ(data.points.data.size(), static_cast<std::size_t>(data.n_points()) *
                                           static_cast<std::size_t>(data.n_features()));
    EXPECT_EQ(data.labels.size(), static_cast<std::size_t>(data.n_points()));
    EXPECT_GE(data.n_classes(), 2);
    EXPECT_EQ(data.features.size(), static_cast<std::size_t>(data.n_features()));
    for (const double number : data.points.data) {
      EXPECT_TRUE(std::isfinite(number));
    }
    for (const std::size_t count : data.class_counts()) {
      EXPECT_GT(count, 0U);
    }
    return true;
  } catch (const Error& error) {
    EXPECT_FALSE(std::string(error.what()).empty());
    return false;
  }
}

TEST(DamagedData, CsvIsReadOrRefused) {
  const test::ScratchFolder folder;
  const std::string valid =
      "age,\"height, m\",label\r\n1,2.5,\"a \"\"b\"\"\"\r\n3,-4e1,c\r\n5,NA,\"d\ne\"\r\n7,8,c\r\n";
  Random random(5);
  int n_read = 0;
  constexpr int n_files = 1000;
  for (int i = 0; i < n_files; ++i) {
    const auto path = folder.write("set.csv", damaged(valid, random, "\",;\t\r\n.e-?1"));
    n_read += reads(path.string(), "drop") ? 1 : 0;
  }
  // Both ways are walked often.
  EXPECT_GT(n_read, 100);
  EXPECT_LT(n_read, n_files - 200);
}

TEST(DamagedData, NpyIsReadOrRefused) {
  const test::ScratchFolder folder;
  const std::string points = test::npy_bytes(
      "{'descr': '<f8', 'fortran_order': False, 'shape': (6, 2), }", std::string(96, '\x3f'));
  const std::string labels =
      test::npy_bytes("{'descr': '<U1', 'fortran_order': False, 'shape': (6,), }",
                      std::string("a\0\0\0b\0\0\0a\0\0\0b\0\0\0a\0\0\0b\0\0\0", 24));
  Random random(6);
  int n_read = 0;
  constexpr int n_files = 1000;
  for (int i = 0; i < n_files; ++i) {
    const bool first = i % 2 == 0;
    const std::uint64_t n_kinds = i % 3 == 0 ? 6 : 2;
    folder.write("set.labels.npy",
                 first ? labels : damaged(labels, random, "'(),<>|9fUSOL", n_kinds));
    const auto path =
        folder.write("set.npy", first ? damaged(points, random, "'(),<>|9fUSOL", n_kinds) : points);
    n_read += reads(path.string(), "drop") ? 1 : 0;
  }
  EXPECT_GT(n_read, 50);
  EXPECT_LT(n_read, n_files - 200);
}

}  // namespace
}  // namespace baryscope
