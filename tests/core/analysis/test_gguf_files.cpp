#include "core/analysis/gguf_files.h"

#include <gmock/gmock.h>

#include <sys/stat.h>

#include <fstream>

namespace baryscope {
namespace {

namespace fs = std::filesystem;

fs::path scratch(const std::string& name) {
  const fs::path folder = fs::path(testing::TempDir()) / ("gguf_files_" + name);
  fs::remove_all(folder);
  fs::create_directories(folder);
  return folder;
}

TEST(GgufFiles, AModelIsAFolderOrAFileThatIsNamedOrBeginsAsOne) {
  const fs::path folder = scratch("begins");
  std::ofstream(folder / "sha256-00") << "GGUF and more";
  std::ofstream(folder / "short.gguf") << "GGU";
  std::ofstream(folder / "x.safetensors") << "{}";
  ASSERT_EQ(::mkfifo((folder / "pipe.gguf").c_str(), 0600), 0);
  fs::create_symlink("nowhere", folder / "dangling.gguf");
  fs::create_symlink("round.gguf", folder / "round.gguf");
  EXPECT_TRUE(is_model_path(folder));
  EXPECT_TRUE(is_model_path(folder / "sha256-00")) << "by its first bytes, not its name";
  EXPECT_FALSE(is_model_path(folder / "x.safetensors"));
  EXPECT_FALSE(is_model_path(folder / "absent"));
  for (const char* other :
       {"short.gguf", "pipe.gguf", "dangling.gguf", "round.gguf", "absent.gguf"}) {
    EXPECT_TRUE(is_model_path(folder / other)) << other << ": its reader says what is wrong";
    EXPECT_FALSE(begins_as_gguf(folder / other)) << other;
  }
  fs::remove_all(folder);
}

TEST(GgufFiles, PartsAreToldByTheirNames) {
  const auto part = find_gguf_part_name("big-Q4_K-00002-of-00003.gguf");
  ASSERT_TRUE(part);
  EXPECT_EQ(part->stem, "big-Q4_K");
  EXPECT_EQ(part->number, 2);
  EXPECT_EQ(part->n_parts, 3);
  EXPECT_EQ(gguf_file_of_part(*part, 1), "big-Q4_K-00001-of-00003.gguf");
  for (const char* other :
       {"big.gguf", "-00001-of-00002.gguf", "big-00003-of-00002.gguf", "big-00000-of-00002.gguf",
        "big-0001-of-0002.gguf", "big-00001-of-00002.bin", "big-+0001-of-00002.gguf", ".gguf"}) {
    EXPECT_FALSE(find_gguf_part_name(other)) << other;
  }
}

TEST(GgufFiles, PartsOfOneModelStandTogetherAndThoseThatAreMissingAreNamed) {
  const std::vector<GgufSet> sets =
      gguf_sets({"f/b-00003-of-00003.gguf", "f/c.GGUF", "f/b-00001-of-00003.gguf", "f/a.gguf",
                 "f/README.md", "g/b-00002-of-00003.gguf"});
  ASSERT_EQ(sets.size(), 4U);
  EXPECT_EQ(sets[0].name, "a");
  EXPECT_EQ(sets[1].name, "b");
  EXPECT_THAT(sets[1].files,
              testing::ElementsAre("f/b-00001-of-00003.gguf", "f/b-00003-of-00003.gguf"));
  EXPECT_THAT(sets[1].missing, testing::ElementsAre("b-00002-of-00003.gguf"));
  EXPECT_EQ(sets[2].name, "c");
  EXPECT_THAT(sets[3].missing, testing::SizeIs(2)) << "of another folder";
}

}  // namespace
}  // namespace baryscope
