#include "core/training/checkpoint.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <fmt/format.h>

#include <map>
#include <nlohmann/json.hpp>
#include <utility>

#include "core/base/error.h"
#include "core/base/number_text.h"
#include "core/model/tensor_file.h"

namespace baryscope {
namespace {

constexpr const char* format_key = "baryscope.checkpoint";

[[noreturn]] void refuse(const std::filesystem::path& path, const std::string& why) {
  throw Error("cannot go on from " + path.string() + ": " + why +
              "; train anew with --force on, or into another folder");
}

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

CheckpointState state_from(const Safetensors& file) {
  const auto& metadata = file.metadata();
  const auto format = metadata.find(format_key);
  const auto state_text = metadata.find("state"), curve_text = metadata.find("curve");
  if (format == metadata.end() || state_text == metadata.end() || curve_text == metadata.end()) {
    refuse(file.path(), "it is no checkpoint of Baryscope");
  }
  if (format->second != "1") {
    refuse(file.path(), "its format is " + format->second.substr(0, 20) + ", expected 1");
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
    refuse(file.path(), std::string("its state cannot be read (") + error.what() + ")");
  }
  if (state.steps_done < 0 || state.random == Random::State{}) {
    refuse(file.path(), "its state makes no sense");
  }
  state.curve = curve_from_json(curve_text->second, file.path().string());
  return state;
}

at::Tensor matching(const Safetensors& file, const std::string& name, const at::Tensor& target) {
  if (file.find_entry(name) == nullptr) {
    refuse(file.path(), "it has no tensor " + name);
  }
  at::Tensor values = tensor(file, name);
  if (values.sizes() != target.sizes() || values.scalar_type() != at::kFloat) {
    refuse(file.path(), "its tensor " + name + " is of another model");
  }
  return values;
}

}  // namespace

void save_checkpoint(const std::filesystem::path& folder, const Transformer& model,
                     const AdamW& optimizer, const CheckpointState& state) {
  std::vector<std::pair<std::string, at::Tensor>> tensors;
  for (const auto& [name, values] : model.parameters()) {
    tensors.emplace_back("weights." + name, values.detach());
  }
  for (const auto& [name, values] : optimizer.moments()) {
    tensors.emplace_back("adamw." + name, values);
  }
  const std::map<std::string, std::string> metadata = {
      {format_key, "1"}, {"state", state_json(state)}, {"curve", to_curve_json(state.curve)}};
  write_tensors(tensors, metadata, folder / checkpoint_name);
}

CheckpointState load_checkpoint(const std::filesystem::path& folder, const Transformer& model,
                                AdamW& optimizer) {
  const at::NoGradGuard no_gradients;
  const Safetensors file(folder / checkpoint_name);
  CheckpointState state = state_from(file);
  AdamW::Tensors moments = optimizer.moments();
  for (auto& [name, values] : moments) {
    values = matching(file, "adamw." + name, values);
  }
  for (const auto& [name, values] : model.parameters()) {
    at::Tensor(values).copy_(matching(file, "weights." + name, values));
  }
  optimizer.restore(moments, state.steps_done);
  return state;
}

CheckpointState read_checkpoint_state(const std::filesystem::path& folder) {
  return state_from(Safetensors(folder / checkpoint_name));
}

}  // namespace baryscope
