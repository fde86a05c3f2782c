/// Safetensors files, mapped into memory, and their writer. Free of ATen.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/safetensors_header.h"

namespace baryscope {

/// One file, or the shards that an index names. A byte is read when its tensor is
/// looked at, and only then. Immutable, thread-safe; copies share the mapping.
class Safetensors {
 public:
  using Error = SafetensorsError;

  /// Throws Error where the file is missing, unreadable, or breaks a rule of the format.
  explicit Safetensors(const std::filesystem::path& path);

  /// The weights of a folder (find_weight_files).
  static Safetensors open_folder(const std::filesystem::path& folder);

  [[nodiscard]] std::vector<std::string> names() const;
  [[nodiscard]] const SafetensorsEntry* find_entry(std::string_view name) const;
  /// Throws Error with the nearest known name.
  [[nodiscard]] const SafetensorsEntry& entry(std::string_view name) const;
  /// The tensor's bytes, in place; valid while `owner(name)` lives. Not aligned to anything.
  [[nodiscard]] std::string_view bytes(std::string_view name) const;
  /// What keeps the bytes of a tensor mapped.
  [[nodiscard]] std::shared_ptr<const void> owner(std::string_view name) const;
  [[nodiscard]] const std::map<std::string, std::string>& metadata() const { return m_metadata; }
  [[nodiscard]] const std::filesystem::path& path() const { return m_path; }
  /// What a person should know about the files.
  [[nodiscard]] const std::vector<std::string>& notes() const { return m_notes; }

 private:
  struct File;
  struct Place {
    std::shared_ptr<const File> file;
    const SafetensorsEntry* entry = nullptr;
  };
  Safetensors() = default;
  void add(const std::shared_ptr<const File>& file);
  [[nodiscard]] const Place& place(std::string_view name) const;

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
