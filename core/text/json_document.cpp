#include "core/text/json_document.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <system_error>
#include <vector>

#include "core/base/input_file.h"
#include "core/text/aligned_text.h"
#include "core/text/tokenizer.h"

namespace baryscope {
namespace {

using nlohmann::json;

constexpr std::size_t k_max_document_bytes = std::size_t{64} << 20;
constexpr std::size_t k_max_values = 4'000'000;
constexpr std::size_t k_max_depth = 64;

std::string shown(std::string_view text) {
  constexpr std::size_t k_shown = 60;
  return text.size() <= k_shown ? std::string(text) : std::string(text.substr(0, k_shown)) + "…";
}

/// Builds the values while it counts them; recursion is the parser's own stack, which is a vector.
class BoundedBuilder : public nlohmann::json_sax<json> {
 public:
  BoundedBuilder(json& root, const std::string& file) : m_root(root), m_file(file) {}

  bool null() override { return add(json()); }
  bool boolean(bool value) override { return add(json(value)); }
  bool number_integer(number_integer_t value) override { return add(json(value)); }
  bool number_unsigned(number_unsigned_t value) override { return add(json(value)); }
  bool number_float(number_float_t value, const string_t& /*text*/) override {
    return add(json(value));
  }
  bool string(string_t& value) override { return add(json(std::move(value))); }
  bool binary(binary_t& /*value*/) override { return false; }
  bool start_object(std::size_t /*n*/) override { return open(json::object()); }
  bool start_array(std::size_t /*n*/) override { return open(json::array()); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }
  bool key(string_t& value) override {
    const auto [member, is_new] = m_open.back()->get_ref<json::object_t&>().try_emplace(value);
    if (!is_new)
      throw Tokenizer::Error(
          fmt::format("{}: the key \"{}\" occurs twice in one object", m_file, shown(value)));
    m_member = &member->second;
    return true;
  }
  bool parse_error(std::size_t position, const std::string& /*last_token*/,
                   const nlohmann::detail::exception& /*error*/) override {
    throw Tokenizer::Error(
        fmt::format("{}: not JSON at byte {}; it is cut off or another file", m_file, position));
  }

 private:
  json* place(json&& value) {
    if (++m_n_values > k_max_values)
      throw Tokenizer::Error(fmt::format("{}: more than {} JSON values", m_file, k_max_values));
    if (m_open.empty()) {
      m_root = std::move(value);
      return &m_root;
    }
    if (m_open.back()->is_array()) {
      m_open.back()->push_back(std::move(value));
      return &m_open.back()->back();
    }
    *m_member = std::move(value);
    return m_member;
  }
  bool add(json&& value) {
    place(std::move(value));
    return true;
  }
  bool open(json&& value) {
    if (m_open.size() >= k_max_depth)
      throw Tokenizer::Error(fmt::format("{}: nested deeper than {} levels", m_file, k_max_depth));
    m_open.push_back(place(std::move(value)));
    return true;
  }
  bool close() {
    m_open.pop_back();
    return true;
  }

  json& m_root;
  const std::string& m_file;
  std::vector<json*> m_open;
  json* m_member = nullptr;
  std::size_t m_n_values = 0;
};

std::string read_whole(const std::filesystem::path& file) {
  std::error_code ignored;
  if (!std::filesystem::exists(file, ignored))
    throw Tokenizer::Error(
        fmt::format("{}: no such file; a model folder holds one", file.string()));
  return reading_as<Tokenizer::Error>([&] { return read_input_file(file, k_max_document_bytes); });
}

}  // namespace

JsonDocument::JsonDocument(const std::filesystem::path& file)
    : m_file(file.string()), m_root(std::make_unique<json>()) {
  const std::string bytes = read_whole(file);
  BoundedBuilder builder(*m_root, m_file);
  json::sax_parse(bytes, &builder);
}
JsonDocument::JsonDocument(std::string_view json_text, std::string source)
    : m_file(std::move(source)), m_root(std::make_unique<json>()) {
  BoundedBuilder builder(*m_root, m_file);
  json::sax_parse(json_text, &builder);
}
JsonDocument::~JsonDocument() = default;

JsonValue JsonDocument::root() const { return {*m_root, m_file, ""}; }

bool JsonValue::is_null() const { return m_value->is_null(); }
bool JsonValue::is_object() const { return m_value->is_object(); }
bool JsonValue::is_array() const { return m_value->is_array(); }

bool JsonValue::boolean() const {
  if (!m_value->is_boolean()) fail_type("true or false");
  return m_value->get<bool>();
}

std::int64_t JsonValue::integer(std::int64_t minimum, std::int64_t maximum) const {
  const std::string expected = fmt::format("an integer from {} to {}", minimum, maximum);
  if (!m_value->is_number_integer()) fail_type(expected);
  if (m_value->is_number_unsigned() &&
      m_value->get<std::uint64_t>() > static_cast<std::uint64_t>(maximum))
    fail_type(expected);
  const auto value = m_value->get<std::int64_t>();
  if (value < minimum || value > maximum) fail_type(expected);
  return value;
}

double JsonValue::number() const {
  if (!m_value->is_number()) fail_type("a number");
  return m_value->get<double>();
}

std::string JsonValue::text() const {
  if (!m_value->is_string()) fail_type("a string");
  return m_value->get<std::string>();
}

char32_t JsonValue::character() const {
  const std::u32string characters = to_aligned_text(text()).characters;
  if (characters.size() != 1) fail_type("one character");
  return characters.front();
}

JsonValue JsonValue::at(std::string_view key) const {
  auto member = find(key);
  if (!member) fail(fmt::format("has no member \"{}\"", key));
  return *std::move(member);
}

std::optional<JsonValue> JsonValue::find(std::string_view key) const {
  if (!m_value->is_object()) fail_type("an object");
  const auto member = m_value->find(key);
  if (member == m_value->end()) return std::nullopt;
  return JsonValue(*member, *m_file, member_path(key));
}

void JsonValue::for_each_member(
    const std::function<void(const std::string&, const JsonValue&)>& visit) const {
  if (!m_value->is_object()) fail_type("an object");
  for (const auto& [key, value] : m_value->get_ref<const json::object_t&>())
    visit(key, JsonValue(value, *m_file, member_path(key)));
}

void JsonValue::for_each_element(const std::function<void(const JsonValue&)>& visit) const {
  if (!m_value->is_array()) fail_type("an array");
  for (std::size_t i = 0; i < m_value->size(); ++i)
    visit(JsonValue((*m_value)[i], *m_file, fmt::format("{}[{}]", m_path, i)));
}

std::size_t JsonValue::n_elements() const {
  if (!m_value->is_array()) fail_type("an array");
  return m_value->size();
}

std::string JsonValue::member_path(std::string_view key) const {
  return m_path.empty() ? shown(key) : fmt::format("{}.{}", m_path, shown(key));
}

std::string JsonValue::place() const {
  return fmt::format("{}: {}", *m_file, m_path.empty() ? "the document" : m_path);
}

void JsonValue::fail(std::string_view message) const {
  throw Tokenizer::Error(fmt::format("{}: {}", place(), message));
}

void JsonValue::fail_type(std::string_view expected) const {
  std::string found = m_value->type_name();
  if (m_value->is_primitive() && !m_value->is_null())
    found += " " + shown(m_value->dump(-1, ' ', false, json::error_handler_t::replace));
  fail(fmt::format("is {}; expected {}", found, expected));
}

}  // namespace baryscope
