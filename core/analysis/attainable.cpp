#include "core/analysis/attainable.h"

#include <Eigen/Core>
#include <algorithm>
#include <array>

#include "core/analysis/mechanism_list.h"
#include "core/base/error.h"

namespace baryscope {
namespace {

using RowMajor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using Points = Eigen::Matrix<double, Eigen::Dynamic, 3, Eigen::RowMajor>;

/// Points are collected up to here and then reduced to the corners of their hull.
constexpr Eigen::Index k_batch = 1 << 15;
constexpr double k_most_tuples = 1 << 24;

Matrix to_matrix(const Points& points) {
  Matrix matrix(static_cast<int>(points.rows()), 3);
  std::copy(points.data(), points.data() + points.size(), matrix.data.begin());
  return matrix;
}

Points corners(const Points& points) {
  const ConvexHull hull = find_convex_hull(to_matrix(points));
  Points kept(static_cast<Eigen::Index>(hull.vertices.size()), 3);
  for (std::size_t c = 0; c < hull.vertices.size(); ++c) {
    kept.row(static_cast<Eigen::Index>(c)) = points.row(hull.vertices[c]);
  }
  return kept;
}

/// Keeps the corners of ever more points in bounded memory.
class Corners {
 public:
  void add(const Points& points) {
    m_points.conservativeResize(m_points.rows() + points.rows(), 3);
    m_points.bottomRows(points.rows()) = points;
    if (m_points.rows() >= k_batch) {
      m_points = corners(m_points);
    }
  }
  [[nodiscard]] Points points() const { return corners(m_points); }

 private:
  Points m_points = Points(0, 3);
};

/// The corners of A + B.
Points minkowski_sum(const Points& a, const Points& b, const Watch& watch) {
  const Points corners_a = corners(a);
  const Points corners_b = corners(b);
  Corners sum;
  for (Eigen::Index row = 0; row < corners_a.rows(); ++row) {
    watch.check();
    sum.add(corners_b.rowwise() + corners_a.row(row));
  }
  return sum.points();
}

Points stacked(const Points& a, const Points& b) {
  Points both(a.rows() + b.rows(), 3);
  both << a, b;
  return both;
}

/// Linear parts of the projection: Π(x) = axes·x − offset, so sums and multiples stay exact.
class Builder {
 public:
  Builder(const PlacementInput& input, const Pca& pca, const Watch& watch)
      : m_input(input),
        m_watch(watch),
        m_axes(Eigen::Map<const RowMajor>(pca.axes.data.data(), 3, pca.axes.n_columns)),
        m_offset(m_axes * Eigen::Map<const Eigen::VectorXd>(pca.mean.data(), pca.axes.n_columns)) {}

  void add(std::string name, const Points& linear) {
    const Points placed = corners(linear).rowwise() - m_offset.transpose();
    m_sets.push_back(make_set(std::move(name), to_matrix(placed)));
  }
  void add_sum(std::string name, const Points& a, const Points& b) {
    add(std::move(name), minkowski_sum(a, b, m_watch));
    m_sets.back().is_sum = true;
  }

  [[nodiscard]] Points linear(const Matrix& rows, const std::vector<int>& which) const {
    Points result(static_cast<Eigen::Index>(which.size()), 3);
    for (std::size_t r = 0; r < which.size(); ++r) {
      const auto row = rows.row(which[r]);
      result.row(static_cast<Eigen::Index>(r)) =
          m_axes * Eigen::Map<const Eigen::VectorXd>(row.data(), m_axes.cols());
    }
    return result;
  }

  void add_of_keys(AttainableShape shape);
  void add_tuples();

  std::vector<AttainableSet> take() { return std::move(m_sets); }

 private:
  void add_products(std::size_t slot, const Eigen::VectorXd& prefix, int first_key, Corners& all);
  [[nodiscard]] std::vector<int> further_keys(int first_key) const;

