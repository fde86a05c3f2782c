/// JSON that came from outside: bounded while it is read, every complaint with file and path.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace baryscope {

/// One value of a JsonDocument with its place in it ("model.vocab"). Every accessor throws
/// Tokenizer::Error with the place, what is there and what was expected.
class JsonValue {
 public:
  JsonValue(const nlohmann::json& value, const std::string& file, std::string path)
      : m_value(&value), m_file(&file), m_path(std::move(path)) {}

  [[nodiscard]] bool is_null() const;
  [[nodiscard]] bool is_object() const;
  [[nodiscard]] bool is_array() const;
  [[nodiscard]] bool boolean() const;
  [[nodiscard]] std::int64_t integer(std::int64_t minimum, std::int64_t maximum) const;
  [[nodiscard]] double number() const;
  [[nodiscard]] std::string text() const;
  /// A text of one code point.
  [[nodiscard]] char32_t character() const;
  /// A member of an object.
  [[nodiscard]] JsonValue at(std::string_view key) const;
  [[nodiscard]] std::optional<JsonValue> find(std::string_view key) const;
  void for_each_member(
      const std::function<void(const std::string&, const JsonValue&)>& visit) const;
  void for_each_element(const std::function<void(const JsonValue&)>& visit) const;
  [[nodiscard]] std::size_t n_elements() const;

  /// "FILE: PATH", as complaints begin.
  [[nodiscard]] std::string place() const;
  /// Throws "FILE: PATH: message".
  [[noreturn]] void fail(std::string_view message) const;

 private:
  [[nodiscard]] std::string member_path(std::string_view key) const;
  [[noreturn]] void fail_type(std::string_view expected) const;

  const nlohmann::json* m_value;
  const std::string* m_file;
  std::string m_path;
};

/// A JSON file of at most 64 MiB, 4 million values and 64 levels, without duplicate keys.
class JsonDocument {
 public:
  /// Throws Tokenizer::Error for a file that cannot be read or breaks these rules.
  explicit JsonDocument(const std::filesystem::path& file);
  /// The same of a text that is at hand; complaints begin with `source`.
  JsonDocument(std::string_view json, std::string source);
  ~JsonDocument();
  JsonDocument(const JsonDocument&) = delete;
  JsonDocument& operator=(const JsonDocument&) = delete;

  [[nodiscard]] JsonValue root() const;

 private:
  std::string m_file;
  std::unique_ptr<nlohmann::json> m_root;
};

}  // namespace baryscope
