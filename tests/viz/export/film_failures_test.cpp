// What is left, and what is said, where a film cannot be written to its end.
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <fstream>
#include <future>
#include <thread>

#include "core/base/error.h"
#include "core/base/unfinished_file.h"
#include "tests/support/error_message.h"
#include "tests/viz/export/film_support.h"
#include "viz/export/film.h"

namespace baryscope::test {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class FilmFailures : public FilmTest {};

/// Answers as an ffmpeg does that has all encoders; `else` is what it does with frames.
std::string fake(const std::string& otherwise) {
  return "case \"$2\" in\n"
         "-version) echo 'ffmpeg version 9.9 Copyright'; exit 0;;\n"
         "-encoders) for e in libx264 libvpx-vp9 gif ffv1 apng; do echo \" V....D $e x\"; done; "
         "exit 0;;\n"
         "esac\n" +
         otherwise;
}

/// Whether a program runs whose arguments name this folder.
bool any_program_names(const std::string& folder) {
  for (const auto& process : std::filesystem::directory_iterator("/proc")) {
    std::ifstream stream(process.path() / "cmdline", std::ios::binary);
    const std::string words{std::istreambuf_iterator<char>(stream), {}};
    if (words.find(folder) != std::string::npos) {
      return true;
    }
  }
  return false;
}

std::string failure_of(const std::filesystem::path& target, int n_frames = 60) {
  return message_of([&] { write_film(target, format_of(64, 64, n_frames)); });
}

TEST_F(FilmFailures, NothingStandsUnderTheNameBeforeTheEnd) {
  for (const char* name : {"a.mp4", "a.webm", "a.gif", "a.apng"}) {
    const auto sink = make_frame_sink(file(name), format_of(32, 32, 3));
    for (int i = 0; i < 3; ++i) sink->write(picture_frame(32, 32, i, 3));
    EXPECT_FALSE(std::filesystem::exists(file(name)));
  }
  EXPECT_THAT(names(), IsEmpty()) << "without finish() nothing is left";
}

TEST_F(FilmFailures, AnEarlierFilmStaysWhereOneFails) {
  std::ofstream(file("a.mp4")) << "earlier";
  {
    const auto sink = make_frame_sink(file("a.mp4"), format_of(32, 32, 3));
    sink->write(picture_frame(32, 32, 0, 3));
  }
  EXPECT_EQ(std::filesystem::file_size(file("a.mp4")), 7u);
}

TEST_F(FilmFailures, AnEncoderThatDiesIsAnErrorWithItsWords) {
  for (const auto& [lines, words] :
       {std::pair("head -c 20000 >/dev/null; echo 'x264 [error]: it broke' >&2; exit 3",
                  "ffmpeg ended with exit code 3 and said: x264 [error]: it broke"),
        {"head -c 20000 >/dev/null; kill -9 $$", "ffmpeg was ended by signal 9 (Killed)"},
        {"exit 1", "ffmpeg ended with exit code 1, without a word"},
        {"head -c 20000 >/dev/null; exit 0", "and ended; a PNG sequence"},
        // All frames are on their way before it ends.
        {"sleep 0.3; head -c 2000 >/dev/null; exit 0", "and ended; a PNG sequence"},
        {"cat >/dev/null; echo late >&2; exit 7",
         "ffmpeg ended with exit code 7 and said: late"}}) {
    const std::string program = script("ffmpeg", fake(lines)).string();
    const Variable named("BARYSCOPE_FFMPEG", program.c_str());
    const std::string message = failure_of(file("a.mp4"));
    EXPECT_THAT(message, HasSubstr(words)) << lines;
    EXPECT_THAT(message, HasSubstr("a_{frame:04}.png")) << lines;
    EXPECT_THAT(names(), ElementsAre("ffmpeg")) << lines;
  }
}

TEST_F(FilmFailures, AnEncoderThatTalksWithoutEndStopsNothing) {
  const std::string program =
      script("ffmpeg", fake("head -c 2000000 /dev/zero | tr '\\0' 'x' >&2; cat >/dev/null; exit 5"))
          .string();
  const Variable named("BARYSCOPE_FFMPEG", program.c_str());
  EXPECT_THAT(failure_of(file("a.mp4")), HasSubstr("exit code 5"));
}

TEST_F(FilmFailures, OneThatHangsIsCancelled) {
  const std::string program = script("ffmpeg", fake("sleep 1000")).string();
  const Variable named("BARYSCOPE_FFMPEG", program.c_str());
  std::stop_source stop;
  const auto began = std::chrono::steady_clock::now();
  const auto canceller = std::async(std::launch::async, [&stop] {
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    stop.request_stop();
  });
  EXPECT_THROW(
      {
        const auto sink =
            make_frame_sink(file("a.mp4"), format_of(256, 256, 1000), Watch(stop.get_token(), {}));
        const Image frame = picture_frame(256, 256, 0, 1);
        for (int i = 0; i < 1000; ++i) sink->write(frame);
      },
      Cancelled);
  EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds(3));
  EXPECT_THAT(names(), ElementsAre("ffmpeg"));
}

