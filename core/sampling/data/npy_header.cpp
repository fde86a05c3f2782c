#include "core/sampling/data/npy_header.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <initializer_list>
#include <optional>

#include "core/base/number_text.h"

namespace baryscope {
namespace {

constexpr std::string_view magic = "\x93NUMPY";
constexpr std::size_t most_header_bytes = 1 << 16;

/// The literal {'descr': '<f8', 'fortran_order': False, 'shape': (3, 2), } and nothing else.
class Literal {
 public:
  Literal(const std::string& path, std::string_view text) : m_path(path), m_text(text) {}

  NpyHeader read();

 private:
  [[noreturn]] void fail(const std::string& what) const {
    fail_reading(m_path, "its NPY header is damaged: " + what);
  }
  char peek() {
    while (m_position < m_text.size() &&
           (m_text[m_position] == ' ' || m_text[m_position] == '\n')) {
      ++m_position;
    }
    return m_position < m_text.size() ? m_text[m_position] : '\0';
  }
  bool take(char c) {
    if (peek() != c) {
      return false;
    }
    ++m_position;
    return true;
  }
  void expect(char c) {
    if (!take(c)) {
      fail(fmt::format("expected {} at {}", c, shown(m_text.substr(m_position))));
    }
  }
  std::string_view quoted();
  std::string_view word();
  void read_type(NpyHeader& header);
  void read_shape(NpyHeader& header);

  const std::string& m_path;
  std::string_view m_text;
  std::size_t m_position = 0;
};

std::string_view Literal::quoted() {
  const char quote = peek() == '"' ? '"' : '\'';
  expect(quote);
  const std::size_t end = m_text.find(quote, m_position);
  if (end == std::string_view::npos) {
    fail("a name is not closed");
  }
  const std::string_view text = m_text.substr(m_position, end - m_position);
  m_position = end + 1;
  return text;
}

std::string_view Literal::word() {
  peek();
  const std::size_t begin = m_position;
  const auto is_letter_or_digit = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  };
  while (m_position < m_text.size() && is_letter_or_digit(m_text[m_position])) {
    ++m_position;
  }
  return m_text.substr(begin, m_position - begin);
}

void Literal::read_type(NpyHeader& header) {
  if (peek() == '[') {
    fail_reading(m_path, "it holds records (a structured array); expected plain numbers");
  }
  const std::string_view type = quoted();
  const auto refuse = [&](const std::string& what) {
    fail_reading(m_path, fmt::format("its items are of type {}: {}; expected floats of 2, 4 or 8 "
                                     "bytes, integers or booleans, and for labels also text",
                                     shown(type), what));
  };
  std::string_view rest = type;
  const bool has_order = !rest.empty() && std::strchr("<>|=", rest[0]) != nullptr;
  header.big_endian = has_order && rest[0] == '>';
  rest.remove_prefix(has_order ? 1 : 0);
  header.kind = rest.empty() ? '\0' : rest[0];
  rest.remove_prefix(rest.empty() ? 0 : 1);
  if (header.kind == 'O') {
    fail_reading(m_path,
                 "it holds Python objects (type 'O', a pickle), which are never opened; "
                 "save it again with .astype(float), labels with .astype(str)");
  }
  const std::optional<std::int64_t> size = find_integer(rest);
  if (header.kind == '\0' || std::strchr("fiubSU", header.kind) == nullptr || !size || *size < 0 ||
      *size > static_cast<std::int64_t>(most_file_bytes)) {
    refuse(header.kind == 'c' ? "complex numbers" : "not supported");
  }
  header.item_size = static_cast<std::size_t>(*size) * (header.kind == 'U' ? 4 : 1);
  const auto one_of = [&](std::initializer_list<std::size_t> sizes) {
    return std::find(sizes.begin(), sizes.end(), header.item_size) != sizes.end();
  };
  const bool known = header.kind == 'f'                         ? one_of({2, 4, 8})
                     : header.kind == 'b'                       ? one_of({1})
                     : header.kind == 'i' || header.kind == 'u' ? one_of({1, 2, 4, 8})
                                                                : true;
  if (!known) {
    refuse("no width of this kind is read");
  }
}

void Literal::read_shape(NpyHeader& header) {
  expect('(');
  while (!take(')')) {
    std::string_view digits = word();
    if (digits.ends_with('L')) {
      digits.remove_suffix(1);  // written by Python 2
    }
    const std::optional<std::int64_t> size = find_integer(digits);
    if (!size || *size < 0) {
      fail(
          fmt::format("{} is no size", shown(digits.empty() ? m_text.substr(m_position) : digits)));
    }
    header.shape.push_back(static_cast<std::size_t>(*size));
    if (!take(',')) {
      expect(')');
      break;
    }
  }
  if (header.shape.empty() || header.shape.size() > 2) {
    fail_reading(m_path,
                 fmt::format("the array has {} axes; expected two (rows and columns) or one",
                             header.shape.size()));
  }
}

NpyHeader Literal::read() {
  NpyHeader header;
  bool has_type = false, has_order = false, has_shape = false;
  expect('{');
  while (!take('}')) {
    const std::string_view key = quoted();
    expect(':');
    if (key == "descr") {
      read_type(header);
      has_type = true;
    } else if (key == "fortran_order") {
      const std::string_view value = word();
      if (value != "True" && value != "False") {
        fail("fortran_order is neither True nor False");
      }
      header.fortran_order = value == "True";
      has_order = true;
    } else if (key == "shape" && !has_shape) {
      read_shape(header);
      has_shape = true;
    } else {
      fail("unexpected entry " + shown(key));
    }
    if (!take(',')) {
      expect('}');
      break;
    }
  }
  if (!has_type || !has_order || !has_shape || peek() != '\0') {
    fail("expected the entries descr, fortran_order and shape and nothing else");
  }
  return header;
}

}  // namespace

