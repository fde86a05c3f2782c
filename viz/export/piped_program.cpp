#include "viz/export/piped_program.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>  // NOLINT(modernize-deprecated-headers): kill is POSIX
#include <spawn.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <thread>
#include <utility>

#include "core/base/error.h"
#include "core/base/number_text.h"
#include "core/base/unfinished_file.h"

namespace baryscope {
namespace {

namespace fs = std::filesystem;

constexpr int k_moment = 50;  // ms: how late a cancel may be noticed
constexpr std::size_t k_most_said = 4096, k_most_output = std::size_t{1} << 20U;
constexpr int k_text_descriptor = 3;

[[noreturn]] void fail(const fs::path& program, const char* step, int reason) {
  throw Error("cannot run " + program.string() + " (" + step + "): " + std::strerror(reason));
}

void close_if_open(int& descriptor) {
  if (descriptor >= 0) {
    ::close(std::exchange(descriptor, -1));
  }
}

/// A descriptor that is closed on every way out.
struct Descriptor {
  int number = -1;
  Descriptor() = default;
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() { close_if_open(number); }
  int release() { return std::exchange(number, -1); }
};

/// The variables of ours that it gets: none by which it would write files or colours of its own.
std::vector<char*> environment_for_it() {
  std::vector<char*> variables;
  for (char** each = environ; *each != nullptr; ++each) {
    const std::string_view variable(*each);
    if (!variable.starts_with("FFREPORT=") && !variable.starts_with("AV_LOG_FORCE_COLOR=")) {
      variables.push_back(*each);
    }
  }
  variables.push_back(nullptr);
  return variables;
}

struct Attributes {
  posix_spawnattr_t value{};
  Attributes() {
    ::posix_spawnattr_init(&value);
    // No signal that is blocked here shall be blocked there; and a Ctrl+C is for us, who end it.
    sigset_t none;
    ::sigemptyset(&none);
    ::posix_spawnattr_setsigmask(&value, &none);
    ::posix_spawnattr_setpgroup(&value, 0);
    ::posix_spawnattr_setflags(&value,
                               static_cast<short>(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP));
  }
  Attributes(const Attributes&) = delete;
  Attributes& operator=(const Attributes&) = delete;
  ~Attributes() { ::posix_spawnattr_destroy(&value); }
};

struct Actions {
  posix_spawn_file_actions_t value{};
  Actions() { ::posix_spawn_file_actions_init(&value); }
  Actions(const Actions&) = delete;
  Actions& operator=(const Actions&) = delete;
  ~Actions() { ::posix_spawn_file_actions_destroy(&value); }
  void give(int ours, int theirs) { ::posix_spawn_file_actions_adddup2(&value, ours, theirs); }
};

/// Ours and its end, neither of them one of the first four, which the other program is given.
struct Ends {
  Descriptor ours, theirs;
};

/// A descriptor of the same file above those that the other program is given.
void lift(Descriptor& descriptor) {
  const int lifted = ::fcntl(descriptor.number, F_DUPFD_CLOEXEC, k_text_descriptor + 1);
  close_if_open(descriptor.number);
  descriptor.number = lifted;
}

void open_socket(Ends& ends, const fs::path& program) {
  // Not a pipe: writing to a program that has ended is an error here, never a signal.
  std::array<int, 2> both{};
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, both.data()) != 0) {
    fail(program, "socketpair", errno);
  }
  ends.ours.number = both[0];
  ends.theirs.number = both[1];
  const int n_bytes = 1 << 20;
  ::setsockopt(both[0], SOL_SOCKET, SO_SNDBUF, &n_bytes, sizeof(n_bytes));
  ::shutdown(both[0], SHUT_RD);
}

void open_pipe(Ends& ends, const fs::path& program) {
  std::array<int, 2> both{};
  if (::pipe2(both.data(), O_CLOEXEC) != 0) {
    fail(program, "pipe", errno);
  }
  ends.ours.number = both[0];
  ends.theirs.number = both[1];
  ::fcntl(both[0], F_SETFL, O_NONBLOCK);
}

/// Of a socket whose other end was closed: whether something lay unread there.
bool was_cut_off(int socket) {
  int error = 0;
  socklen_t size = sizeof(error);
  return socket >= 0 && ::getsockopt(socket, SOL_SOCKET, SO_ERROR, &error, &size) == 0 &&
         error != 0;
}

/// Takes what is there to be read; closes `descriptor` at its end.
void drain(int& descriptor, std::string& into) {
  std::array<char, 4096> some{};
  while (descriptor >= 0) {
    const ssize_t n = ::read(descriptor, some.data(), some.size());
    if (n > 0) {
      into.append(some.data(), static_cast<std::size_t>(n));
    } else if (n == 0 || (errno != EINTR && errno != EAGAIN)) {
      close_if_open(descriptor);
    } else if (errno == EAGAIN) {
      return;
    }
  }
}

}  // namespace