TEST_F(FilmFailures, OneThatHangsAtTheEndIsCancelled) {
  const std::string program = script("ffmpeg", fake("cat >/dev/null; sleep 1000")).string();
  const Variable named("BARYSCOPE_FFMPEG", program.c_str());
  std::stop_source stop;
  const auto sink = make_frame_sink(file("a.mp4"), format_of(8, 8, 1), Watch(stop.get_token(), {}));
  sink->write(picture_frame(8, 8, 0, 1));
  const auto canceller = std::async(std::launch::async, [&stop] {
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    stop.request_stop();
  });
  EXPECT_THROW(sink->finish(), Cancelled);
}

TEST_F(FilmFailures, WithoutFfmpegTheMessageSaysSoAndASequenceWorks) {
  const Variable path("PATH", m_folder.c_str());
  const Variable named("BARYSCOPE_FFMPEG", nullptr);
  for (const char* name : {"a.mp4", "a.webm", "a.gif", "a.apng"}) {
    EXPECT_THAT(failure_of(file(name)),
                AllOf(HasSubstr("ffmpeg was not found on PATH"), HasSubstr("BARYSCOPE_FFMPEG"),
                      HasSubstr("a_{frame:04}.png")));
  }
  EXPECT_THAT(film_encoders().problem, HasSubstr("ffmpeg was not found on PATH"));
  write_film(file("{frame}.png"), format_of(8, 8, 2));
  EXPECT_THAT(names(), ElementsAre("0.png", "1.png"));
  const Variable wrong("BARYSCOPE_FFMPEG", "no-such-program");
  EXPECT_THAT(failure_of(file("a.mp4")), HasSubstr("BARYSCOPE_FFMPEG is 'no-such-program'"));
}

TEST_F(FilmFailures, AMissingEncoderIsNamedWithThoseThereAre) {
  const std::string program =
      script("ffmpeg",
             "[ \"$2\" = -version ] && echo 'ffmpeg version 9.9 x'\n"
             "[ \"$2\" = -encoders ] && printf ' V....D gif x\\n V....D ffv1 x\\n'\nexit 0")
          .string();
  const Variable named("BARYSCOPE_FFMPEG", program.c_str());
  EXPECT_THAT(failure_of(file("a.mp4")),
              AllOf(HasSubstr("has no encoder libx264; it can write .gif (gif)"),
                    Not(HasSubstr(".apng (")), HasSubstr("a_{frame:04}.png")));
  const FilmEncoders found = film_encoders();
  EXPECT_EQ(found.version, "9.9");
  EXPECT_THAT(found.encoders, ElementsAre("gif", "ffv1"));
  EXPECT_EQ(found.program, program);
}

TEST_F(FilmFailures, TheRealOneIsKnown) {
  const FilmEncoders found = film_encoders();
  EXPECT_EQ(found.problem, "");
  EXPECT_THAT(found.encoders, Contains("libx264"));
  EXPECT_FALSE(found.version.empty());
}

TEST_F(FilmFailures, AFullDiskLeavesNothing) {
  // A limit on the size of files stands for it: what the encoder hears is "File too large".
  const auto old_handler = std::signal(SIGXFSZ, SIG_IGN);
  rlimit old{};
  ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &old), 0);
  for (const char* name : {"a.mp4", "a.webm", "a.gif", "a.apng", "{frame}.png"}) {
    rlimit small = old;
    small.rlim_cur = 1200;
    ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &small), 0);
    const std::string message = failure_of(file(name), 40);
    setrlimit(RLIMIT_FSIZE, &old);
    EXPECT_THAT(message, HasSubstr("free some room or choose another place")) << name;
    EXPECT_THAT(names(), IsEmpty()) << name;
  }
  std::signal(SIGXFSZ, old_handler);
}

