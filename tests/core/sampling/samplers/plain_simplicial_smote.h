/// Simplicial SMOTE (arXiv 2503.03418, Algorithm 1) a second time, by plain loops over all pairs
/// and subsets; only the generator is the program's.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "core/base/random.h"
#include "core/sampling/data/data_set.h"

namespace baryscope::test {

struct PlainSample {
  std::vector<int> vertices;
  std::vector<double> coordinates, point;
};

/// Whether i and j are joined: one is among the k nearest of the other, of `rows` alone.
inline std::set<std::pair<int, int>> plain_edges(const DataSet& data, const std::vector<int>& rows,
                                                 int k) {
  std::set<std::pair<int, int>> edges;
  for (const int i : rows) {
    std::vector<std::pair<double, int>> others;
    for (const int j : rows) {
      double sum = 0;
      for (int c = 0; c < data.n_features(); ++c) {
        sum += (data.points(i, c) - data.points(j, c)) * (data.points(i, c) - data.points(j, c));
      }
      if (i != j) {
        others.emplace_back(sum, j);
      }
    }
    std::sort(others.begin(), others.end());
    for (int n = 0; n < k; ++n) {
      const int j = others[static_cast<std::size_t>(n)].second;
      edges.insert({std::min(i, j), std::max(i, j)});
    }
  }
  return edges;
}

/// Grows every clique by every later vertex; those that nothing can join are maximal.
inline std::set<std::vector<int>> plain_cliques(const std::vector<int>& rows,
                                                const std::set<std::pair<int, int>>& edges) {
  const auto joined = [&](int i, int j) {
    return edges.contains({std::min(i, j), std::max(i, j)});
  };
  std::set<std::vector<int>> maximal;
  std::vector<std::vector<int>> open;
  for (const int row : rows) {
    open.push_back({row});
  }
  while (!open.empty()) {
    const std::vector<int> clique = open.back();
    open.pop_back();
    bool grows = false;
    for (const int row : rows) {
      if (std::all_of(clique.begin(), clique.end(), [&](int v) { return joined(v, row); })) {
        grows = true;
        if (row > clique.back()) {
          open.push_back(clique);
          open.back().push_back(row);
        }
      }
    }
    if (!grows) {
      maximal.insert(clique);
    }
  }
  return maximal;
}

inline double plain_binomial(std::size_t s, std::size_t p) {
  double value = 1;
  for (std::size_t i = 1; i <= p && s >= p; ++i) {
    value = value * static_cast<double>(s - p + i) / static_cast<double>(i);
  }
  return value;
}

/// `amount` points of class `label`, alpha = 1. The stream is seeded by the class's name (FNV-1a).
inline std::vector<PlainSample> plain_simplicial_smote(const DataSet& data, int label, int k,
                                                       std::size_t p, std::uint64_t seed,
                                                       int amount) {
  std::vector<int> rows;
  for (int r = 0; r < data.n_points(); ++r) {
    if (data.labels[static_cast<std::size_t>(r)] == label) {
      rows.push_back(r);
    }
  }
  std::map<std::size_t, std::vector<std::vector<int>>> by_size;
  for (const std::vector<int>& clique : plain_cliques(rows, plain_edges(data, rows, k))) {
    by_size[clique.size()].push_back(clique);
  }
  double total = 0;
  for (const auto& [size, cliques] : by_size) {
    total += static_cast<double>(cliques.size()) * plain_binomial(size, p);
  }
  std::uint64_t hash = 0xcbf29ce484222325ULL;
  for (const char letter : data.classes[static_cast<std::size_t>(label)]) {
    hash = (hash ^ static_cast<unsigned char>(letter)) * 0x100000001b3ULL;
  }
  Random random(seed ^ hash);
  std::vector<PlainSample> samples;
  for (int n = 0; n < amount; ++n) {
    const double target = random.uniform() * total;
    double sum = 0;
    const std::vector<std::vector<int>>* cliques = nullptr;
    for (const auto& [size, of_size] : by_size) {
      sum += static_cast<double>(of_size.size()) * plain_binomial(size, p);
      if (cliques == nullptr && target < sum) {
        cliques = &of_size;
      }
    }
    std::vector<int> vertices = (*cliques)[random.below(cliques->size())];
    if (vertices.size() > p) {
      for (std::size_t i = 0; i < p; ++i) {
        std::swap(vertices[i], vertices[i + random.below(vertices.size() - i)]);
      }
      vertices.resize(p);
      std::sort(vertices.begin(), vertices.end());
    }
    std::vector<double> cuts = {0, 1};
    for (std::size_t i = 1; i < vertices.size(); ++i) {
      cuts.push_back(random.uniform());
    }
    std::sort(cuts.begin(), cuts.end());
    PlainSample sample;
    sample.vertices = vertices;
    for (std::size_t i = 0; i < vertices.size(); ++i) {
      sample.coordinates.push_back(cuts[i + 1] - cuts[i]);
    }
    for (int c = 0; c < data.n_features(); ++c) {
      double x = 0;
      for (std::size_t i = 0; i < vertices.size(); ++i) {
        const double term = sample.coordinates[i] * data.points(vertices[i], c);
        x += term;
      }
      sample.point.push_back(x);
    }
    samples.push_back(sample);
  }
  return samples;
}

}  // namespace baryscope::test
