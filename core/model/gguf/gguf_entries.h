/// The metadata of a GGUF file that belongs to its architecture, read key by key. Free of ATen.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/weights/gguf_file.h"

namespace baryscope {

/// Keys are told without the architecture: "block_count" of "llama.block_count". Complaints are
/// WeightError and name file and key.
class GgufEntries {
 public:
  explicit GgufEntries(const GgufFile& file);

  [[nodiscard]] const std::string& architecture() const { return m_architecture; }
  [[nodiscard]] const GgufFile& file() const { return m_file; }
  /// "llama.block_count"
  [[nodiscard]] std::string full_key(std::string_view key) const;

  /// In [1, 2³¹); an array counts where all its numbers are the same.
  [[nodiscard]] int size(std::string_view key);
  [[nodiscard]] std::optional<int> find_size(std::string_view key);
  [[nodiscard]] std::optional<double> find_number(std::string_view key);
  [[nodiscard]] std::optional<std::string> find_text(std::string_view key);
  [[nodiscard]] std::optional<bool> find_flag(std::string_view key);
  /// An array of flags; empty where there is none, or one number.
  [[nodiscard]] std::vector<bool> flags(std::string_view key);

  [[nodiscard]] bool has_tensor(std::string_view name) const;
  /// Rows of a matrix. Throws where it is not there.
  [[nodiscard]] std::int64_t n_rows(std::string_view tensor) const;
  /// All numbers of a small F32 tensor; empty where there is none.
  [[nodiscard]] std::vector<double> numbers_of(std::string_view tensor) const;

  /// Whether the file has keys of parts that read pictures or sound, too.
  [[nodiscard]] bool has_other_parts() const;

  [[noreturn]] void fail(std::string_view key, const std::string& problem) const;
  /// Throws for a key of the architecture that nobody asked for: what is unknown may count.
  void refuse_unknown() const;

 private:
  /// The full key, noted as asked for.
  std::string asked(std::string_view key);

  const GgufFile& m_file;
  std::string m_architecture;
  std::set<std::string, std::less<>> m_asked;
};

}  // namespace baryscope
