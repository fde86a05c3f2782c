/// Tensors by name, whatever files hold them: what a model reads its weights from. Free of ATen.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.h"
#include "core/model/weights/element_type.h"

namespace baryscope {

/// A file of weights that breaks its format's rules, or cannot be read.
class WeightError : public Error {
 public:
  using Error::Error;
};

/// A tensor as read() gives it.
struct TensorEntry {
  std::string name;
  ElementType type = ElementType::f32;
  std::vector<std::int64_t> shape;
  /// "Q4_1": the file holds blocks of small numbers, which read() decodes to F32; empty: the
  /// numbers as they are.
  std::string coding = {};
  bool is_readable = true;  ///< false: of a coding that this version does not know
};

/// Whose names the tensors have.
enum class TensorNaming {
  checkpoint,  ///< the model's own: a family's `stored_weight`
  ggml,        ///< one scheme for all models
};

/// Row-major, little-endian numbers, not aligned to anything: in place where a file holds them as
/// they are, else decoded anew each time. Valid while `owner` lives.
struct TensorBytes {
  std::string_view bytes;
  std::shared_ptr<const void> owner;
};

/// Immutable and thread-safe; a tensor's numbers are touched when it is read, and only then.
class WeightSource {
 public:
  virtual ~WeightSource() = default;

  /// Sorted.
  [[nodiscard]] virtual std::vector<std::string> names() const = 0;
  [[nodiscard]] virtual const TensorEntry* find_entry(std::string_view name) const = 0;
  /// Throws WeightError where there is no such tensor, or none that is readable.
  [[nodiscard]] virtual TensorBytes read(std::string_view name) const = 0;
  /// Rows [first, first + n_rows) of a tensor with a coding, each as long as its last dimension, in
  /// F32. Throws as read().
  virtual void decode_rows(std::string_view name, std::int64_t first, std::int64_t n_rows,
                           float* numbers) const;
  [[nodiscard]] virtual TensorNaming naming() const { return TensorNaming::checkpoint; }
  /// Says that the tensor is read soon: what lies on a disk is fetched meanwhile. Unknown names are
  /// ignored; nothing where that makes no sense.
  virtual void read_ahead(std::string_view /*name*/) const {}
  /// What the files say beside their tensors, text by key; nothing where they say it otherwise.
  [[nodiscard]] virtual const std::map<std::string, std::string>& metadata() const;
  /// The file that messages name: the one, or the index of many.
  [[nodiscard]] virtual const std::filesystem::path& path() const = 0;
  /// What a person should know about the files; nothing unless a source knows something.
  [[nodiscard]] virtual const std::vector<std::string>& notes() const;

  /// Throws WeightError with the nearest known name.
  [[nodiscard]] const TensorEntry& entry(std::string_view name) const;

 protected:
  WeightSource() = default;
  WeightSource(const WeightSource&) = default;
  WeightSource(WeightSource&&) = default;
  WeightSource& operator=(const WeightSource&) = default;
  WeightSource& operator=(WeightSource&&) = default;
};

/// The weights of a model folder, whatever form they have. Throws WeightError where there are none.
std::shared_ptr<const WeightSource> open_weights(const std::filesystem::path& folder);

}  // namespace baryscope
