/// Barycentric combinations of rows, one after the other.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "core/sampling/samplers/sampler.h"

namespace baryscope {

/// Σ coordinates[i] · points.row(vertices[i]) in that order, product by product, without fused
/// multiply-add: the same bytes everywhere. A single vertex of coordinate 1 comes back as it is.
void combine(const Matrix& points, std::span<const std::int32_t> vertices,
             std::span<const double> coordinates, std::span<double> target);

/// Appends one synthetic point of class `label`, drawn from simplex `base` of its class.
void append_point(const Matrix& points, std::span<const std::int32_t> vertices,
                  std::span<const double> coordinates, int label, std::int32_t base,
                  SyntheticSet& synthetic);

/// The points of all simplices past the last point, with the numbers that append_point() gives.
/// Each has its label and base already.
void combine_rest(const Matrix& points, SyntheticSet& synthetic, const Watch& watch);

/// Room for n more points of `arity` vertices at most.
void reserve_points(std::size_t n, std::size_t arity, int n_features, SyntheticSet& synthetic);

}  // namespace baryscope
