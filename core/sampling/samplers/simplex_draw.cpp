#include "core/sampling/samplers/simplex_draw.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>

#include "core/base/error.h"
#include "core/sampling/samplers/synthetic_points.h"

namespace baryscope {
namespace {

constexpr std::size_t k_points_between_checks = 1024;
constexpr std::size_t k_tilt_candidates = 16;
constexpr std::size_t k_tilt_block_numbers = std::size_t{1} << 20;  ///< 8 MiB of candidates

/// The median distance of the class's points to their nearest one; where it is 0, because most
/// points have duplicates, the mean of the distances that are not; 0 where all are.
double nearest_distance(const ClassWork& work) {
  if (work.rows.size() < 2) {
    return 0;
  }
  const Matrix own = rows_of(work.space.points(), work.rows);
  const Neighbors found = NeighborIndex(own).find_among_own(1, work.watch);
  std::vector<double> distances;
  distances.reserve(found.squared_distances.size());
  for (std::size_t i = 0; i < found.squared_distances.size(); ++i) {
    distances.push_back(found.distance(i));
  }
  std::sort(distances.begin(), distances.end());
  const std::size_t n = distances.size();
  const double median = 0.5 * (distances[(n - 1) / 2] + distances[n / 2]);
  if (median > 0) {
    return median;
  }
  double sum = 0;
  std::size_t n_apart = 0;
  for (const double distance : distances) {
    sum += distance;
    n_apart += distance > 0 ? 1 : 0;
  }
  return n_apart > 0 ? sum / static_cast<double>(n_apart) : 0;
}

/// Candidates of a block of points, judged together by their distance to other classes.
class TiltedBlock {
 public:
  TiltedBlock(ClassWork& work, const SimplexRules& rules)
      : m_work(work), m_rules(rules), m_others(rows_of(work.space.points(), other_rows(work))) {
    const auto n_features = static_cast<std::size_t>(work.space.points().n_columns);
    m_capacity = std::max<std::size_t>(1, k_tilt_block_numbers / (k_tilt_candidates * n_features));
    m_index = std::make_unique<const NeighborIndex>(m_others);
  }

  void add(std::size_t base, std::span<const std::int32_t> face, CoordinateDraw& draw) {
    m_bases.push_back(static_cast<std::int32_t>(base));
    m_vertices.insert(m_vertices.end(), face.begin(), face.end());
    m_offsets.push_back(m_vertices.size());
    const std::size_t begin = m_coordinates.size();
    m_coordinates.resize(begin + k_tilt_candidates * face.size());
    for (std::size_t c = 0; c < k_tilt_candidates; ++c) {
      draw.draw(face, std::span(m_coordinates).subspan(begin + c * face.size(), face.size()),
                m_work.random);
    }
    m_uniforms.push_back(m_work.random.uniform());
    if (m_bases.size() == m_capacity) {
      flush();
    }
  }

  void flush();

 private:
  static std::vector<int> other_rows(const ClassWork& work) {
    std::vector<int> rows;
    const DataSet& data = work.space.data();
    for (int row = 0; row < data.n_points(); ++row) {
      if (data.labels[static_cast<std::size_t>(row)] != work.sampled.label) {
        rows.push_back(row);
      }
    }
    return rows;
  }

  ClassWork& m_work;
  const SimplexRules& m_rules;
  Matrix m_others;
  std::unique_ptr<const NeighborIndex> m_index;
  std::size_t m_capacity = 0;
  std::vector<std::int32_t> m_bases, m_vertices;
  std::vector<std::size_t> m_offsets{0};
  std::vector<double> m_coordinates;  ///< [point][candidate][vertex]
  std::vector<double> m_uniforms;     ///< [point] of its choice
};

void TiltedBlock::flush() {
  if (m_bases.empty()) {
    return;
  }
  const Matrix& points = m_work.space.points();
  const std::size_t n = m_bases.size();
  Matrix candidates(static_cast<int>(n * k_tilt_candidates), points.n_columns);
  const auto face_of = [&](std::size_t i) {
    return std::span(m_vertices).subspan(m_offsets[i], m_offsets[i + 1] - m_offsets[i]);
  };
  const auto coordinates_of = [&](std::size_t i, std::size_t c) {
    const std::size_t arity = m_offsets[i + 1] - m_offsets[i];
    return std::span<const double>(m_coordinates)
        .subspan(k_tilt_candidates * m_offsets[i] + c * arity, arity);
  };
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t c = 0; c < k_tilt_candidates; ++c) {
      combine(points, face_of(i), coordinates_of(i, c),
              candidates.row(static_cast<int>(i * k_tilt_candidates + c)));
    }
  }
  const Neighbors nearest = m_index->find(candidates, 1, m_work.watch);
  std::array<double, k_tilt_candidates> distances{};
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t c = 0; c < k_tilt_candidates; ++c) {
      distances[c] = nearest.distance(i * k_tilt_candidates + c);
    }
    const std::size_t chosen =
        choose_tilted(distances, m_rules.tilt, m_rules.tilt_length, m_uniforms[i]);
    append_point(m_work.space.data().points, face_of(i), coordinates_of(i, chosen),
                 m_work.sampled.label, m_bases[i], m_work.synthetic);
  }
  m_bases.clear();
  m_vertices.clear();
  m_offsets.assign(1, 0);
  m_coordinates.clear();
  m_uniforms.clear();
}

}  // namespace

