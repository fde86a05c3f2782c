#include "app/session/text_file.h"

#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "core/base/error.h"
#include "core/base/input_file.h"
#include "core/base/number_text.h"
#include "core/options/option_spec.h"

namespace baryscope {
namespace {

std::string read_standard_input() {
  std::string bytes;
  std::string block(std::size_t{64} << 10, '\0');
  while (true) {
    const ssize_t n_read = ::read(STDIN_FILENO, block.data(), block.size());
    if (n_read == 0) {
      return bytes;
    }
    if (n_read < 0) {
      if (errno == EINTR) {
        continue;
      }
      throw Error(std::string("cannot read standard input: ") + std::strerror(errno));
    }
    bytes.append(block, 0, static_cast<std::size_t>(n_read));
    if (bytes.size() > max_text_bytes) {
      throw Error("cannot read standard input: it is larger than " +
                  to_text(static_cast<std::int64_t>(max_text_bytes >> 20)) + " MiB");
    }
  }
}

}  // namespace

std::string read_file(const std::filesystem::path& path) {
  return read_input_file(path, max_text_bytes);
}

std::string read_text_file(std::string_view path) {
  const bool standard_input = path == "-";
  const std::string name = standard_input ? "standard input" : std::string(path);
  std::string text =
      standard_input ? read_standard_input() : read_file(std::filesystem::path(path));
  if (text.starts_with("\xEF\xBB\xBF")) {
    text.erase(0, 3);
  }
  if (!is_utf8(text)) {
    throw Error("cannot read " + name + ": expected text in UTF-8");
  }
  if (text.find('\0') != std::string::npos) {
    throw Error("cannot read " + name + ": expected text, found a NUL character");
  }
  text.erase(text.find_last_not_of("\r\n") + 1);
  return text;
}

}  // namespace baryscope
