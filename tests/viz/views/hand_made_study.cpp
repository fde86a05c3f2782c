#include "tests/viz/views/hand_made_study.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <numbers>
#include <utility>
#include <vector>

namespace baryscope {
namespace {

constexpr std::array<std::array<double, 2>, 7> k_inner = {
    {{-1.2, 0.3}, {-0.5, 0.9}, {-0.4, -0.2}, {0.1, 0.5}, {0.5, -0.4}, {1.2, -0.5}, {1.5, 0.6}}};

/// Shares fall off with the squared distance to each class's points.
std::shared_ptr<const DecisionField> field_of(const SamplingStudy& study, const Matrix& points,
                                              const std::vector<int>& labels, bool in_space) {
  auto field = std::make_shared<DecisionField>();
  field->n_nodes = {9, 7, in_space ? 5 : 1};
  field->minimum = {-2.6, -1.9, in_space ? -1.5 : 0};
  field->maximum = {2.6, 1.9, in_space ? 1.5 : 0};
  field->n_classes = study.data->n_classes();
  for (int z = 0; z < field->n_nodes[2]; ++z) {
    for (int y = 0; y < 7; ++y) {
      for (int x = 0; x < 9; ++x) {
        const std::array<double, 3> at = {-2.6 + 5.2 * x / 8, -1.9 + 3.8 * y / 6,
                                          in_space ? -1.5 + 3.0 * z / 4 : 0};
        std::vector<double> sums(static_cast<std::size_t>(field->n_classes));
        double total = 0;
        for (int i = 0; i < points.n_rows; ++i) {
          double squared = 0.05;
          for (int c = 0; c < points.n_columns; ++c) {
            const double d = points(i, c) - at[static_cast<std::size_t>(c)];
            squared += d * d;
          }
          const double share = 1 / (squared * squared);
          sums[static_cast<std::size_t>(labels[static_cast<std::size_t>(i)])] += share;
          total += share;
        }
        for (const double sum : sums) {
          field->probabilities.push_back(static_cast<float>(sum / total));
        }
      }
    }
  }
  return field;
}

Matrix padded(const Matrix& points) {
  Matrix places(points.n_rows, 3);
  for (int i = 0; i < points.n_rows; ++i) {
    for (int c = 0; c < std::min(points.n_columns, 3); ++c) {
      places(i, c) = points(i, c);
    }
  }
  return places;
}

/// Synthetic points from (base, vertices, coordinates), counts, places and fields.
struct Drawn {
  std::int32_t base;
  std::vector<std::int32_t> vertices;
  std::vector<double> coordinates;
};
void finish(SamplingStudy& study, const std::vector<Drawn>& drawn, bool in_space) {
  const DataSet& data = *study.data;
  SyntheticSet& made = study.resampled.synthetic;
  made.points = Matrix(static_cast<int>(drawn.size()), data.n_features());
  for (std::size_t i = 0; i < drawn.size(); ++i) {
    for (std::size_t v = 0; v < drawn[i].vertices.size(); ++v) {
      for (int c = 0; c < data.n_features(); ++c) {
        made.points(static_cast<int>(i), c) +=
            drawn[i].coordinates[v] * data.points(drawn[i].vertices[v], c);
      }
    }
    made.vertices.insert(made.vertices.end(), drawn[i].vertices.begin(), drawn[i].vertices.end());
    made.coordinates.insert(made.coordinates.end(), drawn[i].coordinates.begin(),
                            drawn[i].coordinates.end());
    made.offsets.push_back(made.vertices.size());
    made.bases.push_back(drawn[i].base);
    made.labels.push_back(data.labels[static_cast<std::size_t>(drawn[i].vertices.front())]);
  }
  study.counts_before = study.counts_after = data.class_counts();
  for (const int label : made.labels) {
    ++study.counts_after[static_cast<std::size_t>(label)];
  }
  for (SampledClass& sampled : study.resampled.classes) {
    sampled.n_before = study.counts_before[static_cast<std::size_t>(sampled.label)];
    sampled.n_after = study.counts_after[static_cast<std::size_t>(sampled.label)];
  }
  study.frame.n_axes = in_space ? 3 : 2;
  study.frame.titles = {"x0", "x1", in_space ? "x2" : ""};
  study.places = padded(data.points);
  study.synthetic_places = padded(made.points);
  study.before = field_of(study, data.points, data.labels, in_space);
  Matrix both = data.points;
  both.data.insert(both.data.end(), made.points.data.begin(), made.points.data.end());
  both.n_rows += made.points.n_rows;
  std::vector<int> labels = data.labels;
  labels.insert(labels.end(), made.labels.begin(), made.labels.end());
  study.after = field_of(study, both, labels, in_space);
}

SamplingStudy bare_study(bool in_space) {
  auto data = std::make_shared<DataSet>();
  data->name = "two-moons";
  data->points = Matrix(19, in_space ? 3 : 2);
  data->features = {"x0", "x1"};
  if (in_space) {
    data->features.emplace_back("x2");
  }
  data->classes = {"0", "1"};
  for (int i = 0; i < 19; ++i) {
    const double angle = 2 * std::numbers::pi * i / 12;
    const double x = i < 12 ? 2.2 * std::cos(angle) : k_inner[static_cast<std::size_t>(i - 12)][0];
    const double y = i < 12 ? 1.5 * std::sin(angle) : k_inner[static_cast<std::size_t>(i - 12)][1];
    data->points(i, 0) = x;
    data->points(i, 1) = y;
    if (in_space) {
      data->points(i, 2) = x * y;
    }
    data->labels.push_back(i < 12 ? 0 : 1);
  }
  SamplingStudy study;
  study.data = data;
  SampledClass sampled;
  sampled.label = 1;
  sampled.k = 3;
  sampled.rows = {12, 13, 14, 15, 16, 17, 18};
  sampled.edges = {{12, 13}, {12, 14}, {12, 15}, {13, 14}, {13, 15},
                   {14, 15}, {14, 16}, {15, 16}, {16, 17}};
  study.resampled.classes.push_back(sampled);
  return study;
}

}  // namespace

SamplingStudy hand_made_study(bool in_space) {
  SamplingStudy study = bare_study(in_space);
  SampledClass& sampled = study.resampled.classes.front();
  for (const std::vector<std::int32_t>& simplex :
       std::vector<std::vector<std::int32_t>>{{12, 13, 14, 15}, {14, 15, 16}, {16, 17}, {18}}) {
    sampled.simplices.push_back(simplex);
  }
  sampled.probabilities = {0.4, 0.3, 0.2, 0.1};
  sampled.border_shares = {0.6, 0, 0.2, 0, 0, 0.8, 1};
  finish(study,
         {{0, {12, 13, 14, 15}, {0.1, 0.2, 0.3, 0.4}},
          {1, {14, 15, 16}, {0.5, 0.25, 0.25}},
          {0, {12, 13, 14, 15}, {0.4, 0.4, 0.1, 0.1}},
          {2, {16, 17}, {0.75, 0.25}},
          {3, {18}, {1}}},
         in_space);
  return study;
}

SamplingStudy hand_made_edges() {
  SamplingStudy study = bare_study(false);
  study.request.sampler.sampler = "smote";
  SampledClass& sampled = study.resampled.classes.front();
  for (const auto& [a, b] : sampled.edges) {
    sampled.simplices.push_back(std::vector<std::int32_t>{a, b});
  }
  finish(study, {{0, {12, 13}, {0.5, 0.5}}, {3, {13, 14}, {0.25, 0.75}}, {8, {16, 17}, {0.8, 0.2}}},
         false);
  return study;
}

SamplingStudy sunflower_study(int n, int n_synthetic) {
  auto data = std::make_shared<DataSet>();
  data->name = "sunflower";
  data->points = Matrix(n, 2);
  data->features = {"x0", "x1"};
  data->classes = {"0", "1"};
  SampledClass sampled;
  sampled.label = 1;
  sampled.k = 2;
  for (int i = 0; i < n; ++i) {
    const double radius = std::sqrt((i + 0.5) / n), angle = 2.399963229728653 * i;
    data->points(i, 0) = radius * std::cos(angle);
    data->points(i, 1) = radius * std::sin(angle);
    data->labels.push_back(i % 5 == 0 ? 1 : 0);
    if (i % 5 == 0) {
      sampled.rows.push_back(i);
    }
  }
  SamplingStudy study;
  study.data = data;
  for (std::size_t i = 0; i + 2 < sampled.rows.size(); ++i) {
    sampled.edges.emplace_back(sampled.rows[i], sampled.rows[i + 1]);
    sampled.edges.emplace_back(sampled.rows[i], sampled.rows[i + 2]);
    sampled.simplices.push_back(
        std::vector<std::int32_t>{sampled.rows[i], sampled.rows[i + 1], sampled.rows[i + 2]});
  }
  const auto n_simplices = static_cast<int>(sampled.simplices.size());
  std::vector<Drawn> drawn;
  for (int i = 0; i < n_synthetic; ++i) {
    const auto s = static_cast<std::size_t>(i % n_simplices);
    const auto simplex = sampled.simplices[s];
    drawn.push_back(
        {static_cast<std::int32_t>(s), {simplex.begin(), simplex.end()}, {0.5, 0.3, 0.2}});
  }
  study.resampled.classes.push_back(std::move(sampled));
  finish(study, drawn, false);
  return study;
}

SamplingStudy three_classes_study() {
  SamplingStudy study = bare_study(false);
  auto data = std::make_shared<DataSet>(*study.data);
  data->classes = {"cat", "dog", "eel"};
  for (const int row : {16, 17, 18}) {
    data->labels[static_cast<std::size_t>(row)] = 2;
  }
  study.data = data;
  study.resampled.classes.clear();
  SampledClass dogs;
  dogs.label = 1;
  dogs.k = 3;
  dogs.rows = {12, 13, 14, 15};
  dogs.edges = {{12, 13}, {12, 14}, {12, 15}, {13, 14}, {13, 15}, {14, 15}};
  dogs.simplices.push_back(std::vector<std::int32_t>{12, 13, 14, 15});
  SampledClass eels;
  eels.label = 2;
  eels.k = 2;
  eels.rows = {16, 17, 18};
  eels.edges = {{16, 17}, {16, 18}, {17, 18}};
  eels.simplices.push_back(std::vector<std::int32_t>{16, 17, 18});
  study.resampled.classes = {dogs, eels};
  finish(study,
         {{0, {12, 13, 14, 15}, {0.25, 0.25, 0.25, 0.25}}, {0, {16, 17, 18}, {0.2, 0.3, 0.5}}},
         false);
  return study;
}

Vec3 place(const SamplingStudy& study, int row) {
  return {study.places(row, 0), study.places(row, 1), study.places(row, 2)};
}

ViewRequest samples_request() {
  ViewRequest request;
  request.view = "samples";
  return request;
}

ViewRequest at_step(double step) {
  ViewRequest request = samples_request();
  request.step = step;
  request.sample = 1;
  return request;
}

}  // namespace baryscope