  const PlacementInput& m_input;
  const Watch& m_watch;
  RowMajor m_axes;  ///< [3, d]
  Eigen::Vector3d m_offset;
  std::vector<AttainableSet> m_sets;
};

void Builder::add_of_keys(AttainableShape shape) {
  const Points v = linear(m_input.values, m_input.allowed);
  const Points zero = Points::Zero(1, 3);
  const bool negated = m_input.negative_values.n_rows == 0;
  const Points v2 = negated ? Points(-v) : linear(m_input.negative_values, m_input.allowed);
  const double lambda = m_input.lambda;
  const MechanismOptions& options = m_input.mechanism;
  if (shape == AttainableShape::rectified_difference) {
    shape = lambda < 0 ? AttainableShape::hull_difference : AttainableShape::hull_with_zero;
  } else if (shape == AttainableShape::joined_hulls && negated) {
    shape = AttainableShape::mirrored_hull;
  }
  switch (shape) {
    case AttainableShape::hull_difference:
      add_sum("conv(V) − λ·conv(V)", v, -lambda * v);
      break;
    case AttainableShape::hull_with_zero:
      add("conv(V, 0)", stacked(v, zero));
      break;
    case AttainableShape::hull_or_zero:
      add("{0}", zero);
      break;
    case AttainableShape::shifted_hull:
      if (m_input.kept) {
        const Eigen::RowVector3d kept = linear(m_input.values, *m_input.kept).colwise().sum();
        add("conv(V) − λ·Σ vⱼ (kept)", v.rowwise() - lambda * kept);
      }
      break;
    case AttainableShape::stretched_hull: {
      const Eigen::RowVector3d sum = v.colwise().sum();
      add("a·conv(V) + b·Σv_j", (options.affine_a * v).rowwise() + options.affine_b * sum);
      break;
    }
    case AttainableShape::mirrored_hull:
      add("conv(V ∪ −V)", stacked(v, -v));
      break;
    case AttainableShape::joined_hulls:
      add("conv(V ∪ V₂)", stacked(v, v2));
      break;
    case AttainableShape::hull_sum:
      add_sum("a₊·conv(V) + a₋·conv(V₂)", options.a_plus * v, options.a_minus * v2);
      break;
    default:
      break;  // no more than conv(V)
  }
}

std::vector<int> Builder::further_keys(int first_key) const {
  std::vector<int> keys = m_input.allowed_prime.value_or(m_input.allowed);
  if (m_input.key_anchor_window) {
    std::erase_if(
        keys, [&](int k) { return k > first_key || k <= first_key - *m_input.key_anchor_window; });
  }
  return keys;
}

void Builder::add_products(std::size_t slot, const Eigen::VectorXd& prefix, int first_key,
                           Corners& all) {
  const Matrix& values = m_input.slot_values[slot];
  const std::vector<int> keys = further_keys(first_key);
  if (slot + 1 < m_input.slot_values.size()) {
    for (const int key : keys) {
      const Eigen::Map<const Eigen::VectorXd> v(values.row(key).data(), prefix.size());
      add_products(slot + 1, prefix.cwiseProduct(v), first_key, all);
    }
    return;
  }
  m_watch.check();
  const RowMajor axes = m_axes * prefix.asDiagonal();
  Points products(static_cast<Eigen::Index>(keys.size()), 3);
  for (std::size_t r = 0; r < keys.size(); ++r) {
    const Eigen::Map<const Eigen::VectorXd> v(values.row(keys[r]).data(), prefix.size());
    products.row(static_cast<Eigen::Index>(r)) = axes * v;
  }
  all.add(products);
}

void Builder::add_tuples() {
  double n_tuples = 0;
  for (const int key : m_input.allowed) {
    double n = 1;
    for (std::size_t slot = 0; slot < m_input.slot_values.size(); ++slot) {
      n *= static_cast<double>(further_keys(key).size());
    }
    n_tuples += n;
  }
  if (n_tuples == 0 || n_tuples > k_most_tuples) {
    return;
  }
  Corners all;
  for (const int key : m_input.allowed) {
    const Eigen::Map<const Eigen::VectorXd> v(m_input.values.row(key).data(), m_axes.cols());
    add_products(0, v, key, all);
  }
  static constexpr std::array<const char*, 3> k_names = {"conv(v∘v')", "conv(v∘v'∘v'')",
                                                         "conv(v∘v'∘v''∘v''')"};
  BARYSCOPE_CHECK(m_input.slot_values.size() <= k_names.size());
  add(k_names[m_input.slot_values.size() - 1], all.points());
}

}  // namespace

AttainableSet make_set(std::string name, Matrix points) {
  AttainableSet set;
  set.name = std::move(name);
  set.hull = find_convex_hull(points);
  set.points = std::move(points);
  return set;
}

std::vector<AttainableSet> attainable_sets(const PlacementInput& input, const Pca& pca,
                                           const Watch& watch) {
  if (input.allowed.empty()) {
    return {};
  }
  Builder builder(input, pca, watch);
  if (input.slot_values.empty()) {
    const std::string& name = input.mechanism.mechanism;
    builder.add_of_keys((name.empty() ? plain_mechanism() : mechanism(name)).attainable);
  } else {
    builder.add_tuples();
  }
  return builder.take();
}

}  // namespace baryscope
