#include "app/session/session_file.h"

#include <functional>
#include <map>
#include <nlohmann/json.hpp>

#include "app/session/all_options.h"
#include "app/session/camera_json.h"
#include "app/session/film/film_options.h"
#include "app/session/key_frame_json.h"
#include "app/session/text_file.h"
#include "app/session/version.h"
#include "core/base/error.h"
#include "core/base/strict_json.h"
#include "core/options/option_io.h"
#include "core/sampling/data/data_source.h"
#include "viz/draw/image.h"
#include "viz/export/pdf_attachment.h"
#include "viz/export/png.h"
#include "viz/export/svg_session.h"

namespace baryscope {
namespace {

using Json = nlohmann::ordered_json;

constexpr int schema = 1;

SessionFile session_from_json(const OptionTable& table, const nlohmann::json& json) {
  if (!json.is_object() || !json.contains("schema") || !json.contains("options")) {
    throw Error("expected an object with 'schema' and 'options'");
  }
  if (json.at("schema") != schema) {
    throw Error("schema " + json.at("schema").dump() + " is not known; this version reads 1");
  }
  SessionFile session{option_values_from_json(table, json.at("options").dump()), {}, {}, {}};
  for (const auto& [id, value] : session.options.changed()) {
    if (!is_session_option(table.spec(id))) {
      throw Error("the option '" + id + "' belongs to one run, not to a session");
    }
  }
  if (json.contains("camera") && !json.at("camera").is_null()) {
    session.camera = camera_from_json(json.at("camera"));
  }
  if (json.contains("inputs")) {
    for (const nlohmann::json& input : json.at("inputs")) {
      const std::string option = input.contains("dataset") ? "dataset" : "model";
      session.inputs.push_back({input.at(option).get<std::string>(), input.value("file", ""),
                                input.at("sha256").get<std::string>(), option});
      check_input(session.inputs.back(), session.options);
    }
  }
  if (json.contains("keys")) {
    session.timeline = timeline_from_json(table, json.at("keys"));
  }
  return session;
}

/// Gives every path of an input, in the options and in the list, another name.
void rename_inputs(SessionFile& session,
                   const std::function<std::string(const std::string& name)>& rename) {
  for (const char* id : {"model", "compare", "dataset"}) {
    const std::string& name = session.options.text(id);
    const bool generated = std::string_view(id) == "dataset" && !is_data_file(name);
    if (const std::string other = generated ? name : rename(name); other != name) {
      session.options.set(id, other);
    }
  }
  for (SessionInput& input : session.inputs) {
    input.name = rename(input.name);
  }
}

std::optional<std::string> png_session(const std::filesystem::path& path) {
  std::map<std::string, std::string> texts;
  static_cast<void>(load_png(path, &texts));
  const auto found = texts.find(std::string(session_keyword));
  return found == texts.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace

std::string to_session_text(SessionFile session, const std::filesystem::path& folder) {
  rename_inputs(session, [&folder](const std::string& name) { return name_from(folder, name); });
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
    json["camera"] = camera_json(*session.camera);
  }
  if (!session.timeline.empty()) {
    json["keys"] = timeline_json(session.timeline, kept.table());
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
    return session_from_json(table, parse_strict_json(text));
  } catch (const nlohmann::json::exception&) {
    throw Error(name +
                " is no session: its camera, its inputs or a number is not what a session holds");
  } catch (const UsageError& error) {
    throw UsageError(name + ": " + error.what());
  } catch (const Error& error) {
    throw Error(name + " is no session: " + error.what());
  }
}

OptionValues opened_values(const SessionFile& session, const OptionValues& now) {
  OptionValues values = session.options;
  for (const auto& [id, value] : now.changed()) {
    if (!is_session_option(values.table().spec(id))) {
      values.set(id, value);
    }
  }
  // What moved before has nothing to move by here.
  const FilmKind kind = film_kind(values);
  if ((kind == FilmKind::sweep && values.text("sweep").empty()) ||
      (kind == FilmKind::keys && session.timeline.empty())) {
    values.reset("animate");
  }
  return values;
}

SessionFile load_session(const OptionTable& table, const std::filesystem::path& path) {
  const auto from_text = [&](std::string_view text) {
    SessionFile session = session_from_text(table, text, path.string());
    rename_inputs(session, [folder = path.parent_path()](const std::string& name) {
      return name_beside(folder, name);
    });
    return session;
  };
  const std::string ending = path.extension().string();
  if (ending != ".png" && ending != ".svg" && ending != ".pdf") {
    return from_text(read_file(path));
  }
  const std::optional<std::string> text = ending == ".svg"
                                              ? find_svg_text(read_file(path), session_keyword)
                                          : ending == ".pdf" ? find_attachment(path)
                                                             : png_session(path);
  if (!text) {
    throw Error(path.string() +
                " carries no session: only figures that Baryscope wrote open again");
  }
  return from_text(*text);
}

}  // namespace baryscope
