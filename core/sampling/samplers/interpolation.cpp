#include "core/sampling/samplers/interpolation.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "core/base/error.h"
#include "core/sampling/samplers/synthetic_points.h"

namespace baryscope {
namespace {

constexpr std::size_t k_points_between_checks = 4096;

struct Entry {
  std::int32_t base = 0;
  std::int32_t neighbor = 0;  ///< the base itself where it stands alone
};

Entry entry_of(const NeighborTable& table, std::size_t choice) {
  if (table.k == 0) {
    return {table.bases[choice], table.bases[choice]};
  }
  return {table.bases[choice / static_cast<std::size_t>(table.k)], table.neighbors[choice]};
}

}  // namespace

NeighborTable table_in_class(ClassWork& work, std::span<const int> bases) {
  NeighborTable table;
  table.k = work.cut_neighbors(work.rows.size() - 1);
  for (const int base : bases) {
    table.bases.push_back(work.rows[static_cast<std::size_t>(base)]);
  }
  if (table.k > 0) {
    const Matrix own = rows_of(work.space.points(), work.rows);
    const Neighbors found = NeighborIndex(own).find_for_own(bases, table.k, work.watch);
    table.neighbors.reserve(found.indices.size());
    for (const std::int32_t local : found.indices) {
      table.neighbors.push_back(work.rows[static_cast<std::size_t>(local)]);
    }
  }
  return table;
}

NeighborTable table_in_data(ClassWork& work, std::span<const int> bases) {
  NeighborTable table;
  std::vector<int> rows;
  for (const int base : bases) {
    rows.push_back(work.rows[static_cast<std::size_t>(base)]);
  }
  table.bases.assign(rows.begin(), rows.end());
  Neighbors found =
      work.space.index().find_for_own(rows, work.space.options().k_neighbors, work.watch);
  table.k = found.k;
  work.sampled.k = found.k;
  table.neighbors = std::move(found.indices);
  return table;
}

InterpolationDraws draw_interpolations(const NeighborTable& table, std::size_t n, Random& random) {
  InterpolationDraws draws;
  draws.choices.reserve(n);
  draws.steps.reserve(n);
  for (std::size_t i = 0; i < n; ++i) {
    draws.choices.push_back(random.below(table.size()));
    draws.steps.push_back(random.uniform());
  }
  return draws;
}

std::vector<std::size_t> find_mixed(const NeighborTable& table, const InterpolationDraws& draws,
                                    const DataSet& data, int label) {
  std::vector<std::size_t> mixed;
  for (std::size_t i = 0; i < draws.choices.size(); ++i) {
    const Entry entry = entry_of(table, draws.choices[i]);
    if (data.labels[static_cast<std::size_t>(entry.neighbor)] != label) {
      mixed.push_back(i);
    }
  }
  return mixed;
}

void shorten(std::span<const std::size_t> mixed, std::span<const double> factors,
             InterpolationDraws& draws) {
  BARYSCOPE_CHECK(mixed.size() == factors.size());
  for (std::size_t i = 0; i < mixed.size(); ++i) {
    draws.steps[mixed[i]] *= factors[i];
  }
}

EdgeIndex index_edges(const NeighborTable& table) {
  std::vector<std::pair<std::uint64_t, std::size_t>> keys;
  keys.reserve(table.size());
  for (std::size_t i = 0; i < table.size(); ++i) {
    const Entry entry = entry_of(table, i);
    const auto low = static_cast<std::uint64_t>(std::min(entry.base, entry.neighbor));
    const auto high = static_cast<std::uint64_t>(std::max(entry.base, entry.neighbor));
    keys.emplace_back((low << 32) | high, i);
  }
  std::sort(keys.begin(), keys.end());
  EdgeIndex index;
  index.of_entry.resize(table.size());
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (i == 0 || keys[i].first != keys[i - 1].first) {
      const std::array<std::int32_t, 2> edge = {
          static_cast<std::int32_t>(keys[i].first >> 32),
          static_cast<std::int32_t>(keys[i].first & 0xffffffffU)};
      index.edges.push_back(std::span(edge).first(edge[0] == edge[1] ? 1 : 2));
    }
    index.of_entry[keys[i].second] = static_cast<std::int32_t>(index.edges.size() - 1);
  }
  return index;
}

void interpolate(const Matrix& points, const NeighborTable& table, const EdgeIndex& index,
                 const InterpolationDraws& draws, int label, SyntheticSet& synthetic,
                 const Watch& watch) {
  reserve_points(draws.choices.size(), 2, points.n_columns, synthetic);
  for (std::size_t i = 0; i < draws.choices.size(); ++i) {
    if (i % k_points_between_checks == 0) {
      watch.check();
    }
    const Entry entry = entry_of(table, draws.choices[i]);
    const std::int32_t edge = index.of_entry[draws.choices[i]];
    if (entry.base == entry.neighbor) {
      const double whole = 1;
      append_point(points, std::span(&entry.base, 1), std::span(&whole, 1), label, edge, synthetic);
      continue;
    }
    const double step = draws.steps[i];
    const bool ascends = entry.base < entry.neighbor;
    const std::array<std::int32_t, 2> vertices = {std::min(entry.base, entry.neighbor),
                                                  std::max(entry.base, entry.neighbor)};
    const std::array<double, 2> coordinates = {ascends ? 1 - step : step,
                                               ascends ? step : 1 - step};
    append_point(points, vertices, coordinates, label, edge, synthetic);
  }
}

void keep_edges(const NeighborTable& table, EdgeIndex index, std::span<const double> base_weights,
                SampledClass& sampled) {
  const auto k = static_cast<std::size_t>(std::max(table.k, 1));
  std::vector<double> weights(index.edges.size(), 0);
  double sum = 0;
  for (std::size_t entry = 0; entry < table.size(); ++entry) {
    const double weight = base_weights.empty() ? 1 : base_weights[entry / k];
    weights[static_cast<std::size_t>(index.of_entry[entry])] += weight;
    sum += weight;
  }
  for (double& weight : weights) {
    weight /= sum;
  }
  sampled.probabilities = std::move(weights);
  if (table.k > 0) {
    sampled.edges.reserve(index.edges.size());
    for (std::size_t e = 0; e < index.edges.size(); ++e) {
      sampled.edges.emplace_back(index.edges[e][0], index.edges[e][1]);
    }
  }
  sampled.simplices = std::move(index.edges);
}

std::vector<std::size_t> adasyn_amounts(std::span<const double> shares, std::size_t amount) {
  double sum = 0;
  for (const double share : shares) {
    sum += share;
  }
  BARYSCOPE_CHECK(sum > 0);
  std::vector<std::size_t> amounts;
  amounts.reserve(shares.size());
  for (const double share : shares) {
    const double exact = share / sum * static_cast<double>(amount);
    const double below = std::floor(exact);
    const double rest = exact - below;
    const auto whole = static_cast<std::size_t>(below);
    amounts.push_back(rest > 0.5 || (rest == 0.5 && whole % 2 == 1) ? whole + 1 : whole);
  }
  return amounts;
}

}  // namespace baryscope
