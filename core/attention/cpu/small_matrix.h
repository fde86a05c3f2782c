/// Products of small padded matrices and row operations, in registers; included by each build of
/// the kernels, hence without external linkage.
#pragma once

#include <cstdint>

namespace {

template <typename Scalar>
struct Lane {
  typedef Scalar Vector __attribute__((vector_size(32)));
  typedef Scalar Unaligned __attribute__((vector_size(32), aligned(alignof(Scalar)), may_alias));
  static constexpr std::int64_t width = 32 / sizeof(Scalar);
};

/// The row length that kernels use for `n` numbers.
template <typename Scalar>
constexpr std::int64_t padded(std::int64_t n) {
  return (n + Lane<Scalar>::width - 1) / Lane<Scalar>::width * Lane<Scalar>::width;
}

/// A matrix as the left factor sees it: entry (row, column) at row · row_step + column ·
/// column_step.
template <typename Scalar>
struct LeftFactor {
  const Scalar* data;
  std::int64_t row_step, column_step;
};

template <typename Scalar, int Rows, int Vectors>
void multiply_tile(LeftFactor<Scalar> left, const Scalar* right, std::int64_t right_step,
                   Scalar* product, std::int64_t product_step, std::int64_t depth, bool add) {
  using Vector = typename Lane<Scalar>::Vector;
  using Unaligned = typename Lane<Scalar>::Unaligned;
  constexpr std::int64_t width = Lane<Scalar>::width;
  Vector sums[Rows][Vectors];
  for (int row = 0; row < Rows; ++row) {
    for (int v = 0; v < Vectors; ++v) {
      const Scalar* const place = product + row * product_step + v * width;
      sums[row][v] = add ? Vector(*reinterpret_cast<const Unaligned*>(place)) : Vector{};
    }
  }
  for (std::int64_t k = 0; k < depth; ++k) {
    Vector columns[Vectors];
    for (int v = 0; v < Vectors; ++v) {
      columns[v] = *reinterpret_cast<const Unaligned*>(right + k * right_step + v * width);
    }
    for (int row = 0; row < Rows; ++row) {
      const Scalar entry = left.data[row * left.row_step + k * left.column_step];
      for (int v = 0; v < Vectors; ++v) sums[row][v] += entry * columns[v];
    }
  }
  for (int row = 0; row < Rows; ++row) {
    for (int v = 0; v < Vectors; ++v) {
      *reinterpret_cast<Unaligned*>(product + row * product_step + v * width) = sums[row][v];
    }
  }
}

template <typename Scalar, int Rows, int Vectors>
void multiply_columns(LeftFactor<Scalar> left, const Scalar* right, std::int64_t right_step,
                      Scalar* product, std::int64_t product_step, std::int64_t n_rows,
                      std::int64_t depth, bool add) {
  std::int64_t row = 0;
  const auto tile = [&](auto function, std::int64_t height) {
    function(LeftFactor<Scalar>{left.data + row * left.row_step, left.row_step, left.column_step},
             right, right_step, product + row * product_step, product_step, depth, add);
    row += height;
  };
  while (n_rows - row >= Rows) tile(multiply_tile<Scalar, Rows, Vectors>, Rows);
  while (n_rows - row >= 2) tile(multiply_tile<Scalar, 2, Vectors>, 2);
  if (row < n_rows) tile(multiply_tile<Scalar, 1, Vectors>, 1);
}

/// product [n_rows, n_columns] (+)= left [n_rows, depth] · right [depth, n_columns]; n_columns is a
/// multiple of the lane width.
template <typename Scalar>
void multiply(LeftFactor<Scalar> left, const Scalar* right, std::int64_t right_step,
              Scalar* product, std::int64_t product_step, std::int64_t n_rows, std::int64_t depth,
              std::int64_t n_columns, bool add) {
  constexpr std::int64_t width = Lane<Scalar>::width;
  std::int64_t done = 0;
  const auto columns = [&](auto function, std::int64_t n_vectors) {
    function(left, right + done, right_step, product + done, product_step, n_rows, depth, add);
    done += n_vectors * width;
  };
  while (done < n_columns) {
    const std::int64_t n_left = (n_columns - done) / width;
    if (n_left == 3 || n_left > 4) {
      columns(multiply_columns<Scalar, 4, 3>, 3);
    } else if (n_left >= 2) {
      columns(multiply_columns<Scalar, 6, 2>, 2);
    } else {
      columns(multiply_columns<Scalar, 8, 1>, 1);
    }
  }
}

/// Copies rows [n_rows, n] into padded ones, `bias` added, 0 behind.
template <typename Scalar>
void pad_rows(const Scalar* rows, std::int64_t n_rows, std::int64_t n, Scalar bias,
              Scalar* target) {
  const std::int64_t step = padded<Scalar>(n);
  for (std::int64_t row = 0; row < n_rows; ++row) {
    for (std::int64_t entry = 0; entry < n; ++entry) {
      target[row * step + entry] = rows[row * n + entry] + bias;
    }
    for (std::int64_t entry = n; entry < step; ++entry) target[row * step + entry] = 0;
  }
}

/// Rows [n_rows, n], of length `step`, into [n, padded n_rows], 0 behind.
template <typename Scalar>
void transpose(const Scalar* rows, std::int64_t step, std::int64_t n_rows, std::int64_t n,
               Scalar* target) {
  const std::int64_t target_step = padded<Scalar>(n_rows);
  for (std::int64_t entry = 0; entry < n; ++entry) {
    Scalar* const column = target + entry * target_step;
    for (std::int64_t row = 0; row < n_rows; ++row) column[row] = rows[row * step + entry];
    for (std::int64_t row = n_rows; row < target_step; ++row) column[row] = 0;
  }
}

/// target [n_rows, n] += padded rows.
template <typename Scalar>
void add_unpadded(const Scalar* rows, std::int64_t n_rows, std::int64_t n, Scalar* target) {
  const std::int64_t step = padded<Scalar>(n);
  for (std::int64_t row = 0; row < n_rows; ++row) {
    for (std::int64_t entry = 0; entry < n; ++entry) {
      target[row * n + entry] += rows[row * step + entry];
    }
  }
}

template <typename Scalar>
void fill(Scalar* data, std::int64_t n, Scalar number) {
  for (std::int64_t entry = 0; entry < n; ++entry) data[entry] = number;
}

/// The sum of n numbers, n a multiple of the lane width; lane by lane, then lanes in order.
template <typename Scalar>
Scalar sum_of(const Scalar* data, std::int64_t n) {
  typename Lane<Scalar>::Vector sums{};
  for (std::int64_t entry = 0; entry < n; entry += Lane<Scalar>::width) {
    sums += *reinterpret_cast<const typename Lane<Scalar>::Unaligned*>(data + entry);
  }
  Scalar sum = 0;
  for (std::int64_t lane = 0; lane < Lane<Scalar>::width; ++lane) sum += sums[lane];
  return sum;
}

/// The largest of n numbers, n a multiple of the lane width; −∞ of none.
template <typename Scalar>
Scalar largest_of(const Scalar* data, std::int64_t n) {
  using Vector = typename Lane<Scalar>::Vector;
  Vector best = Vector{} - Scalar(__builtin_inf());
  for (std::int64_t entry = 0; entry < n; entry += Lane<Scalar>::width) {
    const Vector next = *reinterpret_cast<const typename Lane<Scalar>::Unaligned*>(data + entry);
    best = next > best ? next : best;
  }
  Scalar largest = best[0];
  for (std::int64_t lane = 1; lane < Lane<Scalar>::width; ++lane) {
    largest = best[lane] > largest ? best[lane] : largest;
  }
  return largest;
}

/// e^(x − shift) in place, n a multiple of the lane width; −∞ gives 0.
inline void exponentials(double* data, std::int64_t n, double shift) {
  for (std::int64_t entry = 0; entry < n; ++entry) data[entry] = __builtin_exp(data[entry] - shift);
}

inline void exponentials(float* data, std::int64_t n, float shift) {
  // Cody and Waite's reduction and the polynomial of the Cephes library: below 2 ulp.
  using Vector = Lane<float>::Vector;
  using Unaligned = Lane<float>::Unaligned;
  typedef std::int32_t Integers __attribute__((vector_size(32)));
  for (std::int64_t entry = 0; entry < n; entry += Lane<float>::width) {
    Unaligned& place = *reinterpret_cast<Unaligned*>(data + entry);
    const Vector raw = Vector(place) - shift;
    const Integers vanishes = raw < -87.0F;
    const Vector low = raw < -87.0F ? Vector{} - 87.0F : raw;
    const Vector x = low > 88.0F ? Vector{} + 88.0F : low;
    // Adding 1.5·2^23 rounds to the nearest integer.
    const Vector power = (x * 1.44269504088896341F + 12582912.0F) - 12582912.0F;
    const Vector r = (x - power * 0.693359375F) + power * 2.12194440e-4F;
    Vector polynomial = r * 1.9875691500e-4F + 1.3981999507e-3F;
    polynomial = polynomial * r + 8.3334519073e-3F;
    polynomial = polynomial * r + 4.1665795894e-2F;
    polynomial = polynomial * r + 1.6666665459e-1F;
    polynomial = polynomial * r + 5.0000001201e-1F;
    const Vector mantissa = polynomial * (r * r) + r + 1.0F;
    const Integers exponent = (__builtin_convertvector(power, Integers) + 127) << 23;
    place = vanishes ? Vector{} : mantissa * (Vector)exponent;
  }
}

}  // namespace
