/// The heaviest tuples of each query, kept while the tuples pass by in chunks.
#pragma once
#include <cstdint>

#include <ATen/core/Tensor.h>

namespace baryscope {

/// Keeps the `count` largest scores a row with their tuple codes; among equals the lower code.
class TopTuples {
 public:
  TopTuples(std::int64_t n_rows, std::int64_t count, const at::TensorOptions& options);

  /// `scores` [n_rows, n_rest, n_first], −∞ where masked. A tuple's code is the sum of
  /// `first_code` [1 or n_rows, n_first] and `rest_code` [1 or n_rows, n_rest], both ascending.
  void add(const at::Tensor& scores, const at::Tensor& first_code, const at::Tensor& rest_code);

  [[nodiscard]] const at::Tensor& scores() const {
    return m_scores;
  }  ///< [n_rows, count]; −∞: none
  [[nodiscard]] const at::Tensor& codes() const { return m_codes; }  ///< int64 [n_rows, count]

 private:
  at::Tensor m_scores, m_codes;
};

}  // namespace baryscope
