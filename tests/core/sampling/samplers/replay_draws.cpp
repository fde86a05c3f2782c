// Replays draws that were made elsewhere through the samplers' own tables and combinations.
//
// Reads from standard input: sampler, k, m, label, amount; n, d and n rows of d numbers and a
// label; the number of draws and as many entries and steps; the number of factors and the factors
// (of borderline-smote-2, in order of the draws that lead towards another class; more may be given
// than are used). An entry is base · k + neighbour, of adasyn the neighbour alone. Prints the new
// points, one a line.
#include <cstdio>
#include <iostream>
#include <string>
#include <vector>

#include "core/base/number_text.h"
#include "core/sampling/samplers/interpolation.h"
#include "core/sampling/samplers/sampling_space.h"

namespace {

using namespace baryscope;

double read_number() {
  std::string word;
  std::cin >> word;
  const auto number = find_number(word);
  if (!number) {
    throw Error("expected a number, got '" + word + "'");
  }
  return *number;
}

int read_int() { return static_cast<int>(read_number()); }

std::vector<double> read_numbers(std::size_t n) {
  std::vector<double> numbers(n);
  for (double& number : numbers) {
    number = read_number();
  }
  return numbers;
}

DataSet read_data() {
  DataSet data;
  const int n = read_int();
  data.points = Matrix(n, read_int());
  for (int r = 0; r < n; ++r) {
    for (double& x : data.points.row(r)) {
      x = read_number();
    }
    data.labels.push_back(read_int());
    while (data.n_classes() <= data.labels.back()) {
      data.classes.push_back(to_text(static_cast<std::int64_t>(data.n_classes())));
    }
  }
  return data;
}

struct Replay {
  NeighborTable table;
  InterpolationDraws draws;
};

void replay_entries(const std::vector<double>& entries, Replay& replay) {
  for (const double entry : entries) {
    replay.draws.choices.push_back(static_cast<std::size_t>(entry));
  }
}

Replay replay(const std::string& sampler, ClassWork& work) {
  const auto n = static_cast<std::size_t>(read_int());
  const std::vector<double> entries = read_numbers(n);
  Replay result;
  result.draws.steps = read_numbers(n);
  const std::vector<double> factors = read_numbers(static_cast<std::size_t>(read_int()));
  if (sampler == "adasyn") {
    int k = work.space.options().k_neighbors;
    const std::vector<std::size_t> amounts = adasyn_amounts(border_shares(work, k), work.amount);
    result.table = table_in_class(work, all_positions(work));
    for (std::size_t base = 0; base < amounts.size(); ++base) {
      for (std::size_t i = 0; i < amounts[base]; ++i) {
        result.draws.choices.push_back(
            base * static_cast<std::size_t>(result.table.k) +
            static_cast<std::size_t>(entries.at(result.draws.choices.size())));
      }
    }
    if (result.draws.choices.size() != n) {
      throw Error("another number of points");
    }
    return result;
  }
  if (sampler == "smote") {
    result.table = table_in_class(work, all_positions(work));
  } else if (sampler == "borderline-smote-1") {
    result.table = table_in_class(work, find_danger(work));
  } else {
    result.table = table_in_data(work, find_danger(work));
  }
  replay_entries(entries, result);
  if (sampler == "borderline-smote-2") {
    const auto mixed =
        find_mixed(result.table, result.draws, work.space.data(), work.sampled.label);
    shorten(mixed, std::span(factors).first(mixed.size()), result.draws);
  }
  return result;
}

}  // namespace

int main() {
  try {
    SamplerOptions options;
    std::cin >> options.sampler;
    options.k_neighbors = read_int();
    options.m_neighbors = read_int();
    const int label = read_int();
    const auto amount = static_cast<std::size_t>(read_int());
    const DataSet data = read_data();
    const SamplingSpace space(data, options);
    SampledClass sampled;
    sampled.label = label;
    SyntheticSet synthetic;
    synthetic.points = Matrix(0, data.n_features());
    std::vector<std::string> notes;
    const Watch watch;
    ClassWork work{space, amount, data.rows_of(label), Random(0), sampled, synthetic, notes, watch};
    const Replay result = replay(options.sampler, work);
    interpolate(data.points, result.table, index_edges(result.table), result.draws, label,
                synthetic, watch);
    for (int i = 0; i < synthetic.size(); ++i) {
      std::string line;
      for (const double x : synthetic.points.row(i)) {
        line += (line.empty() ? "" : " ") + to_text(x);
      }
      std::puts(line.c_str());
    }
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
}