PipedProgram::PipedProgram(const fs::path& program, const std::vector<std::string>& arguments,
                           std::string_view text) {
  Ends input, words, results;
  Descriptor nothing;
  open_socket(input, program);
  open_pipe(words, program);
  open_pipe(results, program);
  nothing.number = ::memfd_create("text", MFD_CLOEXEC);
  if (nothing.number < 0) {
    fail(program, "memfd_create", errno);
  }
  write_to(nothing.number, text, program);
  ::lseek(nothing.number, 0, SEEK_SET);
  for (Descriptor* theirs : {&input.theirs, &words.theirs, &results.theirs, &nothing}) {
    lift(*theirs);
  }
  Actions actions;
  actions.give(input.theirs.number, STDIN_FILENO);
  actions.give(results.theirs.number, STDOUT_FILENO);
  actions.give(words.theirs.number, STDERR_FILENO);
  actions.give(nothing.number, k_text_descriptor);
  const Attributes attributes;
  // posix_spawn takes pointers to non-const and does not write through them.
  std::vector<std::string> copies{program.string()};
  copies.insert(copies.end(), arguments.begin(), arguments.end());
  std::vector<char*> pointers;
  for (std::string& copy : copies) {
    pointers.push_back(copy.data());
  }
  pointers.push_back(nullptr);
  const int error = ::posix_spawn(&m_process, program.c_str(), &actions.value, &attributes.value,
                                  pointers.data(), environment_for_it().data());
  if (error != 0) {
    fail(program, "start", error);
  }
  m_input = input.ours.release();
  m_words = words.ours.release();
  m_results = results.ours.release();
}

PipedProgram::~PipedProgram() {
  close_if_open(m_input);
  if (m_process > 0) {
    ::kill(-m_process, SIGKILL);  // with those that it started, who are of its group
    while (::waitpid(m_process, &m_status, 0) < 0 && errno == EINTR) {
    }
  }
  close_if_open(m_words);
  close_if_open(m_results);
}

void PipedProgram::take_words() {
  drain(m_words, m_said);
  if (m_said.size() > 2 * k_most_said) {
    m_said.erase(0, m_said.size() - k_most_said);
  }
  drain(m_results, m_output);
  m_output.resize(std::min(m_output.size(), k_most_output));
}

void PipedProgram::wait(bool for_room) {
  // Closed descriptors are negative, which poll passes over.
  std::array<pollfd, 3> waited{
      {{m_words, POLLIN, 0}, {m_results, POLLIN, 0}, {for_room ? m_input : -1, POLLOUT, 0}}};
  ::poll(waited.data(), waited.size(), k_moment);
  take_words();
}

bool PipedProgram::write(std::span<const std::byte> bytes, const Watch& watch) {
  while (!bytes.empty()) {
    watch.check();
    const ssize_t n = ::send(m_input, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (n >= 0) {
      bytes = bytes.subspan(static_cast<std::size_t>(n));
    } else if (errno == EAGAIN || errno == ENOBUFS) {
      wait(true);
    } else if (errno != EINTR) {
      return false;
    }
  }
  return true;
}

bool PipedProgram::finish(const Watch& watch, std::chrono::milliseconds limit) {
  ::shutdown(m_input, SHUT_WR);  // not closed: its end tells whether all was read
  const auto end = std::chrono::steady_clock::now() + limit;
  while (m_process > 0) {
    watch.check();
    if (m_words >= 0 || m_results >= 0) {
      wait(false);
    } else {
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    const pid_t ended = ::waitpid(m_process, &m_status, WNOHANG);
    if (ended == m_process || (ended < 0 && errno != EINTR)) {
      m_status = ended < 0 ? -1 : m_status;
      m_process = -1;
      m_read_all = !was_cut_off(m_input);
      close_if_open(m_input);
      take_words();
    } else if (std::chrono::steady_clock::now() > end) {
      return false;
    }
  }
  return true;
}

bool PipedProgram::succeeded() const { return WIFEXITED(m_status) && WEXITSTATUS(m_status) == 0; }

std::string PipedProgram::how_it_ended() const {
  if (WIFSIGNALED(m_status)) {
    const int number = WTERMSIG(m_status);
    return "was ended by signal " + to_text(static_cast<std::int64_t>(number)) + " (" +
           ::strsignal(number) + ")";
  }
  return "ended with exit code " + to_text(static_cast<std::int64_t>(WEXITSTATUS(m_status)));
}

}  // namespace baryscope
