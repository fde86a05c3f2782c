// Numbers of core/sampling for the comparison with scikit-learn and for tests/benchmarks. All files
// are little-endian: int32 sizes, then doubles, then int32 labels; all answers go to standard
// output, the least seconds of the repeats to standard error.
//   neighbors FILE K REPEATS      n, d, m; points [n, d], queries [m, d] (m = 0: the points' own)
//                                 → indices [int32], squared distances
//   probabilities FILE NAME       n, d, m, n_classes; points, queries; labels [n] → shares
//   scores FILE                   n, n_classes; truth [n], predicted [n] → F1 of every class, macro
//                                 F1, R_K

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <limits>
#include <string>
#include <vector>

#include "core/base/number_text.h"
#include "core/sampling/neighbors/neighbors.h"
#include "core/sampling/studies/classifier.h"
#include "core/sampling/studies/scores.h"

namespace {

using namespace baryscope;

template <class T>
std::vector<T> read(std::ifstream& file, std::size_t n) {
  std::vector<T> values(n);
  file.read(reinterpret_cast<char*>(values.data()), static_cast<std::streamsize>(n * sizeof(T)));
  return values;
}

Matrix read_matrix(std::ifstream& file, int n_rows, int n_columns) {
  Matrix matrix(n_rows, n_columns);
  matrix.data = read<double>(file, matrix.data.size());
  return matrix;
}

template <class T>
void write(const std::vector<T>& values) {
  std::fwrite(values.data(), sizeof(T), values.size(), stdout);
}

void neighbors(std::ifstream& file, int k, int n_repeats) {
  const std::vector<std::int32_t> sizes = read<std::int32_t>(file, 3);
  const Matrix points = read_matrix(file, sizes[0], sizes[1]);
  const Matrix queries = read_matrix(file, sizes[2], sizes[1]);
  Neighbors found;
  double least = std::numeric_limits<double>::infinity();
  for (int r = 0; r < n_repeats; ++r) {
    const auto begin = std::chrono::steady_clock::now();
    const NeighborIndex index(points);
    found = queries.n_rows > 0 ? index.find(queries, k, {}) : index.find_among_own(k, {});
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
    least = std::min(least, seconds.count());
  }
  write(found.indices);
  write(found.squared_distances);
  std::fputs((to_text(least) + "\n").c_str(), stderr);
}

void probabilities(std::ifstream& file, const std::string& name) {
  const std::vector<std::int32_t> sizes = read<std::int32_t>(file, 4);
  const Matrix points = read_matrix(file, sizes[0], sizes[1]);
  const Matrix queries = read_matrix(file, sizes[2], sizes[1]);
  const std::vector<int> labels = read<int>(file, static_cast<std::size_t>(sizes[0]));
  write(make_classifier(name, points, labels, sizes[3], nullptr, {})
            ->probabilities(queries, {})
            .data);
}

void scores(std::ifstream& file) {
  const std::vector<std::int32_t> sizes = read<std::int32_t>(file, 2);
  const std::vector<int> truth = read<int>(file, static_cast<std::size_t>(sizes[0]));
  const std::vector<int> predicted = read<int>(file, static_cast<std::size_t>(sizes[0]));
  std::vector<double> values;
  for (int c = 0; c < sizes[1]; ++c) {
    values.push_back(f1_of_class(truth, predicted, c));
  }
  values.push_back(macro_f1(truth, predicted));
  values.push_back(matthews_correlation(truth, predicted));
  write(values);
}

}  // namespace

int main(int argc, char** argv) {
  const std::string what = argc > 2 ? argv[1] : "";
  std::ifstream file(argc > 2 ? argv[2] : "", std::ios::binary);
  if (what == "neighbors" && argc == 5) {
    neighbors(file, static_cast<int>(find_integer(argv[3]).value_or(1)),
              static_cast<int>(find_integer(argv[4]).value_or(1)));
  } else if (what == "probabilities" && argc == 4) {
    probabilities(file, argv[3]);
  } else if (what == "scores" && argc == 3) {
    scores(file);
  } else {
    std::fputs("usage: sampling_numbers neighbors|probabilities|scores FILE …\n", stderr);
    return 2;
  }
  return file ? 0 : 1;
}
