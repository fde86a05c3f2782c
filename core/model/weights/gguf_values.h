/// What a GGUF file says beside its tensors: keys and typed values, left where the file holds them.
/// Free of ATen.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace baryscope {

/// The kinds of values, by the numbers that files have for them.
enum class GgufKind : std::uint32_t {
  u8 = 0,
  i8 = 1,
  u16 = 2,
  i16 = 3,
  u32 = 4,
  i32 = 5,
  f32 = 6,
  boolean = 7,
  text = 8,
  array = 9,
  u64 = 10,
  i64 = 11,
  f64 = 12,
};

/// "u32", "string"
std::string_view gguf_kind_name(GgufKind kind);
/// Bytes of a number; 0 of texts and arrays.
std::uint64_t gguf_kind_size(GgufKind kind);

/// A file's text for a message: "?" for what is no plain letter, "…" for what is beyond 60 of them.
std::string gguf_words(std::string_view text);

/// One value, or an array of values of one kind. The bytes are the file's, little-endian, each text
/// with its length (u64) before it; checked to be whole.
struct GgufValue {
  GgufKind kind = GgufKind::u32;  ///< of an array: of its elements
  bool is_array = false;
  std::uint64_t n_values = 1;
  std::string_view bytes;
};

/// The metadata by key. Getters throw WeightError naming file, key and what was expected; views are
/// valid while the file is mapped.
class GgufValues {
 public:
  using Map = std::map<std::string, GgufValue, std::less<>>;

  GgufValues() = default;
  GgufValues(std::filesystem::path path, Map values);

  [[nodiscard]] const std::filesystem::path& path() const { return m_path; }
  [[nodiscard]] const Map& all() const { return m_values; }
  [[nodiscard]] const GgufValue* find(std::string_view key) const;
  [[nodiscard]] bool has(std::string_view key) const { return find(key) != nullptr; }

  /// Nothing where there is no such key.
  [[nodiscard]] std::optional<std::string_view> find_text(std::string_view key) const;
  /// Any kind of whole number.
  [[nodiscard]] std::optional<std::int64_t> find_integer(std::string_view key) const;
  /// Any kind of finite number.
  [[nodiscard]] std::optional<double> find_number(std::string_view key) const;
  [[nodiscard]] std::optional<bool> find_flag(std::string_view key) const;

  /// They must be there.
  [[nodiscard]] std::string_view text(std::string_view key) const;
  [[nodiscard]] std::int64_t integer(std::string_view key) const;
  [[nodiscard]] double number(std::string_view key) const;

  /// Arrays; empty where there is no such key.
  [[nodiscard]] std::vector<std::string_view> texts(std::string_view key) const;
  [[nodiscard]] std::vector<std::int64_t> integers(std::string_view key) const;
  [[nodiscard]] std::vector<double> numbers(std::string_view key) const;
  [[nodiscard]] std::vector<bool> flags(std::string_view key) const;

  /// "cannot use PATH: KEY …"
  [[noreturn]] void fail(std::string_view key, const std::string& problem) const;

 private:
  std::filesystem::path m_path;
  Map m_values;
};

}  // namespace baryscope
