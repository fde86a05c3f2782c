#include "core/base/input_file.h"

#include <gmock/gmock.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <chrono>
#include <cstring>
#include <fstream>
#include <thread>

#include "tests/support/as_nobody.h"

namespace baryscope {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;

class InputFileTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "baryscope-XXXXXX").string();
    m_folder = ::mkdtemp(pattern.data());
  }
  void TearDown() override { fs::remove_all(m_folder); }

  fs::path write(const char* name, std::string_view bytes) const {
    std::ofstream(m_folder / name, std::ios::binary) << bytes;
    return m_folder / name;
  }
  static std::string message(const fs::path& path, std::size_t max_bytes = 1 << 20) {
    try {
      static_cast<void>(read_input_file(path, max_bytes));
    } catch (const InputFileError& error) {
      EXPECT_THAT(error.what(), HasSubstr("cannot read " + path.string()));
      return error.what();
    }
    return "no error";
  }

  fs::path m_folder;
};

TEST_F(InputFileTest, ALinkToNothingIsNamedWithItsTarget) {
  fs::create_symlink("../blobs/0", m_folder / "link");
  EXPECT_THAT(message(m_folder / "link"), HasSubstr("a link to ../blobs/0, which is not there"));
  fs::create_symlink("round", m_folder / "round");
  EXPECT_THAT(message(m_folder / "round"), HasSubstr("a link to round"));
  EXPECT_THAT(message(m_folder / "absent"), HasSubstr("No such file"));
}

TEST_F(InputFileTest, ReadsAFileInPiecesAndWhole) {
  const fs::path path = write("a", "abcdef");
  InputFile file(path);
  EXPECT_EQ(file.size(), 6u);
  char begin[4] = {};
  EXPECT_EQ(file.read(begin, 4), 4u);
  EXPECT_EQ(std::string_view(begin, 4), "abcd");
  EXPECT_EQ(file.read(begin, 4), 2u);
  EXPECT_EQ(file.read(begin, 4), 0u);
  EXPECT_EQ(read_input_file(path, 6), "abcdef");
  EXPECT_THAT(message(path, 5), HasSubstr("larger"));
  EXPECT_EQ(read_input_file(write("empty", ""), 0), "");
  EXPECT_FALSE(read_input_file("/proc/version", 1 << 20).empty()) << "it says that it is empty";
}

TEST_F(InputFileTest, RefusesAtOnceWhatIsNoPlainFile) {
  const fs::path pipe = m_folder / "pipe";
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  const fs::path socket_path = m_folder / "socket";
  const int descriptor = ::socket(AF_UNIX, SOCK_STREAM, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  ASSERT_LT(socket_path.string().size(), sizeof address.sun_path);
  std::strcpy(address.sun_path, socket_path.c_str());
  ASSERT_EQ(::bind(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
  fs::create_symlink(pipe, m_folder / "link");

  const auto start = std::chrono::steady_clock::now();
  EXPECT_THAT(message(pipe), HasSubstr("expected a plain file, found a pipe"));
  EXPECT_THAT(message(m_folder / "link"), HasSubstr("found a pipe"));
  EXPECT_THAT(message(socket_path), HasSubstr("found a socket"));
  EXPECT_THAT(message(m_folder), HasSubstr("found a folder"));
  EXPECT_THAT(message("/dev/zero"), HasSubstr("found a device"));
  EXPECT_THAT(message("/dev/null"), HasSubstr("found a device"));
  EXPECT_THAT(message(m_folder / "none"), HasSubstr("No such file"));
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(5));
  ::close(descriptor);
}

TEST_F(InputFileTest, SaysThatAFileMayNotBeRead) {
  const fs::path path = write("locked", "secret");
  fs::permissions(path, fs::perms::none);
  fs::permissions(m_folder, fs::perms::all);
  EXPECT_THAT(test::message_as_nobody<InputFileError>([&path] { const InputFile file(path); }),
              HasSubstr("Permission denied"));
}

TEST_F(InputFileTest, NamesAGitLfsPointer) {
  const std::string pointer =
      "version https://git-lfs.github.com/spec/v1\noid sha256:"
      "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\nsize 90868376\n";
  EXPECT_THAT(message(write("model.safetensors", pointer)),
              AllOf(HasSubstr("this is a Git LFS pointer"), HasSubstr("git lfs pull")));
  EXPECT_EQ(message(write("text", pointer.substr(1))), "no error");
  EXPECT_EQ(message(write("long", pointer + std::string(2000, ' '))), "no error");
}

TEST_F(InputFileTest, TheErrorBecomesThatOfTheRoom) {
  class RoomError : public Error {
   public:
    using Error::Error;
  };
  EXPECT_THROW(reading_as<RoomError>([&] { return read_input_file(m_folder, 10); }), RoomError);
  const fs::path path = write("a", "x");
  EXPECT_EQ(reading_as<RoomError>([&] { return read_input_file(path, 10); }), "x");
}

TEST_F(InputFileTest, AStampIsAnotherWhereverTheContentMayBe) {
  const fs::path path = write("a", "one");
  const FileStamp first = file_stamp(path);
  EXPECT_EQ(file_stamp(path), first);
  EXPECT_EQ(file_stamp(m_folder / "none"), FileStamp{});
  // The same size, and the time set back: a copy that keeps both.
  std::this_thread::sleep_for(std::chrono::milliseconds(20));
  const auto time = fs::last_write_time(path);
  write("a", "two");
  fs::last_write_time(path, time);
  const FileStamp second = file_stamp(path);
  EXPECT_EQ(second.n_bytes, first.n_bytes);
  EXPECT_EQ(second.modified, first.modified);
  EXPECT_NE(second, first);
  write("b", "two");
  fs::rename(m_folder / "b", path);
  EXPECT_NE(file_stamp(path), second);
  fs::create_symlink(path, m_folder / "link");
  EXPECT_EQ(file_stamp(m_folder / "link"), file_stamp(path));
}

}  // namespace
}  // namespace baryscope
