#include "viz/views/samples/samples_parts.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/base/number_text.h"
#include "core/sampling/data/column_scale.h"
#include "core/sampling/neighbors/neighbors.h"
#include "viz/views/placed_point.h"
#include "viz/views/samples/build_samples.h"
#include "viz/views/space/space_parts.h"
#include "viz/views/view_words.h"

namespace baryscope {
namespace {

// What software rendering still draws fluently.
constexpr std::size_t k_most_edges = 12000;
constexpr std::size_t k_most_cells = 3000;
constexpr int k_most_candidates = 400;  // for the point to follow

double triangle_area(Vec3 a, Vec3 b, Vec3 c) { return 0.5 * length(cross(b - a, c - a)); }

/// How well a point's simplex can be seen and its weights be told apart.
double teaching_score(const SamplingStudy& study, int index) {
  const auto vertices = study.resampled.synthetic.simplex(index);
  const auto weights = study.resampled.synthetic.coordinates_of(index);
  if (vertices.size() < 2) {
    return 0;
  }
  std::vector<Vec3> places;
  for (const int row : vertices) {
    places.push_back(point_of(study.places, row));
  }
  double size = 0;
  if (places.size() == 2) {
    size = 0.3 * length(places[1] - places[0]);
  } else {
    for (std::size_t i = 0; i + 2 < places.size(); ++i) {
      size = std::max(size, triangle_area(places[i], places[i + 1], places[i + 2]));
    }
    size = std::sqrt(size) * (places.size() <= 4 ? 1 : 0.6);
  }
  const double least = *std::min_element(weights.begin(), weights.end());
  const double most = *std::max_element(weights.begin(), weights.end());
  return size * (0.2 + static_cast<double>(weights.size()) * least) * (most < 0.62 ? 1 : 0.7);
}

std::optional<int> followed_point(const SamplingStudy& study, const ViewRequest& request) {
  const int n = study.resampled.synthetic.size();
  if (n == 0 || (!request.step && !request.sample)) {
    return std::nullopt;
  }
  if (request.sample) {
    return std::clamp(*request.sample, 0, n - 1);
  }
  int best = 0;
  double best_score = -1;
  for (int i = 0; i < std::min(n, k_most_candidates); ++i) {
    const double score = teaching_score(study, i);
    if (score > best_score) {
      best = i;
      best_score = score;
    }
  }
  return best;
}

/// The same whatever of it is drawn, so that steps share their camera.
Bounds box_of(const SamplingStudy& study, bool in_plane) {
  Bounds box;
  // Synthetic points lie between originals.
  for (int i = 0; i < study.places.n_rows; ++i) {
    include(box, point_of(study.places, i));
  }
  if (box.empty) {
    box = {{-1, -1, 0}, {1, 1, 0}, false};
  }
  if (!in_plane) {
    return box;
  }
  const Vec3 size = box.maximum - box.minimum;
  double pad = 0.06 * std::max(size.x, size.y);
  if (!(pad > 0)) {
    pad = std::max(1.0, std::abs(box.minimum.x)) * 0.5;
  }
  // Points on one line still get a plane to lie in.
  const double least = 0.25 * (std::max(size.x, size.y) + 2 * pad);
  const double grow_x = std::max(pad, 0.5 * (least - size.x));
  const double grow_y = std::max(pad, 0.5 * (least - size.y));
  box.minimum = box.minimum - Vec3{grow_x, grow_y, 0};
  box.maximum = box.maximum + Vec3{grow_x, grow_y, 0};
  for (const auto& field : {study.before, study.after}) {
    if (field != nullptr && field->n_nodes[1] > 1) {
      include(box, {field->minimum[0], field->minimum[1], 0});
      include(box, {field->maximum[0], field->maximum[1], 0});
    }
  }
  return box;
}

}  // namespace

const char* sampling_step_name(int step) {
  static constexpr std::array names = {"the data",          "nearest neighbours", "graph",
                                       "maximal simplices", "one simplex",        "Dirichlet draw",
                                       "synthetic point"};
  static_assert(names.size() == k_n_sampling_steps);
  return names[static_cast<std::size_t>(std::clamp(step, 0, k_n_sampling_steps - 1))];
}

SceneEdge hairline(Vec3 from, Vec3 to, double opacity) {
  SceneEdge line;
  line.from = from;
  line.to = to;
  line.width = 1;
  line.role = Role::ink;
  line.opacity = opacity;
  return line;
}

std::string count_text(std::size_t n) {
  const std::string digits = to_text(static_cast<std::int64_t>(n));
  std::string text;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) {
      text += ',';
    }
    text += digits[i];
  }
  return text;
}

std::string value_text(double value) {
  return (value < 0 ? "\u2212" : "") + short_number(std::abs(value));
}

std::string row_text(int row) {
  static const std::array<const char*, 10> subscripts = {"₀", "₁", "₂", "₃", "₄",
                                                         "₅", "₆", "₇", "₈", "₉"};
  std::string text = "x";
  for (const char digit : to_text(static_cast<std::int64_t>(row))) {
    text += subscripts[static_cast<std::size_t>(digit - '0')];
  }
  return text;
}

