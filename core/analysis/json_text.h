/// JSON as text, independent of the locale: strings that are always valid, numbers that read back.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace baryscope {

/// Quoted and escaped; bytes that are no UTF-8 become U+FFFD.
std::string json_string(std::string_view text);
/// The shortest text that reads back the same; null for NaN and infinities.
std::string json_number(double value);
/// null for nothing.
std::string json_number(std::optional<double> value);
/// "[1,2.5]"
std::string json_numbers(std::span<const double> values);

/// Builds one object field by field: {"a":1,"b":[…]}.
class JsonObject {
 public:
  /// `json` must be valid JSON.
  JsonObject& add(std::string_view name, std::string_view json);
  JsonObject& add_text(std::string_view name, std::string_view text);
  JsonObject& add_number(std::string_view name, double value);
  JsonObject& add_optional(std::string_view name, std::optional<double> value);
  JsonObject& add_flag(std::string_view name, bool value);

  /// `separator` stands between the fields: "," or ",\n".
  [[nodiscard]] std::string text(std::string_view separator = ",") const;

 private:
  std::vector<std::string> m_fields;
};

}  // namespace baryscope
