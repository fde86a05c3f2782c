/// GGUF files as a source of weights: one, or the parts of a split one. Free of ATen.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/weights/gguf_header.h"
#include "core/model/weights/weight_source.h"

namespace baryscope {

/// Every part of the file, itself where it is whole; present or not.
std::vector<std::filesystem::path> gguf_parts(const std::filesystem::path& path);

/// Mapped into memory. Tensors have ggml's names; those with a coding are decoded when they are
/// read.
class GgufFile final : public WeightSource {
 public:
  using Error = WeightError;

  /// Any part stands for all. Throws Error where a file is missing, unreadable, breaks a rule of
  /// the format, or the parts are not of one model.
  explicit GgufFile(const std::filesystem::path& path);

  /// Of the first part.
  [[nodiscard]] const GgufValues& values() const;

  [[nodiscard]] std::vector<std::string> names() const override;
  [[nodiscard]] const TensorEntry* find_entry(std::string_view name) const override;
  [[nodiscard]] TensorBytes read(std::string_view name) const override;
  void decode_rows(std::string_view name, std::int64_t first, std::int64_t n_rows,
                   float* numbers) const override;
  [[nodiscard]] TensorNaming naming() const override { return TensorNaming::ggml; }
  void read_ahead(std::string_view name) const override;
  [[nodiscard]] const std::filesystem::path& path() const override { return m_path; }

 private:
  struct File;
  struct Place {
    std::shared_ptr<const File> file;
    const GgufTensor* tensor = nullptr;
    TensorEntry entry;
  };
  void add(const std::shared_ptr<const File>& file);
  void check_parts() const;
  [[nodiscard]] const Place& place(std::string_view name) const;
  [[nodiscard]] static std::string_view stored(const Place& place);

  std::filesystem::path m_path;
  std::vector<std::shared_ptr<const File>> m_files;
  std::map<std::string, Place, std::less<>> m_places;
};

}  // namespace baryscope
