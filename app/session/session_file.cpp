#include "app/session/session_file.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "app/session/all_options.h"
#include "app/session/session_requests.h"
#include "app/session/sha256.h"
#include "app/session/text_file.h"
#include "app/session/version.h"
#include "core/analysis/model_library.h"
#include "core/base/error.h"
#include "core/base/number_text.h"
#include "core/options/option_io.h"
#include "core/sampling/data_source.h"
#include "viz/export/image.h"

namespace baryscope {
namespace {

using Json = nlohmann::ordered_json;

constexpr int schema = 1;

Json to_json_value(Vec3 v) { return Json::array({v.x, v.y, v.z}); }

Vec3 vec3_from(const Json& value) {
  const auto numbers = value.get<std::vector<double>>();
  if (numbers.size() != 3) {
    throw Error("expected three numbers");
  }
  return {numbers[0], numbers[1], numbers[2]};
}

Camera camera_from(const Json& value) {
  Camera camera;
  camera.position = vec3_from(value.at("position"));
  camera.focal_point = vec3_from(value.at("focal_point"));
  camera.up = vec3_from(value.at("up"));
  camera.view_angle = value.at("view_angle").get<double>();
  camera.orthographic = value.at("orthographic").get<bool>();
  camera.parallel_scale = value.at("parallel_scale").get<double>();
  if (!(camera.view_angle > 0 && camera.view_angle < 180 && camera.parallel_scale > 0)) {
    throw Error("expected a view_angle between 0 and 180 and a parallel_scale > 0");
  }
  return camera;
}

Json to_json_value(const Camera& camera) {
  return {{"position", to_json_value(camera.position)},
          {"focal_point", to_json_value(camera.focal_point)},
          {"up", to_json_value(camera.up)},
          {"view_angle", camera.view_angle},
          {"orthographic", camera.orthographic},
          {"parallel_scale", camera.parallel_scale}};
}

SessionFile session_from_json(const OptionTable& table, const Json& json) {
  if (!json.is_object() || !json.contains("schema") || !json.contains("options")) {
    throw Error("expected an object with 'schema' and 'options'");
  }
  if (json.at("schema") != schema) {
    throw Error("schema " + json.at("schema").dump() + " is not known; this version reads 1");
  }
  SessionFile session{option_values_from_json(table, json.at("options").dump()), {}, {}};
  for (const auto& [id, value] : session.options.changed()) {
    if (!is_session_option(table.spec(id))) {
      throw Error("the option '" + id + "' belongs to one run, not to a session");
    }
  }
  if (json.contains("camera") && !json.at("camera").is_null()) {
    session.camera = camera_from(json.at("camera"));
  }
  if (json.contains("inputs")) {
    for (const Json& input : json.at("inputs")) {
      const std::string option = input.contains("dataset") ? "dataset" : "model";
      session.inputs.push_back({input.at(option).get<std::string>(), input.value("file", ""),
                                input.at("sha256").get<std::string>(), option});
    }
  }
  return session;
}

bool counts_as_input(const std::filesystem::path& file) {
  return file.filename() == "config.json" || file.filename() == "tokenizer.json" ||
         file.extension() == ".safetensors";
}

std::vector<SessionInput> hash_model(const std::string& model) {
  const std::filesystem::path place = find_model(model);
  if (!std::filesystem::is_directory(place)) {
    return {{model, "", sha256_of_file(place)}};
  }
  std::vector<SessionInput> inputs;
  for (const auto& entry : std::filesystem::directory_iterator(place)) {
    if (counts_as_input(entry.path()) && !entry.is_directory()) {
      inputs.push_back({model, entry.path().filename().string(), sha256_of_file(entry.path())});
    }
  }
  std::sort(inputs.begin(), inputs.end(),
            [](const auto& a, const auto& b) { return a.file < b.file; });
  return inputs;
}

std::vector<SessionInput> hash_data(const std::string& name) {
  if (!is_data_file(name)) {
    return {};  // made from its options
  }
  std::vector<SessionInput> inputs{{name, "", sha256_of_file(name), "dataset"}};
  std::filesystem::path labels = name;
  if (labels.extension() == ".npy") {
    labels.replace_extension(".labels.npy");
    inputs.push_back({name, labels.filename().string(), sha256_of_file(labels), "dataset"});
  }
  return inputs;
}

std::filesystem::path place_of(const SessionInput& input) {
  if (input.option == "dataset") {
    const std::filesystem::path data = input.name;
    return input.file.empty() ? data : data.parent_path() / input.file;
  }
  const std::filesystem::path model = find_model(input.name);
  return input.file.empty() ? model : model / input.file;
}

}  // namespace

std::vector<SessionInput> hash_inputs(const OptionValues& options) {
  if (shows_samples(options)) {
    return hash_data(options.text("dataset"));
  }
  std::vector<SessionInput> inputs = hash_model(options.text("model"));
  if (const std::string& compared = options.text("compare");
      !compared.empty() && compared != options.text("model")) {
    const std::vector<SessionInput> more = hash_model(compared);
    inputs.insert(inputs.end(), more.begin(), more.end());
  }
  return inputs;
}

std::vector<std::string> changed_inputs(const std::vector<SessionInput>& inputs) {
  std::vector<std::string> sentences;
  for (const SessionInput& input : inputs) {
    std::string name = input.name;
    if (!input.file.empty()) {
      name = input.option == "dataset" ? place_of(input).string() : name + "/" + input.file;
    }
    try {
      if (sha256_of_file(place_of(input)) != input.sha256) {
        sentences.push_back(name + " is not the file that this session was made with");
      }
    } catch (const Error& error) {
      sentences.push_back(name + ", with which this session was made: " + error.what());
    }
  }
  return sentences;
}

std::string to_session_text(const SessionFile& session) {
  OptionValues kept(session.options.table());
  for (const auto& [id, value] : session.options.changed()) {
    const OptionSpec& spec = kept.table().spec(id);
    if (is_session_option(spec) && value != spec.default_value) {
      kept.set(id, value);
    }
  }
  Json json = {{"schema", schema},
               {"baryscope", std::string(version())},
               {"options", Json::parse(to_json(kept))}};
  if (session.camera) {
    json["camera"] = to_json_value(*session.camera);
  }
  json["inputs"] = Json::array();
  for (const SessionInput& input : session.inputs) {
    Json entry = {{input.option, input.name}};
    if (!input.file.empty()) {
      entry["file"] = input.file;
    }
    entry["sha256"] = input.sha256;
    json["inputs"].push_back(std::move(entry));
  }
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

SessionFile session_from_text(const OptionTable& table, std::string_view text,
                              const std::string& name) {
  try {
    return session_from_json(table, Json::parse(text));
  } catch (const nlohmann::json::parse_error& error) {
    throw Error(name + " is no session: byte " + to_text(static_cast<std::int64_t>(error.byte)) +
                " is not JSON; is it cut off or another file?");
  } catch (const nlohmann::json::exception&) {
    throw Error(name +
                " is no session: its camera, its inputs or a number is not what a session holds");
  } catch (const UsageError& error) {
    throw UsageError(name + ": " + error.what());
  } catch (const Error& error) {
    throw Error(name + " is no session: " + error.what());
  }
}

SessionFile load_session(const OptionTable& table, const std::filesystem::path& path) {
  if (path.extension() != ".png") {
    return session_from_text(table, read_file(path), path.string());
  }
  std::map<std::string, std::string> texts;
  static_cast<void>(load_png(path, &texts));
  const auto found = texts.find(std::string(session_keyword));
  if (found == texts.end()) {
    throw Error(path.string() +
                " carries no session: only figures that Baryscope wrote open again");
  }
  return session_from_text(table, found->second, path.string());
}

}  // namespace baryscope
