#include "app/session/camera_json.h"

#include <nlohmann/json.hpp>
#include <vector>

#include "core/base/error.h"

namespace baryscope {
namespace {

using Json = nlohmann::ordered_json;

Json vec3_json(Vec3 v) { return Json::array({v.x, v.y, v.z}); }

Vec3 vec3_from(const nlohmann::json& value) {
  const auto numbers = value.get<std::vector<double>>();
  if (numbers.size() != 3) {
    throw Error("expected three numbers");
  }
  return {numbers[0], numbers[1], numbers[2]};
}

}  // namespace

Camera camera_from_json(const nlohmann::json& value) {
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

Json camera_json(const Camera& camera) {
  return {{"position", vec3_json(camera.position)},
          {"focal_point", vec3_json(camera.focal_point)},
          {"up", vec3_json(camera.up)},
          {"view_angle", camera.view_angle},
          {"orthographic", camera.orthographic},
          {"parallel_scale", camera.parallel_scale}};
}

}  // namespace baryscope
