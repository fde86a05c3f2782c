/// Memory for the numbers of one layer after another.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <memory>

namespace baryscope {

/// Hands out blocks of floats on the CPU; one that is given back (its last tensor goes) is handed
/// out again, since pages that are new cost more than filling them. Keeps one such block.
class NumberBlocks {
 public:
  NumberBlocks();

  /// [n_floats], uninitialised, aligned to 64 bytes. Throws std::bad_alloc.
  [[nodiscard]] at::Tensor take(std::int64_t n_floats) const;

 private:
  struct Spare;
  std::shared_ptr<Spare> m_spare;
};

}  // namespace baryscope
