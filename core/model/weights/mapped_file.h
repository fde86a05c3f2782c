/// A whole file as bytes in memory, read from the disk where they are touched. Free of ATen.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string_view>

namespace baryscope {

class MappedFile {
 public:
  /// Throws WeightError where it is missing, unreadable, or no regular file.
  explicit MappedFile(std::filesystem::path path);
  ~MappedFile();
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return m_path; }
  [[nodiscard]] std::string_view bytes() const {
    return {static_cast<const char*>(m_data), m_n_bytes};
  }

 private:
  std::filesystem::path m_path;
  void* m_data = nullptr;
  std::size_t m_n_bytes = 0;
};

}  // namespace baryscope
