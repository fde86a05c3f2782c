#include "core/sampling/studies/complex_summary.h"

#include <algorithm>

#include "core/simplicial/clique_complex.h"

namespace baryscope {
namespace {

/// A simplex of one vertex more has more faces than are counted.
constexpr int k_most_dimensions = 14;
constexpr int k_betti_dimension = 2;
/// Few enough for a picture that follows a slider.
constexpr std::size_t k_most_counted = 50'000;
/// Betti numbers are ranks of matrices: fewer simplices than for counting.
constexpr std::size_t k_most_reduced = 20'000;

/// Faces of overlapping simplices are met many times; so often at most.
constexpr double k_most_met = 1e6;

/// How many faces of up to dimension + 1 vertices the simplices have, each counted in every simplex
/// that it belongs to.
double count_met(const std::vector<std::size_t>& by_arity, int dimension) {
  double met = 0;
  for (std::size_t s = 1; s < by_arity.size(); ++s) {
    double faces = 1;
    double all = 0;
    for (std::size_t v = 1; v <= std::min(s, static_cast<std::size_t>(dimension) + 1); ++v) {
      faces *= static_cast<double>(s + 1 - v) / static_cast<double>(v);
      all += faces;
    }
    met += static_cast<double>(by_arity[s]) * all;
  }
  return met;
}

template <typename Number>
void add(const std::optional<std::vector<Number>>& more, std::optional<std::vector<Number>>& sum) {
  if (!more || !sum) {
    sum.reset();
    return;
  }
  sum->resize(std::max(sum->size(), more->size()));
  for (std::size_t i = 0; i < more->size(); ++i) {
    (*sum)[i] += (*more)[i];
  }
}

}  // namespace

ComplexSummary summarize_complex(const Resampled& resampled, const Watch& watch) {
  ComplexSummary summary;
  summary.simplices_by_dimension.emplace();
  summary.betti_numbers.emplace();
  for (const SampledClass& sampled : resampled.classes) {
    const SimplexList& simplices = sampled.simplices;
    summary.n_edges += sampled.edges.size();
    summary.n_maximal += simplices.size();
    const std::vector<std::size_t> by_arity = count_by_arity(simplices);
    summary.maximal_by_arity.resize(std::max(summary.maximal_by_arity.size(), by_arity.size()));
    for (std::size_t s = 0; s < by_arity.size(); ++s) {
      summary.maximal_by_arity[s] += by_arity[s];
    }
    const int dimension = std::max(static_cast<int>(by_arity.size()) - 2, 0);
    if (dimension > k_most_dimensions || count_met(by_arity, dimension) > k_most_met) {
      summary.simplices_by_dimension.reset();
    }
    if (count_met(by_arity, k_betti_dimension + 1) > k_most_met) {
      summary.betti_numbers.reset();
    }
    if (summary.simplices_by_dimension) {
      add(count_by_dimension(simplices, dimension, k_most_counted, watch),
          summary.simplices_by_dimension);
    }
    if (summary.betti_numbers) {
      add(betti_numbers(simplices, k_betti_dimension, k_most_reduced, watch),
          summary.betti_numbers);
    }
  }
  return summary;
}

}  // namespace baryscope