NpyHeader read_npy_header(DataFile& file) {
  std::string start(magic.size() + 2, '\0');
  if (file.size() < start.size() + 2) {
    fail_reading(file.path(), "it is too short for an NPY file (numpy.save writes them)");
  }
  file.read(start.data(), start.size());
  if (!start.starts_with(magic)) {
    fail_reading(file.path(), "it is no NPY file (numpy.save writes them)");
  }
  const int version = static_cast<unsigned char>(start[magic.size()]);
  if (version < 1 || version > 3) {
    fail_reading(file.path(),
                 fmt::format("it is an NPY file of version {}; 1 to 3 are read", version));
  }
  std::string length(version == 1 ? 2 : 4, '\0');
  file.read(length.data(), length.size());
  std::size_t n_bytes = 0;
  for (std::size_t i = 0; i < length.size(); ++i) {
    n_bytes |= static_cast<std::size_t>(static_cast<unsigned char>(length[i])) << (8 * i);
  }
  const std::size_t before = start.size() + length.size();
  if (n_bytes > most_header_bytes || n_bytes > file.size() - before) {
    fail_reading(file.path(), fmt::format("its NPY header claims {} bytes of {} and {} at most",
                                          n_bytes, file.size() - before, most_header_bytes));
  }
  std::string text(n_bytes, '\0');
  file.read(text.data(), text.size());
  NpyHeader header = Literal(file.path(), text).read();

  const std::size_t n_data = file.size() - before - n_bytes;
  std::size_t left = header.item_size == 0 ? 0 : n_data / header.item_size;
  for (const std::size_t size : header.shape) {
    left = size == 0 ? 0 : left / size;
  }
  // `left` is at least 1 where the product of the sizes fits into the data, without overflow.
  header.n_items = left == 0 ? 0 : header.n_rows() * header.n_columns();
  const bool empty = header.n_rows() == 0 || header.n_columns() == 0 || header.item_size == 0;
  if (empty) {
    fail_reading(file.path(), "the array is empty");
  }
  if (header.n_items * header.item_size != n_data) {
    fail_reading(file.path(),
                 fmt::format("the header promises {} x {} items of {} bytes, but {} bytes follow; "
                             "the file is {}",
                             header.n_rows(), header.n_columns(), header.item_size, n_data,
                             left == 0 ? "cut off" : "longer than one array"));
  }
  if (header.n_columns() > most_columns || header.n_rows() > 0x7fffffff) {
    fail_reading(file.path(),
                 fmt::format("the array is {} x {}; expected {} rows and {} columns at "
                             "most",
                             header.n_rows(), header.n_columns(), 0x7fffffff, most_columns));
  }
  if (header.n_items > most_values) {
    fail_too_many_values(file.path(), header.n_columns());
  }
  return header;
}

}  // namespace baryscope
