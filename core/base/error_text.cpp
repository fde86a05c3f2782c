#include "core/base/error_text.h"

#include <signal.h>  // NOLINT(modernize-deprecated-headers): sigaction is POSIX
#include <sys/mman.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <cstring>
#include <new>
#include <system_error>

#include "core/base/unfinished_file.h"

namespace baryscope {
namespace {

constexpr const char* no_memory =
    "there is not enough memory for this; close other programs, raise the limit (ulimit -v) or "
    "choose something smaller";
constexpr const char* no_thread =
    "the system gives no further thread: there is not enough memory, or a limit (ulimit -u, -v) is "
    "reached";

/// Null for every other exception. Allocates nothing.
const char* find_words(const std::exception& error) {
  if (dynamic_cast<const std::bad_alloc*>(&error) != nullptr) {
    return no_memory;
  }
  const auto* system = dynamic_cast<const std::system_error*>(&error);
  if (system == nullptr) {
    return nullptr;
  }
  return system->code() == std::errc::resource_unavailable_try_again ? no_thread
         : system->code() == std::errc::not_enough_memory            ? no_memory
                                                                     : nullptr;
}

std::terminate_handler handler_before = nullptr;

void write_error(const char* text) {
  // Nothing can be done about standard error that takes no words.
  static_cast<void>(!::write(STDERR_FILENO, text, std::strlen(text)));
}

[[noreturn]] void end_without_memory(const char* words) {
  write_error("baryscope: ");
  write_error(words);
  write_error("\n");
  remove_unfinished_files();
  ::_exit(EXIT_FAILURE);
}

[[noreturn]] void end_program() {
  if (const std::exception_ptr thrown = std::current_exception()) {
    const char* words = nullptr;
    try {
      std::rethrow_exception(thrown);
    } catch (const std::exception& error) {
      words = find_words(error);
    } catch (...) {
      words = nullptr;  // no exception of ours or of the library
    }
    if (words != nullptr) {
      end_without_memory(words);
    }
  }
  handler_before();
  std::abort();
}

struct FatalSignal {
  int number;
  struct sigaction before;
};
std::array<FatalSignal, 5> fatal_signals{
    {{SIGSEGV, {}}, {SIGBUS, {}}, {SIGABRT, {}}, {SIGTRAP, {}}, {SIGILL, {}}}};

/// Whether the system gives another block of the size in which drawing libraries take theirs.
bool memory_is_left() {
  constexpr std::size_t n_bytes = std::size_t{256} << 20;
  void* block =
      ::mmap(nullptr, n_bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (block == MAP_FAILED) {
    return false;
  }
  ::munmap(block, n_bytes);
  return true;
}

// C libraries abort or go on with null where memory ends.
void on_fatal_signal(int number, siginfo_t* info, void* /*context*/) {
  if (!memory_is_left()) {
    end_without_memory(no_memory);
  }
  for (const FatalSignal& signal : fatal_signals) {
    if (signal.number == number) {
      ::sigaction(number, &signal.before, nullptr);
    }
  }
  // What a faulty instruction raised is raised by it again; all else by us.
  if (info->si_code <= 0 || number == SIGTRAP) {
    ::raise(number);
  }
}

}  // namespace

std::string error_text(const std::exception& error) {
  const char* words = find_words(error);
  return words == nullptr ? error.what() : words;
}

void end_in_words_without_memory() {
  handler_before = std::set_terminate(end_program);
  struct sigaction action{};
  action.sa_sigaction = on_fatal_signal;
  action.sa_flags = SA_SIGINFO;
  ::sigemptyset(&action.sa_mask);
  for (FatalSignal& signal : fatal_signals) {
    ::sigaction(signal.number, &action, &signal.before);
  }
}

}  // namespace baryscope
