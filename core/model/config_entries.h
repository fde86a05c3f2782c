/// One JSON object of a config, read entry by entry with bounds. Free of ATen.
#pragma once

#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <limits>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace baryscope {

/// The bound of a size that has none of its own.
inline constexpr int any_size = std::numeric_limits<int>::max();

/// The whole of a small JSON text: at most 4 MiB, no key twice in one object. Throws Model::Error
/// that begins with `source`.
nlohmann::json parse_config_text(const std::string& text, const std::string& source);
/// The text of a file, at most 4 MiB. Throws Model::Error.
std::string read_config_file(const std::filesystem::path& path);

/// Every complaint is a Model::Error "cannot use SOURCE: PLACE.KEY …". Keys that nobody asked for
/// are found by refuse_unknown().
class ConfigEntries {
 public:
  /// Throws where `object` is no JSON object.
  ConfigEntries(const nlohmann::json& object, std::string source, std::string place);

  [[noreturn]] void fail(const std::string& problem) const;
  /// The entry; null pointer where it is missing or null.
  [[nodiscard]] const nlohmann::json* find(const char* key);
  /// The first of several spellings that has an entry, else the first.
  [[nodiscard]] const char* spelling(std::initializer_list<const char*> keys);
  /// Whether the entry is there and null.
  [[nodiscard]] bool is_null(const char* key);
  [[nodiscard]] std::string text(const char* key, const std::string& fallback);
  [[nodiscard]] bool flag(const char* key, bool fallback);
  /// A whole number in [minimum, maximum]; without a fallback it must be there.
  [[nodiscard]] int size(const char* key, int minimum, int maximum,
                         std::optional<int> fallback = {});
  /// A finite number in [minimum, maximum].
  [[nodiscard]] double number(const char* key, double minimum, double maximum, double fallback);
  /// One of `known`, by its index.
  [[nodiscard]] std::size_t choice(const char* key, const std::vector<std::string>& known,
                                   const std::string& fallback);
  /// A list of finite numbers in [minimum, maximum]; empty where there is none.
  [[nodiscard]] std::vector<double> numbers(const char* key, double minimum, double maximum);
  /// A list of texts; empty where there is none.
  [[nodiscard]] std::vector<std::string> texts(const char* key);
  void refuse_unknown() const;
  /// Entries that nobody asked for and that say something: not null, not an empty list or object.
  [[nodiscard]] std::vector<std::string> unasked() const;

 private:
  [[nodiscard]] std::string place_of(const std::string& key) const;

  const nlohmann::json& m_object;
  std::string m_source, m_place;
  std::set<std::string> m_asked;
};

}  // namespace baryscope
