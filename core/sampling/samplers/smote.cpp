/// Samplers of single points and of edges: random, SMOTE (Chawla et al. 2002), Borderline-SMOTE
/// (Han, Wang & Mao 2005), ADASYN (He et al. 2008), as imbalanced-learn has them.
#include <algorithm>
#include <numeric>

#include "core/base/number_text.h"
#include "core/sampling/samplers/interpolation.h"
#include "core/sampling/samplers/sampling_space.h"

namespace baryscope {
namespace {

void sample_table(ClassWork& work, const NeighborTable& table, const InterpolationDraws& draws,
                  std::span<const double> base_weights) {
  EdgeIndex index = index_edges(table);
  interpolate(work.space.data().points, table, index, draws, work.sampled.label, work.synthetic,
              work.watch);
  keep_edges(table, std::move(index), base_weights, work.sampled);
}

}  // namespace

void sample_random(ClassWork& work) {
  NeighborTable table;
  table.bases.assign(work.rows.begin(), work.rows.end());
  const InterpolationDraws draws = draw_interpolations(table, work.amount, work.random);
  sample_table(work, table, draws, {});
}

void sample_smote(ClassWork& work) {
  const NeighborTable table = table_in_class(work, all_positions(work));
  const InterpolationDraws draws = draw_interpolations(table, work.amount, work.random);
  sample_table(work, table, draws, {});
}

void sample_borderline_smote_1(ClassWork& work) {
  const std::vector<int> danger = find_danger(work);
  if (!danger.empty()) {
    const NeighborTable table = table_in_class(work, danger);
    const InterpolationDraws draws = draw_interpolations(table, work.amount, work.random);
    sample_table(work, table, draws, {});
  }
}

void sample_borderline_smote_2(ClassWork& work) {
  const std::vector<int> danger = find_danger(work);
  if (danger.empty()) {
    return;
  }
  const NeighborTable table = table_in_data(work, danger);
  InterpolationDraws draws = draw_interpolations(table, work.amount, work.random);
  const std::vector<std::size_t> mixed =
      find_mixed(table, draws, work.space.data(), work.sampled.label);
  std::vector<double> factors(mixed.size());
  for (double& factor : factors) {
    factor = 0.5 * work.random.uniform();
  }
  shorten(mixed, factors, draws);
  sample_table(work, table, draws, {});
}

void sample_adasyn(ClassWork& work) {
  int k = work.space.options().k_neighbors;
  std::vector<double> shares = border_shares(work, k);
  if (std::all_of(shares.begin(), shares.end(), [](double share) { return share == 0; })) {
    throw SamplerError("adasyn: no point of class " + work.class_name() +
                       " has a point of another class among its " + to_text(std::int64_t{k}) +
                       " nearest neighbours, so nothing says where to add; use smote, or a larger "
                       "k-neighbors");
  }
  const std::vector<std::size_t> amounts = adasyn_amounts(shares, work.amount);
  const std::size_t total = std::accumulate(amounts.begin(), amounts.end(), std::size_t{0});
  if (total == 0) {
    throw SamplerError("adasyn: the " + to_text(static_cast<std::int64_t>(work.amount)) +
                       " points asked of class " + work.class_name() +
                       " are spread so thin that every share rounds to 0; ask for more, or use "
                       "smote");
  }
  const NeighborTable table = table_in_class(work, all_positions(work));
  const auto n_choices = static_cast<std::size_t>(std::max(table.k, 1));
  InterpolationDraws draws;
  draws.choices.reserve(total);
  draws.steps.reserve(total);
  for (std::size_t base = 0; base < amounts.size(); ++base) {
    for (std::size_t i = 0; i < amounts[base]; ++i) {
      draws.choices.push_back(base * n_choices + work.random.below(n_choices));
      draws.steps.push_back(work.random.uniform());
    }
  }
  if (total != work.amount) {
    work.notes.push_back("class " + work.class_name() + ": ADASYN's shares round to " +
                         to_text(static_cast<std::int64_t>(total)) + " new points in place of " +
                         to_text(static_cast<std::int64_t>(work.amount)));
  }
  const std::vector<double> weights(amounts.begin(), amounts.end());
  sample_table(work, table, draws, weights);
  work.sampled.border_shares = std::move(shares);
}

}  // namespace baryscope
