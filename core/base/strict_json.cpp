#include "core/base/strict_json.h"

#include <cstdint>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "core/base/number_text.h"

namespace baryscope {

using nlohmann::json;

json parse_strict_json(std::string_view text) {
  constexpr int max_depth = 32;
  constexpr std::size_t shown_bytes = 40;
  std::vector<std::set<std::string>> open;
  const auto watch = [&](int depth, json::parse_event_t event, json& parsed) {
    if (depth > max_depth) {
      throw JsonError("it is nested too deeply");
    }
    if (event == json::parse_event_t::object_start) {
      open.emplace_back();
    } else if (event == json::parse_event_t::object_end) {
      open.pop_back();
    } else if (event == json::parse_event_t::key) {
      const auto& key = parsed.get_ref<const std::string&>();
      if (!open.back().insert(key).second) {
        const json shown = key.size() <= shown_bytes ? key : key.substr(0, shown_bytes) + "…";
        throw JsonError("the entry " + shown.dump(-1, ' ', false, json::error_handler_t::replace) +
                        " occurs twice");
      }
    }
    return true;
  };
  try {
    return json::parse(text.begin(), text.end(), watch);
  } catch (const json::parse_error& error) {
    throw JsonError("byte " + to_text(static_cast<std::int64_t>(error.byte)) +
                    " is not JSON; is it cut off or another file?");
  } catch (const json::out_of_range&) {
    throw JsonError("a number in it is beyond the range of doubles");
  }
}

}  // namespace baryscope
