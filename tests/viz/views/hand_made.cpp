#include "tests/viz/views/hand_made.h"

#include <cmath>
#include <string>

namespace baryscope {
namespace {

Matrix rows(const std::vector<std::array<double, 3>>& values) {
  Matrix matrix(static_cast<int>(values.size()), 3);
  for (int i = 0; i < matrix.n_rows; ++i) {
    for (int c = 0; c < 3; ++c) {
      matrix(i, c) = values[static_cast<std::size_t>(i)][static_cast<std::size_t>(c)];
    }
  }
  return matrix;
}

const std::vector<std::array<double, 3>> k_corners = {
    {0, 2, 0}, {3, -1, 0}, {-3, -1, 0}, {0, -1, 3}};

AttainableSet tetrahedron(const std::string& name, const std::vector<std::array<double, 3>>& at) {
  AttainableSet set;
  set.name = name;
  set.points = rows(at);
  set.hull.dimension = 3;
  set.hull.vertices = {0, 1, 2, 3};
  set.hull.triangles = {{0, 1, 3}, {0, 3, 2}, {0, 2, 1}, {1, 2, 3}};
  set.hull.edges = {{0, 1}, {0, 2}, {0, 3}, {1, 2}, {1, 3}, {2, 3}};
  return set;
}

std::vector<std::array<double, 3>> scaled(double factor) {
  std::vector<std::array<double, 3>> at = k_corners;
  for (auto& corner : at) {
    for (double& x : corner) {
      x *= factor;
    }
  }
  return at;
}

Token token(const std::string& text, bool special = false, bool continuation = false) {
  Token made;
  made.text = text;
  made.special = special;
  made.continuation = continuation;
  return made;
}

Analysis four_tokens(const std::string& mechanism, const std::vector<double>& weights) {
  Analysis analysis;
  analysis.model.name = "hand-made";
  analysis.mechanism.mechanism = mechanism;
  analysis.tokens = {token("[CLS]", true), token("bak"), token("##ery", false, true),
                     token("school")};
  analysis.sinks = {0};
  analysis.placement.place_by = "value";
  analysis.placement.tokens = rows(k_corners);
  analysis.placement.explained_variance = {0.5, 0.3, 0.15};
  analysis.placement.hull = tetrahedron("conv(V)", k_corners);
  QueryResult query;
  query.position = 1;
  query.key_weights = weights;
  std::array<double, 3> output{};
  for (int j = 0; j < 4; ++j) {
    const double w = weights[static_cast<std::size_t>(j)];
    query.weight_sum += w;
    query.weight_abs_sum += std::abs(w);
    analysis.edges.push_back({1, j, w});
    for (std::size_t c = 0; c < 3; ++c) {
      output[c] += w * k_corners[static_cast<std::size_t>(j)][c];
    }
  }
  query.hull_distance = 0;
  query.inside_hull = true;
  query.output.assign(output.begin(), output.end());
  query.nearest = query.output;
  analysis.queries = {query};
  analysis.placement.outputs = rows({output});
  analysis.placement.nearest = rows({output});
  analysis.drawn_mass = 1;
  return analysis;
}

}  // namespace

Analysis pairwise_analysis() { return four_tokens("pairwise", {0.4, 0.3, 0.2, 0.1}); }

Analysis differential_analysis() {
  Analysis analysis = four_tokens("differential", {0.5, -0.3, 0.4, -0.2});
  analysis.lambda = 0.6;
  analysis.queries[0].inside_hull = false;
  analysis.queries[0].hull_distance = 0.75;
  analysis.placement.nearest = rows({{-0.6, 0.7, -0.0}});
  analysis.placement.attainable = {tetrahedron("conv(V) − λ·conv(V)", scaled(1.6))};
  analysis.lens = "lens: Q2, K2 = head 4";
  return analysis;
}

Analysis cog_analysis() {
  Analysis analysis = four_tokens("cog", {0.4, -0.3, 0.2, 0.1});
  analysis.queries[0].gauge = 0.8;
  analysis.placement.attainable = {tetrahedron("conv(V ∪ −V)", scaled(-1))};
  return analysis;
}

Analysis two_simplicial_analysis() {
  Analysis analysis = four_tokens("two-simplicial", {0, 0.6, 0.3, 0.1});
  QueryResult& query = analysis.queries[0];
  query.marginal_key = {0, 0.6, 0.3, 0.1};
  query.marginal_key_prime = {0, 0, 0, 1};
  query.inside_hull = false;
  query.hull_distance = 1.25;
  analysis.edges_are_marginals = true;
  analysis.triangles = {{1, 1, 3, 0.6}, {1, 2, 3, 0.3}, {1, 3, 3, 0.1}};
  analysis.placement.products = rows({{1, 1, 1}, {1, 1, -1}, {-1, 1, 1}});
  analysis.placement.outputs = rows({{0.8, 1, 0.4}});
  analysis.placement.attainable = {tetrahedron("conv{v∘v'}", scaled(0.7))};
  return analysis;
}

Analysis n_order_analysis() {
  Analysis analysis = four_tokens(tuple_mechanism(3).name, {0.5, 0.2, 0, 0.3});
  analysis.mechanism.order = 3;
  analysis.edges_are_marginals = true;
  analysis.tuples = {{1, {0, 2, 3}, 0.5}, {1, {3, 3, 3}, 0.3}, {1, {1, 2, 2}, 0.2}};
  return analysis;
}

Analysis example_of(const MechanismInfo& info) {
  Analysis analysis = info.slots == KeySlots::two        ? two_simplicial_analysis()
                      : info.slots == KeySlots::by_order ? n_order_analysis()
                      : info.lambda != LambdaRule::none  ? differential_analysis()
                      : info.weights_may_be_negative     ? cog_analysis()
                                                         : pairwise_analysis();
  analysis.mechanism.mechanism = info.name;
  return analysis;
}

Analysis one_token_analysis() {
  Analysis analysis;
  analysis.model.name = "hand-made";
  analysis.mechanism.mechanism = "pairwise";
  analysis.tokens = {token("alone")};
  analysis.sinks = {0};
  analysis.placement.place_by = "value";
  analysis.placement.tokens = Matrix(1, 3);
  analysis.placement.outputs = Matrix(1, 3);
  analysis.placement.nearest = Matrix(1, 3);
  analysis.placement.hull.name = "conv(V)";
  analysis.placement.hull.points = Matrix(1, 3);
  analysis.placement.hull.hull.dimension = 0;
  analysis.placement.hull.hull.vertices = {0};
  QueryResult query;
  query.key_weights = {1};
  query.weight_sum = query.weight_abs_sum = 1;
  query.hull_distance = 0;
  query.inside_hull = true;
  analysis.queries = {query};
  analysis.edges = {{0, 0, 1}};
  analysis.drawn_mass = 1;
  return analysis;
}

Analysis long_analysis(int n) {
  Analysis analysis;
  analysis.mechanism.mechanism = "pairwise";
  analysis.placement.place_by = "value";
  analysis.placement.tokens = Matrix(n, 3);
  analysis.placement.outputs = Matrix(1, 3);
  analysis.placement.nearest = Matrix(1, 3);
  QueryResult query;
  query.position = n - 1;
  query.inside_hull = true;
  query.hull_distance = 0;
  query.key_weights.resize(static_cast<std::size_t>(n));
  double weight = 0.5;
  for (int i = 0; i < n; ++i) {
    analysis.tokens.push_back(token("t" + std::to_string(i)));
    const double angle = 0.1 * i;
    analysis.placement.tokens(i, 0) = std::cos(angle);
    analysis.placement.tokens(i, 1) = 0.002 * i;
    analysis.placement.tokens(i, 2) = std::sin(angle);
    query.key_weights[static_cast<std::size_t>(n - 1 - i)] = weight;
    if (i < analysis.request.top) {
      analysis.edges.push_back({n - 1, n - 1 - i, weight});
    }
    weight /= 2;
  }
  AttainableSet& hull = analysis.placement.hull;
  hull.points = analysis.placement.tokens;
  hull.hull.dimension = 3;
  for (int i = 0; i < n; ++i) {
    hull.hull.vertices.push_back(i);
    if (i > 0) {
      hull.hull.edges.push_back({i - 1, i});
    }
  }
  analysis.queries = {query};
  return analysis;
}

Analysis all_read_analysis(int n, int n_edges) {
  Analysis analysis = long_analysis(n);
  const QueryResult last = analysis.queries[0];
  analysis.queries.clear();
  analysis.edges.clear();
  for (int i = 0; i < n; ++i) {
    QueryResult query = last;
    query.position = i;
    query.key_weights.clear();
    for (int e = 0; e < n_edges; ++e) {
      analysis.edges.push_back({i, (i + e * 37) % n, 0.5 / (1 + e)});
    }
    analysis.queries.push_back(query);
  }
  analysis.queries.back() = last;
  analysis.focus = n - 1;
  return analysis;
}

std::vector<Analysis> all_analyses() {
  return {pairwise_analysis(),       differential_analysis(), cog_analysis(),
          two_simplicial_analysis(), one_token_analysis(),    long_analysis(200)};
}

std::vector<int> positions(const SceneLabel& label) {
  std::vector<int> tokens;
  for (const Subject& subject : label.subjects) {
    if (subject.kind == Subject::Kind::token) {
      tokens.push_back(subject.number());
    }
  }
  return tokens;
}

}  // namespace baryscope
