/// The tensors and words of a capture, in one file or in those that an index names.
#pragma once

#include <ATen/core/Tensor.h>

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "core/model/weights/safetensors.h"

namespace baryscope {

class CaptureFile {
 public:
  /// A `*.safetensors`, or a `*.safetensors.index.json` with its files. Throws WeightError.
  explicit CaptureFile(const std::filesystem::path& path);

  /// Sorted.
  [[nodiscard]] std::vector<std::string> names() const;
  [[nodiscard]] const std::map<std::string, std::string>& metadata() const { return m_metadata; }
  [[nodiscard]] ElementType type(const std::string& name) const;
  /// A copy, so that a file that is overwritten later changes nothing; parts in several files are
  /// joined along the first dimension, their heads. Throws WeightError where they do not fit.
  [[nodiscard]] at::Tensor read(const std::string& name, at::ScalarType type) const;

 private:
  std::filesystem::path m_path;
  std::map<std::string, std::string> m_metadata;
  std::map<std::filesystem::path, Safetensors> m_files;
  std::map<std::string, std::vector<std::filesystem::path>> m_places;
};

}  // namespace baryscope
