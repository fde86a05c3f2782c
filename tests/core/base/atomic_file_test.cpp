#include "core/base/atomic_file.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <fstream>
#include <iterator>
#include <thread>

#include "core/base/error.h"

namespace baryscope {
namespace {

namespace fs = std::filesystem;

class AtomicFileTest : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto* info = ::testing::UnitTest::GetInstance()->current_test_info();
    m_folder = fs::temp_directory_path() /
               ("baryscope_" + std::string(info->name()) + std::to_string(::getpid()));
    fs::create_directories(m_folder);
  }
  void TearDown() override { fs::remove_all(m_folder); }

  static std::string content(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  [[nodiscard]] std::size_t n_files() const {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(m_folder), {}));
  }

  fs::path m_folder;
};

TEST_F(AtomicFileTest, AppearsWholeOnCommit) {
  const fs::path target = m_folder / "report.json";
  {
    AtomicFile file(target);
    file.write("half ");
    EXPECT_FALSE(fs::exists(target));
    file.write("and half");
    file.commit();
  }
  EXPECT_EQ(content(target), "half and half");
  EXPECT_EQ(n_files(), 1u);
}

TEST_F(AtomicFileTest, LinksKeepPointingToFilesThatDoNotExistYet) {
  const fs::path link = m_folder / "link.json";
  fs::create_symlink("target.json", link);
  write_file(link, "through the link");
  EXPECT_TRUE(fs::is_symlink(link));
  EXPECT_EQ(content(m_folder / "target.json"), "through the link");
  EXPECT_EQ(n_files(), 2u);
}

TEST_F(AtomicFileTest, LinksInACircleAreAnError) {
  const fs::path link = m_folder / "link.json";
  fs::create_symlink("link.json", link);
  EXPECT_THROW(write_file(link, "x"), Error);
  EXPECT_TRUE(fs::is_symlink(link));
}

TEST_F(AtomicFileTest, NamesMayBeAsLongAsTheFileSystemTakes) {
  const fs::path longest = m_folder / (std::string(250, 'a') + ".json");
  write_file(longest, "x");
  EXPECT_EQ(content(longest), "x");
  EXPECT_THROW(write_file(m_folder / std::string(256, 'a'), "x"), Error);
  EXPECT_EQ(n_files(), 1u);
}

TEST_F(AtomicFileTest, WithoutCommitTheOldFileStays) {
  const fs::path target = m_folder / "report.json";
  write_file(target, "old");
  {
    AtomicFile file(target);
    file.write("new");
  }
  EXPECT_EQ(content(target), "old");
  EXPECT_EQ(n_files(), 1u);
}

TEST_F(AtomicFileTest, UnfinishedFilesAreRemovedOnASignal) {
  AtomicFile file(m_folder / "report.json");
  file.write("half");
  EXPECT_EQ(n_files(), 1u);
  remove_unfinished_files();
  EXPECT_EQ(n_files(), 0u);
}

TEST_F(AtomicFileTest, MissingFolderAndFolderAsTargetAreNamed) {
  try {
    write_file(m_folder / "nowhere" / "a.png", "x");
    FAIL() << "expected an error";
  } catch (const Error& error) {
    EXPECT_NE(std::string(error.what()).find("nowhere does not exist"), std::string::npos);
  }
  EXPECT_THROW(write_file(m_folder, "x"), Error);
}

TEST_F(AtomicFileTest, FullDiskLeavesNothing) {
  rlimit old{};
  ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &old), 0);
  const auto old_handler = std::signal(SIGXFSZ, SIG_IGN);
  rlimit small = old;
  small.rlim_cur = 1000;
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &small), 0);
  std::string message;
  try {
    write_file(m_folder / "big.png", std::string(5000, 'x'));
  } catch (const Error& error) {
    message = error.what();
  }
  setrlimit(RLIMIT_FSIZE, &old);
  std::signal(SIGXFSZ, old_handler);
  EXPECT_NE(message.find("big.png"), std::string::npos) << message;
  EXPECT_NE(message.find("free some room"), std::string::npos) << message;
  EXPECT_EQ(n_files(), 0u);
}

TEST_F(AtomicFileTest, DevicesAreWrittenDirectly) {
  EXPECT_NO_THROW(write_file("/dev/null", "gone"));
  EXPECT_TRUE(fs::is_character_file("/dev/null"));
}

TEST_F(AtomicFileTest, PipesAreWrittenDirectly) {
  const fs::path pipe = m_folder / "pipe.json";
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  std::string read;
  std::thread reader([&] { read = content(pipe); });
  write_file(pipe, "through the pipe");
  reader.join();
  EXPECT_EQ(read, "through the pipe");
  EXPECT_TRUE(fs::is_fifo(pipe));
}

TEST_F(AtomicFileTest, ASocketIsNoTarget) {
  const fs::path path = m_folder / "socket.json";
  const int descriptor = ::socket(AF_UNIX, SOCK_STREAM, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  ASSERT_LT(path.string().size(), sizeof address.sun_path);
  std::copy_n(path.c_str(), path.string().size() + 1, address.sun_path);
  ASSERT_EQ(::bind(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
  try {
    write_file(path, "x");
    ADD_FAILURE() << "expected an error";
  } catch (const Error& error) {
    EXPECT_NE(std::string(error.what()).find("it is a socket"), std::string::npos);
  }
  EXPECT_TRUE(fs::is_socket(path));
  EXPECT_THROW(check_target(path), Error);
  EXPECT_NO_THROW(check_target(m_folder / "new.json"));
  ::close(descriptor);
}

TEST_F(AtomicFileTest, ALinkKeepsPointing) {
  write_file(m_folder / "real.json", "old");
  fs::create_symlink("real.json", m_folder / "link.json");
  write_file(m_folder / "link.json", "new");
  EXPECT_TRUE(fs::is_symlink(m_folder / "link.json"));
  EXPECT_EQ(content(m_folder / "real.json"), "new");
}

}  // namespace
}  // namespace baryscope
