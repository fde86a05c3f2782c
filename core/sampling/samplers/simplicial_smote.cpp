/// Samplers of simplices: Simplicial SMOTE (arXiv 2503.03418) and its relatives, science.md §5.
#include <algorithm>
#include <memory>
#include <numeric>

#include "core/base/error.h"
#include "core/base/number_text.h"
#include "core/sampling/samplers/class_complex.h"
#include "core/sampling/samplers/clique_choice.h"
#include "core/sampling/samplers/sampling_space.h"
#include "core/sampling/samplers/simplex_draw.h"

namespace baryscope {
namespace {

/// Vertices of the largest face that is drawn.
std::size_t most_face_vertices(const SimplexList& cliques, std::size_t arity) {
  std::size_t most = 0;
  for (std::size_t c = 0; c < cliques.size(); ++c) {
    most = std::max(most, cliques[c].size());
  }
  return std::min(most, arity);
}

/// The simplices for which `wanted` is true, in their order.
template <typename Predicate>
SimplexList filtered(const SimplexList& simplices, const Predicate& wanted) {
  SimplexList kept;
  for (std::size_t s = 0; s < simplices.size(); ++s) {
    if (wanted(simplices[s])) {
      kept.push_back(simplices[s]);
    }
  }
  return kept;
}

/// §5.1: a size, a clique of that size, a face of it.
class PublishedFaces final : public FaceSource {
 public:
  PublishedFaces(const SimplexList& cliques, int arity, std::span<const double> factors)
      : m_cliques(cliques),
        m_choice(cliques, arity, factors),
        m_arity(static_cast<std::size_t>(arity)) {}
  DrawnFace draw(Random& random) override {
    const std::size_t clique = m_choice.draw(random);
    const std::span<const std::int32_t> simplex = m_cliques[clique];
    if (simplex.size() <= m_arity) {
      return {clique, simplex};
    }
    m_face.draw(simplex, m_arity, random, m_drawn);
    return {clique, m_drawn};
  }
  [[nodiscard]] std::size_t most_vertices() const override {
    return most_face_vertices(m_cliques, m_arity);
  }
  [[nodiscard]] std::vector<double> probabilities() const override {
    return m_choice.probabilities();
  }

 private:
  const SimplexList& m_cliques;
  CliqueChoice m_choice;
  FaceDraw m_face;
  std::vector<std::int32_t> m_drawn;
  std::size_t m_arity;
};

/// §5.2, adasyn-simplicial: a vertex with P ∝ r_v, a maximal simplex that contains it, a face of it
/// that contains it.
class SeededFaces final : public FaceSource {
 public:
  /// seeds [n_vertices] the weight of each of `vertices` (ascending).
  SeededFaces(const SimplexList& cliques, std::span<const int> vertices,
              std::span<const double> seeds, int arity, std::span<const double> factors)
      : m_cliques(cliques),
        m_vertices(vertices),
        m_seed(seeds),
        m_arity(static_cast<std::size_t>(arity)) {
    m_offsets.assign(vertices.size() + 1, 0);
    for (const std::int32_t vertex : cliques.vertices) {
      ++m_offsets[position(vertex) + 1];
    }
    std::partial_sum(m_offsets.begin(), m_offsets.end(), m_offsets.begin());
    m_of_vertex.resize(cliques.vertices.size());
    std::vector<std::size_t> next(m_offsets.begin(), m_offsets.end() - 1);
    for (std::size_t c = 0; c < cliques.size(); ++c) {
      for (const std::int32_t vertex : cliques[c]) {
        m_of_vertex[next[position(vertex)]++] = static_cast<std::int32_t>(c);
      }
    }
    for (std::size_t v = 0; v < vertices.size() && !factors.empty(); ++v) {
      std::vector<double> weights;
      for (std::size_t i = m_offsets[v]; i < m_offsets[v + 1]; ++i) {
        weights.push_back(factors[static_cast<std::size_t>(m_of_vertex[i])]);
      }
      m_choices.emplace_back(weights);
    }
  }

