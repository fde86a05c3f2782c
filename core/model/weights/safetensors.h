/// Safetensors files, mapped into memory, and their writer. Free of ATen.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/weights/safetensors_header.h"
#include "core/model/weights/weight_source.h"

namespace baryscope {

/// One file, or the shards that an index names; tensors stand in place. Copies share the mapping.
class Safetensors final : public WeightSource {
 public:
  using Error = WeightError;

  /// Throws Error where the file is missing, unreadable, or breaks a rule of the format.
  explicit Safetensors(const std::filesystem::path& path);

  /// The weights of a folder (find_weight_files).
  static Safetensors open_folder(const std::filesystem::path& folder);

  [[nodiscard]] std::vector<std::string> names() const override;
  [[nodiscard]] const SafetensorsEntry* find_entry(std::string_view name) const override;
  [[nodiscard]] TensorBytes read(std::string_view name) const override;
  void read_ahead(std::string_view name) const override;
  [[nodiscard]] const std::map<std::string, std::string>& metadata() const override {
    return m_metadata;
  }
  [[nodiscard]] const std::filesystem::path& path() const override { return m_path; }
  [[nodiscard]] const std::vector<std::string>& notes() const override { return m_notes; }

 private:
  struct File;
  struct Place {
    std::shared_ptr<const File> file;
    const SafetensorsEntry* entry = nullptr;
  };
  Safetensors() = default;
  void add(const std::shared_ptr<const File>& file);

  std::filesystem::path m_path;
  std::map<std::string, Place, std::less<>> m_places;
  std::map<std::string, std::string> m_metadata;
  std::vector<std::string> m_notes;
};

/// One tensor to be written: row-major, little-endian bytes.
struct SafetensorsTensor {
  std::string name;
  ElementType type = ElementType::f32;
  std::vector<std::int64_t> shape;
  std::string_view bytes;
};

/// Writes a file whole or not at all. Same tensors and metadata, same bytes: ordered by element
/// size (descending), then name, so that every tensor is aligned; the header is padded to 8 bytes.
void write_safetensors(std::vector<SafetensorsTensor> tensors,
                       const std::map<std::string, std::string>& metadata,
                       const std::filesystem::path& target);

}  // namespace baryscope
