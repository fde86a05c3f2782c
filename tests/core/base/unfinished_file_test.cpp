#include "core/base/unfinished_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "core/base/error.h"

namespace baryscope {
namespace {

namespace fs = std::filesystem;

class UnfinishedFileTest : public ::testing::Test {
 protected:
  void SetUp() override {
    m_folder = fs::temp_directory_path() / ("baryscope-unfinished-" + std::to_string(::getpid()));
    fs::create_directories(m_folder);
  }
  void TearDown() override { fs::remove_all(m_folder); }
  [[nodiscard]] std::vector<std::string> names() const {
    std::vector<std::string> all;
    for (const auto& entry : fs::directory_iterator(m_folder)) {
      all.push_back(entry.path().filename().string());
    }
    std::sort(all.begin(), all.end());
    return all;
  }
  /// A name of ours with another process in it.
  [[nodiscard]] static std::string of_process(const std::string& name, pid_t process) {
    const std::string own = "-" + std::to_string(::getpid()) + "-";
    std::string other = name;
    return other.replace(other.rfind(own), own.size(), "-" + std::to_string(process) + "-");
  }
  fs::path m_folder;
};

pid_t dead_process() {
  const pid_t child = ::fork();
  if (child == 0) {
    ::_exit(0);
  }
  ::waitpid(child, nullptr, 0);
  return child;
}

TEST_F(UnfinishedFileTest, GetsItsNameWhoeverWroteIt) {
  const fs::path target = m_folder / "film.mp4";
  {
    UnfinishedFile file(target);
    std::ofstream(file.path()) << "by another program";
    EXPECT_FALSE(fs::exists(target));
    file.commit();
  }
  EXPECT_THAT(names(), testing::ElementsAre("film.mp4"));
  EXPECT_EQ(fs::file_size(target), 18u);
  EXPECT_NE(fs::status(target).permissions() & fs::perms::group_read, fs::perms::none)
      << "readable as any new file";
}

TEST_F(UnfinishedFileTest, AFolderGoesWithItsFiles) {
  {
    const UnfinishedFile folder(m_folder / "x.png", UnfinishedFile::Kind::folder);
    for (int i = 0; i < 1500; ++i) {
      std::ofstream(folder.path() / (std::string(60, 'a') + std::to_string(i))) << i;
    }
  }
  EXPECT_THAT(names(), testing::IsEmpty());
}

TEST_F(UnfinishedFileTest, LeftoversOfTheDeadGoAndThoseOfTheLivingStay) {
  const UnfinishedFile living(m_folder / "living.mp4");
  const UnfinishedFile folder(m_folder / "living.png", UnfinishedFile::Kind::folder);
  const std::string own = living.path().filename().string();
  const pid_t dead = dead_process();
  std::ofstream(m_folder / of_process(own, dead)) << "left";
  fs::create_directory(m_folder / of_process(folder.path().filename().string(), dead));
  std::ofstream(m_folder / of_process(folder.path().filename().string(), dead) / "0.png") << "left";
  std::ofstream(m_folder / of_process(own, ::getppid())) << "of a living one";
  // What only looks alike, and what another computer has written.
  std::string elsewhere = of_process(own, dead);
  elsewhere[elsewhere.find(".baryscope-") + 11] ^= 1;
  std::vector<std::string> kept{own,
                                folder.path().filename().string(),
                                of_process(own, ::getppid()),
                                elsewhere,
                                of_process(own, dead).substr(1),
                                of_process(own, dead) + "x",
                                ".film.mp4.baryscope-",
                                ".a.baryscope-01234567--abcdef",
                                "film.mp4"};
  for (const std::string& name : kept) {
    if (!fs::exists(m_folder / name)) {
      std::ofstream(m_folder / name) << "kept";
    }
  }
  remove_leftovers(m_folder / "any.png");
  std::sort(kept.begin(), kept.end());
  EXPECT_EQ(names(), kept);
  remove_leftovers(m_folder / "no such folder" / "any.png");
}

TEST_F(UnfinishedFileTest, AMissingFolderIsNamed) {
  try {
    const UnfinishedFile file(m_folder / "none" / "a.mp4");
    FAIL();
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), testing::HasSubstr("none/a.mp4"));
  }
}

}  // namespace
}  // namespace baryscope
