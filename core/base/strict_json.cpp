#include "core/base/strict_json.h"

#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "core/base/number_text.h"

namespace baryscope {

using nlohmann::json;

namespace {

/// Looks at a text without keeping it. The library's own callback walks through the whole of an
/// array at the end of each of its objects, which a file of a million would make hours of.
class StrictReader : public nlohmann::json_sax<json> {
 public:
  bool null() override { return true; }
  bool boolean(bool) override { return true; }
  bool number_integer(number_integer_t) override { return true; }
  bool number_unsigned(number_unsigned_t) override { return true; }
  bool number_float(number_float_t, const string_t&) override { return true; }
  bool string(string_t&) override { return true; }
  bool binary(binary_t&) override { return true; }
  bool start_object(std::size_t) override {
    m_open.emplace_back();
    return enter();
  }
  bool key(string_t& key) override {
    constexpr std::size_t shown_bytes = 40;
    if (!m_open.back().insert(key).second) {
      const json shown = key.size() <= shown_bytes ? key : key.substr(0, shown_bytes) + "…";
      throw JsonError("the entry " + shown.dump(-1, ' ', false, json::error_handler_t::replace) +
                      " occurs twice");
    }
    return true;
  }
  bool end_object() override {
    m_open.pop_back();
    return leave();
  }
  bool start_array(std::size_t) override { return enter(); }
  bool end_array() override { return leave(); }
  bool parse_error(std::size_t byte, const std::string&,
                   const nlohmann::detail::exception& error) override {
    if (dynamic_cast<const json::out_of_range*>(&error) != nullptr) {
      throw JsonError("a number in it is beyond the range of doubles");
    }
    throw JsonError("byte " + to_text(static_cast<std::int64_t>(byte)) +
                    " is not JSON; it is cut off or another file");
  }

 private:
  bool enter() {
    constexpr int max_depth = 32;
    if (m_depth++ > max_depth) {
      throw JsonError("it is nested too deeply");
    }
    return true;
  }
  bool leave() {
    --m_depth;
    return true;
  }

  int m_depth = 0;
  std::vector<std::set<std::string>> m_open;  ///< keys of each object that is open
};

}  // namespace

json parse_strict_json(std::string_view text) {
  StrictReader reader;
  json::sax_parse(text.begin(), text.end(), &reader);
  return json::parse(text.begin(), text.end());
}

}  // namespace baryscope
