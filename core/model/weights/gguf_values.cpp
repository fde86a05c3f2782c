#include "core/model/weights/gguf_values.h"

#include <fmt/format.h>

#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>
#include <utility>

#include "core/model/weights/weight_source.h"

namespace baryscope {
namespace {

static_assert(std::endian::native == std::endian::little, "files are read as they lie in memory");

struct KindRow {
  std::string_view name;
  std::uint64_t size;
};
constexpr std::array<KindRow, 13> kinds = {{{"u8", 1},
                                            {"i8", 1},
                                            {"u16", 2},
                                            {"i16", 2},
                                            {"u32", 4},
                                            {"i32", 4},
                                            {"f32", 4},
                                            {"bool", 1},
                                            {"string", 0},
                                            {"array", 0},
                                            {"u64", 8},
                                            {"i64", 8},
                                            {"f64", 8}}};

template <typename Number>
Number number_at(std::string_view bytes) {
  Number number;
  std::memcpy(&number, bytes.data(), sizeof number);
  return number;
}

// A whole number; nothing for other kinds, and for what no i64 holds.
std::optional<std::int64_t> whole(GgufKind kind, std::string_view bytes) {
  switch (kind) {
    case GgufKind::u8:
      return number_at<std::uint8_t>(bytes);
    case GgufKind::i8:
      return number_at<std::int8_t>(bytes);
    case GgufKind::u16:
      return number_at<std::uint16_t>(bytes);
    case GgufKind::i16:
      return number_at<std::int16_t>(bytes);
    case GgufKind::u32:
      return number_at<std::uint32_t>(bytes);
    case GgufKind::i32:
      return number_at<std::int32_t>(bytes);
    case GgufKind::i64:
      return number_at<std::int64_t>(bytes);
    case GgufKind::u64: {
      const auto number = number_at<std::uint64_t>(bytes);
      constexpr auto most = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
      return number <= most ? std::optional(static_cast<std::int64_t>(number)) : std::nullopt;
    }
    default:
      return std::nullopt;
  }
}

// A finite number of any kind.
std::optional<double> real(GgufKind kind, std::string_view bytes) {
  double number = 0;
  if (kind == GgufKind::f32) {
    number = number_at<float>(bytes);
  } else if (kind == GgufKind::f64) {
    number = number_at<double>(bytes);
  } else if (const auto integer = whole(kind, bytes)) {
    number = static_cast<double>(*integer);
  } else {
    return std::nullopt;
  }
  return std::isfinite(number) ? std::optional(number) : std::nullopt;
}

// Any byte but 0 is true, as the format's own programs have it.
std::optional<bool> truth(GgufKind kind, std::string_view bytes) {
  return kind == GgufKind::boolean ? std::optional(bytes.front() != 0) : std::nullopt;
}

std::optional<std::string_view> words(GgufKind kind, std::string_view bytes) {
  return kind == GgufKind::text ? std::optional(bytes.substr(sizeof(std::uint64_t))) : std::nullopt;
}

std::string described(const GgufValue& value) {
  return fmt::format("{}{}", value.is_array ? "an array of " : "", gguf_kind_name(value.kind));
}

// What one value is read to; fails where it is of another kind.
template <typename Read>
auto one(const GgufValues& values, std::string_view key, const char* expected, Read read)
    -> decltype(read(GgufKind(), std::string_view())) {
  const GgufValue* found = values.find(key);
  if (found == nullptr) {
    return std::nullopt;
  }
  auto result = found->is_array ? std::nullopt : read(found->kind, found->bytes);
  if (!result) {
    values.fail(key, fmt::format("is {}, expected {}", described(*found), expected));
  }
  return result;
}

template <typename Element, typename Read>
std::vector<Element> many(const GgufValues& values, std::string_view key, const char* expected,
                          Read read) {
  const GgufValue* found = values.find(key);
  std::vector<Element> all;
  if (found == nullptr) {
    return all;
  }
  if (!found->is_array) {
    values.fail(key, fmt::format("is {}, expected an array of {}", described(*found), expected));
  }
  all.reserve(found->n_values);
  std::string_view rest = found->bytes;
  const std::uint64_t size = gguf_kind_size(found->kind);
  for (std::uint64_t index = 0; index < found->n_values; ++index) {
    const std::uint64_t length =
        size > 0 ? size : sizeof(std::uint64_t) + number_at<std::uint64_t>(rest);
    const auto element = read(found->kind, rest.substr(0, length));
    if (!element) {
      values.fail(key, fmt::format("holds, at place {}, what is not {}", index, expected));
    }
    all.push_back(*element);
    rest.remove_prefix(length);
  }
  return all;
}

constexpr const char* whole_words = "a whole number";
constexpr const char* real_words = "a finite number";
constexpr const char* text_words = "a string";
constexpr const char* flag_words = "true or false";

}  // namespace

std::string_view gguf_kind_name(GgufKind kind) {
  return kinds.at(static_cast<std::size_t>(kind)).name;
}

std::uint64_t gguf_kind_size(GgufKind kind) {
  return kinds.at(static_cast<std::size_t>(kind)).size;
}

std::string gguf_words(std::string_view text) {
  constexpr std::size_t most = 60;
  std::string words;
  for (const char byte : text.substr(0, most)) {
    words += byte >= ' ' && byte <= '~' ? byte : '?';
  }
  return text.size() > most ? words + "…" : words;
}

GgufValues::GgufValues(std::filesystem::path path, Map values)
    : m_path(std::move(path)), m_values(std::move(values)) {}

const GgufValue* GgufValues::find(std::string_view key) const {
  const auto found = m_values.find(key);
  return found == m_values.end() ? nullptr : &found->second;
}

std::optional<std::string_view> GgufValues::find_text(std::string_view key) const {
  return one(*this, key, text_words, words);
}

std::optional<std::int64_t> GgufValues::find_integer(std::string_view key) const {
  return one(*this, key, whole_words, whole);
}

std::optional<double> GgufValues::find_number(std::string_view key) const {
  return one(*this, key, real_words, real);
}

std::optional<bool> GgufValues::find_flag(std::string_view key) const {
  return one(*this, key, flag_words, truth);
}

std::string_view GgufValues::text(std::string_view key) const {
  const auto found = find_text(key);
  return found ? *found : (fail(key, "is missing"), std::string_view());
}

std::int64_t GgufValues::integer(std::string_view key) const {
  const auto found = find_integer(key);
  return found ? *found : (fail(key, "is missing"), 0);
}

double GgufValues::number(std::string_view key) const {
  const auto found = find_number(key);
  return found ? *found : (fail(key, "is missing"), 0.0);
}

std::vector<std::string_view> GgufValues::texts(std::string_view key) const {
  return many<std::string_view>(*this, key, text_words, words);
}

std::vector<std::int64_t> GgufValues::integers(std::string_view key) const {
  return many<std::int64_t>(*this, key, whole_words, whole);
}

std::vector<double> GgufValues::numbers(std::string_view key) const {
  return many<double>(*this, key, real_words, real);
}

std::vector<bool> GgufValues::flags(std::string_view key) const {
  return many<bool>(*this, key, flag_words, truth);
}

void GgufValues::fail(std::string_view key, const std::string& problem) const {
  throw WeightError(fmt::format("cannot use {}: {} {}", m_path.string(), gguf_words(key), problem));
}

}  // namespace baryscope