bool SampleParts::shows(const std::string& part) const {
  const auto names = [&](const std::vector<std::string>& list) {
    return std::find(list.begin(), list.end(), part) != list.end();
  };
  return !names(request->hide) && (part != "grid" || names(request->show));
}

Vec3 SampleParts::place(int row) const { return point_of(study->places, row); }
Vec3 SampleParts::synthetic_place(int index) const {
  return point_of(study->synthetic_places, index);
}

std::vector<std::size_t> SampleParts::surface_classes() const {
  constexpr std::size_t n_most = 4;
  std::vector<std::size_t> order;
  for (std::size_t c = 0; c < classes.size(); ++c) {
    if (static_cast<int>(c) != majority) {
      order.push_back(c);
    }
  }
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return classes[a].n_points > classes[b].n_points;
  });
  order.resize(std::min(order.size(), n_most));
  return order;
}

double SampleParts::beside_inset(std::span<const Vec3> corners) const {
  const bool covered = inset && std::any_of(corners.begin(), corners.end(),
                                            [&](Vec3 corner) { return inset->covers(corner); });
  return covered ? 1 - look.inset : 1;
}

std::vector<int> SampleParts::chosen_vertices() const {
  if (!followed) {
    return {};
  }
  const auto vertices = study->resampled.synthetic.simplex(*followed);
  return {vertices.begin(), vertices.end()};
}

int SampleParts::base_vertex() const {
  const std::vector<int> vertices = chosen_vertices();
  const auto own = std::find_if(vertices.begin(), vertices.end(), [&](int row) {
    return study->data->labels[static_cast<std::size_t>(row)] ==
           study->resampled.synthetic.labels[static_cast<std::size_t>(*followed)];
  });
  return own == vertices.end() ? vertices.front() : *own;
}

std::vector<int> SampleParts::base_neighbors() const {
  const std::vector<int> vertices = chosen_vertices();
  if (vertices.empty() || followed_class == nullptr) {
    return {};
  }
  const int base = base_vertex();
  std::vector<int> neighbors;
  for (const auto& [a, b] : followed_class->edges) {
    if (a == base || b == base) {
      neighbors.push_back(a == base ? b : a);
    }
  }
  // In the order in which the sampler met them: by its distances, ties to the lower row.
  std::sort(neighbors.begin(), neighbors.end());
  std::vector<int> rows = {base};
  rows.insert(rows.end(), neighbors.begin(), neighbors.end());
  const Matrix& points = study->data->points;
  Matrix near = rows_of(points, rows);
  if (study->request.sampler.standardize) {
    near = scaled(fit_column_scale(points), near);
  }
  const int origin = 0;
  const Neighbors found =
      NeighborIndex(near).find_for_own({&origin, 1}, static_cast<int>(neighbors.size()), {});
  for (std::size_t i = 0; i < neighbors.size(); ++i) {
    neighbors[i] = rows[static_cast<std::size_t>(found.indices[i])];
  }
  if (followed_class->k > 0 && neighbors.size() > static_cast<std::size_t>(followed_class->k)) {
    neighbors.resize(static_cast<std::size_t>(followed_class->k));
  }
  return neighbors;
}

SampleParts make_sample_parts(const SamplingStudy& study, const ViewRequest& request) {
  SampleParts parts;
  parts.study = &study;
  parts.request = &request;
  parts.majority = study.data->majority();
  parts.in_plane = study.frame.n_axes <= 2;
  const double n_marks =
      static_cast<double>(std::min<std::size_t>(static_cast<std::size_t>(study.data->n_points()),
                                                2 * k_most_marks)) +
      0.5 * static_cast<double>(std::min<std::size_t>(
                static_cast<std::size_t>(study.resampled.synthetic.size()), k_most_marks));
  parts.mark_scale = std::clamp(std::pow(700 / std::max(n_marks, 1.0), 0.32), 0.42, 1.0);
  parts.classes = class_looks(study, parts.majority, parts.mark_scale);
  parts.followed = followed_point(study, request);
  if (parts.followed) {
    const int label = study.resampled.synthetic.labels[static_cast<std::size_t>(*parts.followed)];
    for (const SampledClass& sampled : study.resampled.classes) {
      if (sampled.label == label) {
        parts.followed_class = &sampled;
      }
    }
  }
  if (request.step) {
    parts.look = step_look(*request.step);
    parts.step =
        static_cast<int>(std::lround(std::clamp(*request.step, 0.0, k_n_sampling_steps - 1.0)));
  } else if (parts.followed) {
    parts.look.chosen = 0.5;
    parts.look.weights = 1;
    parts.look.followed = 1;
  }
  std::size_t n_edges = 0, n_cells = 0;
  for (const SampledClass& sampled : study.resampled.classes) {
    n_edges += sampled.edges.size();
    n_cells += sampled.simplices.size();
  }
  parts.edge_stride = stride(n_edges, k_most_edges);
  parts.cell_stride = stride(n_cells, k_most_cells);
  parts.box = box_of(study, parts.in_plane);
  parts.inset = find_inset(parts);
  return parts;
}

}  // namespace baryscope