TEST_F(FilmFailures, AFullDeviceIsAnError) {
  std::filesystem::create_symlink("/dev/full", file("a.mp4"));
  EXPECT_THAT(failure_of(file("a.mp4"), 3), HasSubstr("free some room"));
  EXPECT_THAT(names(), ElementsAre("a.mp4"));
}

TEST_F(FilmFailures, APipeGetsTheWholeFilm) {
  ASSERT_EQ(::mkfifo(file("pipe.mp4").c_str(), 0600), 0);
  auto reader = std::async(std::launch::async, [&] {
    std::ifstream stream(file("pipe.mp4"), std::ios::binary);
    return std::string{std::istreambuf_iterator<char>(stream), {}};
  });
  write_film(file("pipe.mp4"), format_of(32, 32, 3));
  std::ofstream(file("copy.mp4"), std::ios::binary) << reader.get();
  EXPECT_EQ(probe(file("copy.mp4"))["nb_read_frames"], "3");
}

TEST_F(FilmFailures, SignalsRemoveWhatIsUnfinished) {
  const auto film = make_frame_sink(file("a.gif"), format_of(32, 32, 3));
  film->write(picture_frame(32, 32, 0, 3));
  const auto pictures = make_frame_sink(file("{frame}.png"), format_of(32, 32, 300));
  for (int i = 0; i < 200; ++i) pictures->write(picture_frame(32, 32, 0, 3));
  EXPECT_FALSE(names().empty());
  remove_unfinished_files();
  EXPECT_THAT(names(), IsEmpty());
}

TEST_F(FilmFailures, AfterAKillNothingHasTheNameTheEncoderEndsAndTheNextFilmCleansUp) {
  for (const char* name : {"a.mp4", "a.gif", "{frame}.png"}) {
    const pid_t child = ::fork();
    if (child == 0) {
      const auto sink = make_frame_sink(file(name), format_of(64, 64, 50));
      for (int i = 0; i < 20; ++i) sink->write(picture_frame(64, 64, i, 50));
      ::raise(SIGKILL);
    }
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFSIGNALED(status));
    EXPECT_FALSE(names().empty());
    EXPECT_FALSE(std::filesystem::exists(file(name)));
    EXPECT_FALSE(std::filesystem::exists(file("0.png")));
    bool working = true;
    for (int tries = 0; tries < 100 && working; ++tries) {
      working = any_program_names(m_folder.string());
      std::this_thread::sleep_for(std::chrono::milliseconds(working ? 20 : 0));
    }
    EXPECT_FALSE(working);
    write_film(file("b.apng"), format_of(16, 16, 2));
    EXPECT_THAT(names(), ElementsAre("b.apng"));
    std::filesystem::remove(file("b.apng"));
  }
}

TEST_F(FilmFailures, NumbersThatNoFilmHasAreUsageErrors) {
  const auto refused = [&](const char* name, const FilmFormat& given) {
    FilmFormat format = given;
    return message_of<UsageError>([&] { check_film(file(name), format); });
  };
  EXPECT_THAT(refused("a.avi", format_of(8, 8, 1)),
              HasSubstr("expected one that ends in .mp4, .webm"));
  EXPECT_THAT(refused("a.png", format_of(8, 8, 1)), HasSubstr("{frame}.png"));
  EXPECT_THAT(refused("a{frame:4}.png", format_of(8, 8, 1)), HasSubstr("{frame:4} is not known"));
  EXPECT_THAT(refused("a.mp4", format_of(8, 8, 0)), HasSubstr("no frames"));
  for (const double fps : {0.0, -1.0, 1e9, std::nan(""), HUGE_VAL}) {
    EXPECT_THAT(refused("a.mp4", format_of(8, 8, 1, fps)), HasSubstr("expected 0.01 to 1000"))
        << fps;
  }
  EXPECT_THAT(refused("a.mp4", format_of(16386, 8, 1)), HasSubstr("16384 pixels a side"));
  FilmFormat odd = format_of(8, 8, 1);
  odd.quality = "bets";
  EXPECT_THAT(refused("a.mp4", odd), HasSubstr("expected draft, high or best"));
  FilmFormat nowhere = format_of(8, 8, 1);
  EXPECT_THAT(message_of([&] { check_film(m_folder / "none" / "a.mp4", nowhere); }),
              HasSubstr("none does not exist"));
}

}  // namespace
}  // namespace baryscope::test
