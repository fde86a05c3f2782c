#include "core/training/checkpoint_state.h"

#include <fmt/format.h>

#include <cstdint>
#include <exception>
#include <nlohmann/json.hpp>

#include "core/base/error.h"

namespace baryscope {
namespace {

constexpr const char* format_key = "baryscope.checkpoint";

std::string state_json(const CheckpointState& state) {
  nlohmann::ordered_json json;
  json["steps_done"] = state.steps_done;
  json["seconds"] = state.seconds;
  json["first_loss"] = state.first_loss;
  json["recent_loss"] = state.recent_loss;
  json["n_wild_steps"] = state.n_wild_steps;
  // As text: JSON readers that know only doubles would round these words.
  for (const std::uint64_t word : state.random) {
    json["random"].push_back(fmt::format("{:016x}", word));
  }
  for (const auto& [id, text] : state.request) {
    json["request"].push_back({id, text});
  }
  return json.dump();
}

}  // namespace

void refuse_checkpoint(const std::filesystem::path& path, const std::string& why) {
  throw Error("cannot go on from " + path.string() + ": " + why +
              "; train anew with --force on, or into another folder");
}

std::map<std::string, std::string> checkpoint_metadata(const CheckpointState& state) {
  return {{format_key, "1"}, {"state", state_json(state)}, {"curve", to_curve_json(state.curve)}};
}

CheckpointState checkpoint_state(const Safetensors& file) {
  const auto& metadata = file.metadata();
  const auto format = metadata.find(format_key);
  const auto state_text = metadata.find("state"), curve_text = metadata.find("curve");
  if (format == metadata.end() || state_text == metadata.end() || curve_text == metadata.end()) {
    refuse_checkpoint(file.path(), "it is no checkpoint of Baryscope");
  }
  if (format->second != "1") {
    refuse_checkpoint(file.path(),
                      "its format is " + format->second.substr(0, 20) + ", expected 1");
  }
  CheckpointState state;
  try {
    const auto json = nlohmann::json::parse(state_text->second);
    state.steps_done = json.at("steps_done").get<int>();
    state.seconds = json.at("seconds").get<double>();
    state.first_loss = json.at("first_loss").get<double>();
    state.recent_loss = json.at("recent_loss").get<double>();
    state.n_wild_steps = json.at("n_wild_steps").get<int>();
    for (std::size_t i = 0; i < state.random.size(); ++i) {
      state.random[i] = std::stoull(json.at("random").at(i).get<std::string>(), nullptr, 16);
    }
    for (const auto& entry : json.at("request")) {
      state.request.emplace_back(entry.at(0).get<std::string>(), entry.at(1).get<std::string>());
    }
  } catch (const std::exception& error) {
    refuse_checkpoint(file.path(), std::string("its state cannot be read (") + error.what() + ")");
  }
  if (state.steps_done < 0 || state.random == Random::State{}) {
    refuse_checkpoint(file.path(), "its state makes no sense");
  }
  state.curve = curve_from_json(curve_text->second, file.path().string());
  return state;
}

CheckpointState read_checkpoint_state(const std::filesystem::path& folder) {
  return checkpoint_state(Safetensors(folder / checkpoint_name));
}

}  // namespace baryscope
