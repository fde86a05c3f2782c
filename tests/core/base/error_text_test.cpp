#include "core/base/error_text.h"

#include <gmock/gmock.h>
#include <sys/resource.h>

#include <csignal>
#include <new>
#include <system_error>
#include <thread>

#include "core/base/error.h"

namespace baryscope {
namespace {

using testing::HasSubstr;

TEST(ErrorText, SaysInWordsWhereMemoryEnds) {
  EXPECT_EQ(error_text(Error("as it is")), "as it is");
  EXPECT_THAT(error_text(std::bad_alloc()), HasSubstr("not enough memory"));
  EXPECT_THAT(error_text(std::bad_array_new_length()), HasSubstr("not enough memory"));
  const auto system = [](std::errc code) {
    return error_text(std::system_error(std::make_error_code(code)));
  };
  EXPECT_THAT(system(std::errc::resource_unavailable_try_again), HasSubstr("no further thread"));
  EXPECT_THAT(system(std::errc::not_enough_memory), HasSubstr("not enough memory"));
  EXPECT_THAT(system(std::errc::permission_denied), HasSubstr("ermission"));
}

void throw_in_a_thread() {
  end_in_words_without_memory();
  std::thread([] { throw std::bad_alloc(); }).join();
}

TEST(ErrorTextDeathTest, AnExceptionThatNobodyCatchesEndsTheProgramInWords) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_EXIT(throw_in_a_thread(), testing::ExitedWithCode(1), "baryscope: .*not enough memory");
  EXPECT_EXIT(
      {
        end_in_words_without_memory();
        std::thread([] { throw Error("a mistake"); }).join();
      },
      testing::KilledBySignal(SIGABRT), "");
}

void raise_without_memory(int number) {
  end_in_words_without_memory();
  const rlimit none{1 << 20, RLIM_INFINITY};
  ::setrlimit(RLIMIT_AS, &none);
  std::raise(number);
}

TEST(ErrorTextDeathTest, ASignalEndsItInWordsOnlyWhereNoMemoryIsLeft) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  for (const int number : {SIGSEGV, SIGABRT, SIGTRAP}) {
    EXPECT_EXIT(raise_without_memory(number), testing::ExitedWithCode(1), "not enough memory");
    EXPECT_EXIT(
        {
          end_in_words_without_memory();
          std::raise(number);
        },
        testing::KilledBySignal(number), "");
  }
}

}  // namespace
}  // namespace baryscope
