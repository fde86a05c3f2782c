#include "core/sampling/data/data_generators.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

#include "core/base/nearest_name.h"
#include "core/base/number_text.h"
#include "core/base/random.h"
#include "core/sampling/data/exact_draws.h"

namespace baryscope {
namespace {

constexpr int least_samples = 4, most_samples = 1'000'000;
constexpr double most_imbalance = 1e6, most_noise = 1e6;
/// Keeps the stream of the data apart from a sampler's stream of the same seed.
constexpr std::uint64_t stream_of_data = 0xd1b54a32d192ed03ULL;

using Point = std::span<double>;
/// Writes the point of a class at `share` ∈ [0, 1) of its curve.
using Placement = void (*)(int label, double share, Random& random, Point point);

struct Generator {
  DataSetInfo info;
  int n_classes;
  Placement place;
  bool exact = false;  ///< without noise
};

void place_on_moons(int label, double share, Random&, Point point) {
  const auto [x, y] = circle_point(share / 2);
  point[0] = label == 0 ? x : 1 - x;
  point[1] = label == 0 ? y : 0.5 - y;
}

void place_on_circles(int label, double share, Random&, Point point) {
  const auto [x, y] = circle_point(share);
  const double radius = label == 0 ? 1 : 0.5;
  point[0] = radius * x;
  point[1] = radius * y;
}

/// Radius that grows evenly with the turn, taken so that equal shares are equal lengths but for the
/// slope: r² grows evenly.
double spiral_radius(double first, double last, double share) {
  return std::sqrt(first * first + (last * last - first * first) * share);
}

/// 2.5 turns from radius 0.6 to 3; those from 1.4 to 2.2 are the minority's.
void place_on_roll(int label, double share, Random& random, Point point) {
  constexpr double first = 0.6, second = 1.4, third = 2.2, last = 3;
  constexpr double inner = second * second - first * first;
  constexpr double outer = last * last - third * third;
  const double part = share * (inner + outer) / inner;
  const double radius = label == 1 ? spiral_radius(second, third, share)
                        : part < 1 ? spiral_radius(first, second, part)
                                   : spiral_radius(third, last, (part - 1) * inner / outer);
  const auto [x, y] = circle_point((radius - first) / (last - first) * 2.5);
  point[0] = radius * x;
  point[1] = radius * y;
  point[2] = 1.5 * random.uniform();
}

void place_on_tori(int label, double share, Random& random, Point point) {
  constexpr double ring = 1, tube = 0.2;
  const auto [x, y] = circle_point(share);
  std::array<double, 2> side{};
  // The outer side of the tube has more area than the inner one.
  do {
    side = circle_point(random.uniform());
  } while (random.uniform() * (ring + tube) >= ring + tube * side[0]);
  const double radius = ring + tube * side[0];
  const double height = tube * side[1];
  point[0] = label == 0 ? radius * x : ring + radius * x;
  point[1] = label == 0 ? height : radius * y;
  point[2] = label == 0 ? radius * y : height;
}

void place_in_blobs(int label, double share, Random& random, Point point) {
  const auto [x, y] = circle_point(0.25 + label / 3.0);
  const auto [dx, dy] = circle_point(random.uniform());
  const double radius = 0.6 * std::sqrt(share);
  point[0] = x + radius * dx;
  point[1] = y + radius * dy;
}

void place_on_spirals(int label, double share, Random&, Point point) {
  const double radius = spiral_radius(0.3, 2, share);
  const auto [x, y] = circle_point(1.25 * (radius - 0.3) / 1.7 + 0.5 * label);
  point[0] = radius * x;
  point[1] = radius * y;
}

/// The shares of the minority are 0, 1/3 and 2/3 with something below 1/3 added.
void place_three_points(int label, double share, Random&, Point point) {
  point[0] = point[1] = point[2] = 0;
  if (label == 1) {
    point[static_cast<std::size_t>(std::min(2.0, share * 3))] = 1;
  }
}

const std::vector<Generator>& table() {
  static const std::vector<Generator> rows = {
      {{"two-moons", "Two moons", "Two half circles that reach into each other.", 2},
       2,
       place_on_moons},
      {{"circle-in-circle", "Circle in a circle", "A small circle inside a large one.", 2},
       2,
       place_on_circles},
      {{"swiss-roll", "Swiss roll",
        "A rolled-up sheet; the minority lies between inner and outer windings.", 3},
       2,
       place_on_roll},
      {{"torus", "Linked tori", "Two tori, each through the other's hole.", 3}, 2, place_on_tori},
      {{"blobs", "Three blobs", "Three discs of points, three classes.", 2}, 3, place_in_blobs},
      {{"spirals", "Two spirals", "Two arms that wind around each other.", 2}, 2, place_on_spirals},
      {{"three-points", "Three points",
        "The majority at 0, a minority of three unit vectors: their triangle comes closer to 0 "
        "than their edges.",
        3},
       2,
       place_three_points,
       true},
  };
  return rows;
}

void check_domain(const DataRequest& request) {
  if (request.n_samples < least_samples || request.n_samples > most_samples) {
    throw UsageError(fmt::format("n-samples is {}; expected {} to {}", request.n_samples,
                                 least_samples, most_samples));
  }
  if (!(request.imbalance >= 1 && request.imbalance <= most_imbalance)) {
    throw UsageError(fmt::format("imbalance is {}; expected 1 to {}, majority over minority",
                                 to_text(request.imbalance), to_text(most_imbalance)));
  }
  if (!(request.noise >= 0 && request.noise <= most_noise)) {
    throw UsageError(fmt::format("noise is {}; expected 0 to {}, a standard deviation",
                                 to_text(request.noise), to_text(most_noise)));
  }
}

/// Points a class, the largest first. No class outnumbers one before it.
std::vector<int> class_sizes(const Generator& generator, const DataRequest& request) {
  const int n = request.n_samples;
  if (generator.exact) {
    return {n - 3, 3};
  }
  const int k = generator.n_classes;
  std::vector<double> weights = {request.imbalance, 1};
  if (k == 3) {
    weights = {request.imbalance, std::sqrt(request.imbalance), 1};
  }
  double sum = 0;
  for (const double weight : weights) {
    sum += weight;
  }
  std::vector<int> sizes(static_cast<std::size_t>(k), n);
  for (std::size_t c = 1; c < sizes.size(); ++c) {
    const auto rounded = static_cast<int>(std::lround(n * weights[c] / sum));
    sizes[c] = std::clamp(rounded, 1, n / k);
    sizes[0] -= sizes[c];
  }
  return sizes;
}

}  // namespace

const std::vector<DataSetInfo>& generators() {
  static const std::vector<DataSetInfo> infos = [] {
    std::vector<DataSetInfo> all;
    for (const Generator& generator : table()) {
      all.push_back(generator.info);
    }
    return all;
  }();
  return infos;
}

DataSet generate(const DataRequest& request, const Watch& watch) {
  const auto found = std::find_if(table().begin(), table().end(), [&](const Generator& generator) {
    return generator.info.name == request.data_set;
  });
  if (found == table().end()) {
    std::vector<std::string> names;
    for (const DataSetInfo& info : generators()) {
      names.push_back(info.name);
    }
    throw UsageError(unknown_name_message("data set", request.data_set, names) +
                     "; or the path of a .csv or .npy file");
  }
  check_domain(request);
  const std::vector<int> sizes = class_sizes(*found, request);
  DataSet data;
  data.name = found->info.name;
  data.classes = found->n_classes == 2 ? std::vector<std::string>{"majority", "minority"}
                                       : std::vector<std::string>{"a", "b", "c"};
  data.points = Matrix(request.n_samples, found->info.n_features);
  for (int column = 0; column < data.n_features(); ++column) {
    data.features.push_back("x" + to_text(std::int64_t{column}));
  }
  data.label_column = data.n_features();
  data.labels.reserve(static_cast<std::size_t>(request.n_samples));
  Random random(request.seed ^ stream_of_data);
  for (int label = 0; label < found->n_classes; ++label) {
    const int size = sizes[static_cast<std::size_t>(label)];
    for (int i = 0; i < size; ++i) {
      const int row = static_cast<int>(data.labels.size());
      if (row % 4096 == 0) {
        watch.report(static_cast<double>(row) / request.n_samples, "generating data");
      }
      const Point point = data.points.row(row);
      found->place(label, (i + random.uniform()) / size, random, point);
      if (!found->exact) {
        for (double& coordinate : point) {
          coordinate += request.noise * draw_normal(random);
        }
      }
      data.labels.push_back(label);
    }
  }
  return data;
}

}  // namespace baryscope
