/// The plain matrix that crosses room borders: sizes and row-major doubles.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace baryscope {

struct Matrix {
  int n_rows = 0;
  int n_columns = 0;
  std::vector<double> data;  ///< [n_rows, n_columns], row-major

  Matrix() = default;
  Matrix(int rows, int columns)
      : n_rows(rows),
        n_columns(columns),
        data(static_cast<std::size_t>(rows) * static_cast<std::size_t>(columns)) {}

  double& operator()(int row, int column) {
    return data[static_cast<std::size_t>(row) * static_cast<std::size_t>(n_columns) +
                static_cast<std::size_t>(column)];
  }
  double operator()(int row, int column) const {
    return data[static_cast<std::size_t>(row) * static_cast<std::size_t>(n_columns) +
                static_cast<std::size_t>(column)];
  }
  [[nodiscard]] std::span<const double> row(int index) const {
    return {data.data() + static_cast<std::size_t>(index) * static_cast<std::size_t>(n_columns),
            static_cast<std::size_t>(n_columns)};
  }
  [[nodiscard]] std::span<double> row(int index) {
    return {data.data() + static_cast<std::size_t>(index) * static_cast<std::size_t>(n_columns),
            static_cast<std::size_t>(n_columns)};
  }
};

}  // namespace baryscope
