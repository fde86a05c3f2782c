#include "app/session/key_frame_json.h"

#include <algorithm>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "app/session/camera_json.h"
#include "app/session/film/film_options.h"
#include "core/base/error.h"
#include "core/base/nearest_name.h"
#include "core/base/number_text.h"
#include "core/options/option_io.h"

namespace baryscope {
namespace {

using Json = nlohmann::ordered_json;

const std::vector<std::string>& entries() {
  static const std::vector<std::string> names{"t", "options", "camera", "caption", "ease"};
  return names;
}

double time_from(const nlohmann::json& key) {
  if (!key.contains("t") || !key.at("t").is_number()) {
    throw Error("expected its time in seconds, \"t\": 1.5");
  }
  return key.at("t").get<double>();
}

std::string text_from(const nlohmann::json& value, const char* entry) {
  if (!value.is_string()) {
    throw Error(std::string("expected a text as its '") + entry + "', found " + value.type_name());
  }
  return value.get<std::string>();
}

KeyFrame key_from(const OptionTable& table, const nlohmann::json& value) {
  if (!value.is_object()) {
    throw Error(std::string("expected an object, found ") + value.type_name());
  }
  for (const auto& [name, entry] : value.items()) {
    if (std::find(entries().begin(), entries().end(), name) == entries().end()) {
      throw Error(unknown_name_message("entry", name, entries()));
    }
  }
  KeyFrame key;
  key.seconds = time_from(value);
  if (value.contains("options")) {
    const OptionValues values = option_values_from_json(table, value.at("options").dump());
    for (const auto& [id, text] : values.changed()) {
      key.options.emplace(id, text);
    }
  }
  if (value.contains("camera") && !value.at("camera").is_null()) {
    try {
      key.camera = camera_from_json(value.at("camera"));
    } catch (const nlohmann::json::exception&) {
      throw Error(
          "expected a camera with position, focal_point, up, view_angle, orthographic and "
          "parallel_scale");
    }
  }
  if (value.contains("caption")) {
    key.caption = text_from(value.at("caption"), "caption");
  }
  if (value.contains("ease")) {
    key.ease = easing_named(text_from(value.at("ease"), "ease"));
  }
  check_key(key, table);
  return key;
}

/// Short where the shortest text of the double is.
std::string time_text(double seconds) { return to_text(seconds) + " s"; }

}  // namespace

Json timeline_json(const Timeline& timeline, const OptionTable& table) {
  Json list = Json::array();
  for (const KeyFrame& key : timeline.keys()) {
    Json entry = {{"t", key.seconds}};
    if (!key.options.empty()) {
      OptionValues values(table);
      for (const auto& [id, value] : key.options) {
        values.set(id, value);
      }
      entry["options"] = Json::parse(to_json(values));
    }
    if (key.camera) {
      entry["camera"] = camera_json(*key.camera);
    }
    if (!key.caption.empty()) {
      entry["caption"] = key.caption;
    }
    entry["ease"] = easing_name(key.ease);
    list.push_back(std::move(entry));
  }
  return list;
}

Timeline timeline_from_json(const OptionTable& table, const nlohmann::json& keys) {
  if (!keys.is_array()) {
    throw Error(std::string("keys: expected a list of key frames, found ") + keys.type_name());
  }
  if (keys.size() > k_most_keys) {
    throw Error("keys: " + to_text(static_cast<std::int64_t>(keys.size())) +
                " key frames; a timeline holds at most " +
                to_text(static_cast<std::int64_t>(k_most_keys)));
  }
  Timeline timeline;
  for (const nlohmann::json& value : keys) {
    const std::string name = "key " + to_text(static_cast<std::int64_t>(timeline.size()));
    try {
      KeyFrame key = key_from(table, value);
      if (!timeline.empty() && !(key.seconds > timeline.seconds())) {
        throw Error("its time is " + time_text(key.seconds) + ", but the key before it stands at " +
                    time_text(timeline.seconds()) + ": times rise");
      }
      timeline.add(std::move(key));
    } catch (const UsageError& error) {
      throw UsageError(name + ": " + error.what());
    } catch (const Error& error) {
      throw Error(name + ": " + error.what());
    }
  }
  return timeline;
}

}  // namespace baryscope
