#include "core/model/capture_file.h"

#include <ATen/ATen.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <utility>

#include "core/model/weights/model_files.h"
#include "core/model/weights/tensor_file.h"

namespace baryscope {
namespace {

// All but the first dimension are those of the first part.
bool fits(const at::Tensor& part, const at::Tensor& first) {
  return part.dim() > 0 && part.dim() == first.dim() &&
         part.sizes().slice(1) == first.sizes().slice(1);
}

}  // namespace

CaptureFile::CaptureFile(const std::filesystem::path& path) : m_path(path) {
  if (!is_tensor_index(path)) {
    const Safetensors file(path);
    m_metadata = file.metadata();
    for (const std::string& name : file.names()) {
      m_places[name] = {path};
    }
    m_files.emplace(path, file);
    return;
  }
  TensorIndex index = read_tensor_index(path);
  m_metadata = std::move(index.metadata);
  m_places = std::move(index.files_of_tensor);
  for (const auto& [name, places] : m_places) {
    for (const std::filesystem::path& place : places) {
      const auto found = m_files.find(place) == m_files.end()
                             ? m_files.emplace(place, Safetensors(place)).first
                             : m_files.find(place);
      if (found->second.find_entry(name) == nullptr) {
        throw WeightError(fmt::format("{} promises tensor '{}' in {}, which does not hold it",
                                      path.string(), name, place.filename().string()));
      }
    }
  }
}

std::vector<std::string> CaptureFile::names() const {
  std::vector<std::string> names;
  for (const auto& [name, places] : m_places) {
    names.push_back(name);
  }
  return names;
}

ElementType CaptureFile::type(const std::string& name) const {
  return m_files.at(m_places.at(name).front()).entry(name).type;
}

at::Tensor CaptureFile::read(const std::string& name, at::ScalarType type) const {
  std::vector<at::Tensor> parts;
  for (const std::filesystem::path& place : m_places.at(name)) {
    parts.push_back(
        tensor(m_files.at(place), name).to(type, /*non_blocking=*/false, /*copy=*/true));
    if (m_places.at(name).size() > 1 && !fits(parts.back(), parts.front())) {
      throw WeightError(
          fmt::format("{} joins tensor '{}' of parts that do not fit: [{}] in {}, [{}] in {}",
                      m_path.string(), name, fmt::join(parts.front().sizes(), ", "),
                      m_places.at(name).front().filename().string(),
                      fmt::join(parts.back().sizes(), ", "), place.filename().string()));
    }
  }
  return parts.size() == 1 ? parts.front() : at::cat(parts, 0);
}

}  // namespace baryscope