SimplexRules simplex_rules(ClassWork& work, bool needs_border) {
  const SamplerOptions& options = work.space.options();
  SimplexRules rules;
  rules.coordinates.alpha = options.alpha;
  rules.gamma = options.boundary_bias == "none" ? 0 : options.bias_strength;
  const std::string bias = rules.gamma > 0 ? options.boundary_bias : "none";
  const auto n_points = static_cast<std::size_t>(work.space.data().n_points());
  if (needs_border || (bias != "none" && bias != "tilt")) {
    rules.n_neighbors = k_border_neighbors;
    rules.others =
        work.space.count_others(work.rows, work.sampled.label, rules.n_neighbors, work.watch);
    rules.border.assign(n_points, 0);
    for (std::size_t i = 0; i < work.rows.size(); ++i) {
      const double share =
          rules.n_neighbors > 0 ? static_cast<double>(rules.others[i]) / rules.n_neighbors : 0;
      rules.border[static_cast<std::size_t>(work.rows[i])] = share;
      work.sampled.border_shares.push_back(share);
    }
  }
  rules.weighs_cliques = bias == "simplex";
  if (bias == "dirichlet") {
    rules.coordinates.shapes.assign(n_points, options.alpha);
    for (std::size_t i = 0; i < n_points; ++i) {
      rules.coordinates.shapes[i] += rules.gamma * rules.border[i];
    }
  }
  if (bias == "facet") {
    rules.coordinates.facet = rules.gamma;
    rules.coordinates.border = rules.border;
  }
  if (bias == "tilt" && work.rows.size() < n_points) {
    rules.tilt_length = nearest_distance(work);
    rules.tilt = rules.tilt_length > 0 ? rules.gamma : 0;
  }
  return rules;
}

std::vector<double> clique_factors(const SimplexList& cliques, const SimplexRules& rules) {
  std::vector<double> factors;
  if (!rules.weighs_cliques) {
    return factors;
  }
  factors.reserve(cliques.size());
  for (std::size_t c = 0; c < cliques.size(); ++c) {
    double sum = 0;
    for (const std::int32_t vertex : cliques[c]) {
      sum += rules.border[static_cast<std::size_t>(vertex)];
    }
    factors.push_back(1 + rules.gamma * (sum / static_cast<double>(cliques[c].size())));
  }
  return factors;
}

void draw_points(ClassWork& work, const SimplexRules& rules, FaceSource& faces) {
  CoordinateDraw draw(rules.coordinates);
  const DataSet& data = work.space.data();
  reserve_points(work.amount, static_cast<std::size_t>(std::min(work.space.options().arity, 8)),
                 data.n_features(), work.synthetic);
  if (rules.tilt > 0) {
    TiltedBlock tilted(work, rules);
    for (std::size_t i = 0; i < work.amount; ++i) {
      if (i % k_points_between_checks == 0) {
        work.watch.check();
      }
      const DrawnFace drawn = faces.draw(work.random);
      tilted.add(drawn.simplex, drawn.face, draw);
    }
    tilted.flush();
    return;
  }
  SyntheticSet& synthetic = work.synthetic;
  const std::size_t most_vertices = faces.most_vertices();
  std::size_t n_vertices = synthetic.vertices.size();
  for (std::size_t begin = 0; begin < work.amount; begin += k_points_between_checks) {
    work.watch.check();
    const std::size_t n = std::min(k_points_between_checks, work.amount - begin);
    // Room for the whole block at once: appending number by number costs more than drawing them.
    synthetic.vertices.resize(n_vertices + n * most_vertices);
    synthetic.coordinates.resize(n_vertices + n * most_vertices);
    for (std::size_t i = 0; i < n; ++i) {
      const auto [base, face] = faces.draw(work.random);
      std::copy(face.begin(), face.end(), synthetic.vertices.data() + n_vertices);
      draw.draw(face, {synthetic.coordinates.data() + n_vertices, face.size()}, work.random);
      n_vertices += face.size();
      synthetic.offsets.push_back(n_vertices);
      synthetic.bases.push_back(static_cast<std::int32_t>(base));
    }
  }
  synthetic.vertices.resize(n_vertices);
  synthetic.coordinates.resize(n_vertices);
  synthetic.labels.insert(synthetic.labels.end(), work.amount, work.sampled.label);
  combine_rest(data.points, synthetic, work.watch);
}

}  // namespace baryscope