  DrawnFace draw(Random& random) override {
    const std::size_t v = m_seed.draw(random);
    const std::size_t n = m_offsets[v + 1] - m_offsets[v];
    const std::size_t chosen = m_choices.empty() ? random.below(n) : m_choices[v].draw(random);
    const auto clique = static_cast<std::size_t>(m_of_vertex[m_offsets[v] + chosen]);
    const auto simplex = m_cliques[clique];
    const auto kept = std::lower_bound(simplex.begin(), simplex.end(), m_vertices[v]);
    m_face.draw_with(simplex, static_cast<std::size_t>(kept - simplex.begin()), m_arity, random,
                     m_drawn);
    return {clique, m_drawn};
  }
  [[nodiscard]] std::size_t most_vertices() const override {
    return most_face_vertices(m_cliques, m_arity);
  }
  [[nodiscard]] std::vector<double> probabilities() const override {
    std::vector<double> result(m_cliques.size(), 0);
    for (std::size_t v = 0; v < m_vertices.size(); ++v) {
      const std::size_t n = m_offsets[v + 1] - m_offsets[v];
      for (std::size_t i = 0; i < n; ++i) {
        const double share =
            m_choices.empty() ? 1 / static_cast<double>(n) : m_choices[v].probability(i);
        result[static_cast<std::size_t>(m_of_vertex[m_offsets[v] + i])] +=
            m_seed.probability(v) * share;
      }
    }
    return result;
  }

 private:
  [[nodiscard]] std::size_t position(std::int32_t vertex) const {
    return static_cast<std::size_t>(std::lower_bound(m_vertices.begin(), m_vertices.end(), vertex) -
                                    m_vertices.begin());
  }
  const SimplexList& m_cliques;
  std::span<const int> m_vertices;
  WeightedChoice m_seed;
  std::vector<std::size_t> m_offsets;
  std::vector<std::int32_t> m_of_vertex;
  std::vector<WeightedChoice> m_choices;  ///< one a vertex where factors are given
  FaceDraw m_face;
  std::vector<std::int32_t> m_drawn;
  std::size_t m_arity;
};

void sample_published(ClassWork& work, SimplexList cliques, const SimplexRules& rules) {
  const std::vector<double> factors = clique_factors(cliques, rules);
  PublishedFaces faces(cliques, work.space.options().arity, factors);
  draw_points(work, rules, faces);
  work.sampled.probabilities = faces.probabilities();
  work.sampled.simplices = std::move(cliques);
}

}  // namespace

void sample_simplicial_smote(ClassWork& work) {
  const SimplexRules rules = simplex_rules(work, false);
  sample_published(work, class_cliques(work, all_positions(work)), rules);
}

void sample_borderline_simplicial(ClassWork& work) {
  const std::vector<int> danger = find_danger(work);
  if (danger.empty()) {
    return;
  }
  std::vector<int> rows;
  rows.reserve(danger.size());
  for (const int position : danger) {
    rows.push_back(work.rows[static_cast<std::size_t>(position)]);
  }
  const SimplexRules rules = simplex_rules(work, false);
  SimplexList cliques = filtered(class_cliques(work, danger), [&](auto simplex) {
    return simplex.size() > 1 || std::binary_search(rows.begin(), rows.end(), simplex[0]);
  });
  sample_published(work, std::move(cliques), rules);
}

void sample_safe_level_simplicial(ClassWork& work) {
  SimplexRules rules = simplex_rules(work, true);
  std::vector<bool> safe(static_cast<std::size_t>(work.space.data().n_points()), false);
  if (rules.coordinates.shapes.empty()) {
    rules.coordinates.shapes.assign(safe.size(), work.space.options().alpha);
  }
  for (std::size_t i = 0; i < work.rows.size(); ++i) {
    const auto row = static_cast<std::size_t>(work.rows[i]);
    const int own = rules.n_neighbors - rules.others[i];
    safe[row] = own > 0;
    rules.coordinates.shapes[row] += own;
  }
  SimplexList cliques = filtered(class_cliques(work, all_positions(work)), [&](auto simplex) {
    return std::any_of(simplex.begin(), simplex.end(),
                       [&](std::int32_t v) { return safe[static_cast<std::size_t>(v)]; });
  });
  if (cliques.empty()) {
    work.notes.push_back("class " + work.class_name() +
                         ": none of its points has a point of its "
                         "class among its " +
                         to_text(std::int64_t{rules.n_neighbors}) +
                         " nearest neighbours, so no simplex is safe and no point is added; use "
                         "simplicial-smote");
    return;
  }
  sample_published(work, std::move(cliques), rules);
}

void sample_adasyn_simplicial(ClassWork& work) {
  const SimplexRules rules = simplex_rules(work, true);
  std::vector<double> seeds(rules.others.begin(), rules.others.end());
  if (std::all_of(seeds.begin(), seeds.end(), [](double seed) { return seed == 0; })) {
    std::fill(seeds.begin(), seeds.end(), 1.0);
  }
  SimplexList cliques = class_cliques(work, all_positions(work));
  const std::vector<double> factors = clique_factors(cliques, rules);
  SeededFaces faces(cliques, work.rows, seeds, work.space.options().arity, factors);
  draw_points(work, rules, faces);
  work.sampled.probabilities = faces.probabilities();
  work.sampled.simplices = std::move(cliques);
}

}  // namespace baryscope
