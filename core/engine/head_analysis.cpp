#include "core/engine/head_analysis.h"

#include <ATen/ATen.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <utility>

#include "core/analysis/mechanism_list.h"
#include "core/analysis/placement.h"
#include "core/attention/mask.h"
#include "core/base/nearest_name.h"
#include "core/engine/capture_output.h"
#include "core/engine/cost_limit.h"
#include "core/engine/key_selection.h"
#include "core/engine/mechanism_input.h"
#include "core/engine/own_rules.h"
#include "core/engine/plain_numbers.h"
#include "core/engine/row_results.h"
#include "core/engine/token_class.h"
#include "core/geometry/hull_membership.h"
#include "core/geometry/smallest_ball.h"

namespace baryscope {
namespace {

constexpr int max_dense_tokens = 64;

class HeadAnalyzer {
 public:
  HeadAnalyzer(const AnalysisRequest& request, const OpenCapture& opened, const HeadTask& task,
               const Watch& watch)
      : m_request(request),
        m_opened(opened),
        m_capture(opened.capture),
        m_layer(m_capture.layers[static_cast<std::size_t>(task.layer)]),
        m_task(task),
        m_watch(watch),
        m_input(
            mechanism_input(request.mechanism, request.given, m_capture, task.layer, task.head)),
        m_n_tokens(static_cast<int>(m_capture.tokens.size())) {}

  std::shared_ptr<const Analysis> analyze() {
    check_request();
    if (at::Tensor kept = kept_keys(m_input, m_capture, m_task.layer, m_watch); kept.defined()) {
      m_input.tensors.kept = std::move(kept);
    }
    describe();
    add_rows();
    if (auto difference = output_difference(m_input, m_capture, m_task.layer, m_task.head,
                                            focus_position(), m_watch)) {
      m_analysis.notes.push_back(*std::move(difference));
    }
    add_kept();
    add_hulls();
    add_placement();
    m_watch.check();
    return std::make_shared<const Analysis>(std::move(m_analysis));
  }

 private:
  void check_request() const {
    const std::vector<std::string>& places = placement_names();
    if (std::find(places.begin(), places.end(), m_request.place_by) == places.end()) {
      throw UsageError(unknown_name_message("--place-by", m_request.place_by, places));
    }
    if (m_request.place_by == "residual" && !m_layer.residual.defined()) {
      throw UsageError(fmt::format(
          "--place-by residual: {} is a capture, which holds no residual; use value, key, query, "
          "output or sequence",
          m_capture.model));
    }
    check_place_by();
    if (!m_request.force) {
      const bool all_rows = m_request.place_by == "output";
      check_cost(m_input, all_rows ? m_n_tokens : static_cast<std::int64_t>(m_task.queries.size()));
    }
  }

  // Of queries and outputs there may be none where keys are.
  void check_place_by() const {
    const TokenRoles roles = token_roles(m_layer);
    if (m_request.place_by != "query" && m_request.place_by != "output") {
      return;
    }
    for (std::size_t token = 0; token < roles.has_key.size(); ++token) {
      if (roles.has_key[token] && !roles.has_query[token]) {
        throw UsageError(
            fmt::format("--place-by {}: token {}, which is read in layer {}, has no query there; "
                        "use value, key "
                        "or sequence",
                        m_request.place_by, token, m_task.layer));
      }
    }
  }

  void describe() {
    Analysis& analysis = m_analysis;
    analysis.request = m_request;
    analysis.mechanism = m_input.options;
    analysis.lens = m_input.lens;
    analysis.layer = m_task.layer;
    analysis.head = m_task.head;
    analysis.role = layer_role(m_capture, m_task.layer, m_task.head);
    analysis.choice = m_task.choice;
    analysis.tokens = m_capture.tokens;
    analysis.sinks = sink_positions(m_capture.tokens);
    analysis.notes = m_capture.notes;
    analysis.notes.insert(analysis.notes.end(), m_task.notes.begin(), m_task.notes.end());
    analysis.focus = m_task.focus;
    analysis.window_after = static_cast<int>(m_input.spec.window_after);
    add_rule_notes();
    add_predictions();
    ModelInfo& model = analysis.model;
    model.name = m_capture.model;
    model.architecture = m_capture.architecture;
    model.path = m_capture.path;
    model.n_layers = static_cast<int>(m_capture.layers.size());
    model.n_heads = static_cast<int>(m_layer.query.size(0));
    model.n_kv_heads = static_cast<int>(m_layer.key.size(0));
    model.n_tokens = m_n_tokens;
    model.model_dim = m_capture.model_dim;
    model.head_dim = static_cast<int>(m_layer.query.size(2));
    model.value_dim = static_cast<int>(m_layer.value.size(2));
    model.max_positions = m_capture.max_positions;
    model.causal = m_capture.causal;
    model.dtype = is_double() ? "F64" : "F32";
    model.device = m_opened.device;
    model.task = m_capture.task;
    model.labels = m_capture.labels;
    if (m_input.info->needs_second_query_key) {
      // A number given is told as given, not as F32 rounds it.
      const std::vector<double> lambda = m_input.options.learned_lambda
                                             ? to_doubles(m_input.tensors.lambda)
                                             : std::vector<double>{*m_input.options.lambda};
      analysis.lambda =
          lambda.size() == 1 ? lambda[0] : lambda[static_cast<std::size_t>(focus_position())];
    }
  }

  // Tokens that have the vectors by which this picture places them.
  [[nodiscard]] bool has_placed_vector(int token) const {
    const std::string& by = m_request.place_by;
    return by == "query" || by == "output" ? m_analysis.role.is_query(token)
                                           : m_analysis.role.is_key(token);
  }

  // What of the layer's rules is seen in no option.
  void add_rule_notes() {
    if (m_input.spec.window_after > 0) {
      m_analysis.notes.push_back(
          fmt::format("layer {} sees a window: {} tokens before each and {} after it", m_task.layer,
                      *m_input.spec.window_1 - 1, m_input.spec.window_after));
    }
    if (reads_tuples(*m_input.info) && (m_layer.score_cap > 0 || m_layer.score_bias.defined())) {
      m_analysis.notes.push_back(
          fmt::format("layer {} {} the scores of single keys; those of tuples are left as they are",
                      m_task.layer, m_layer.score_cap > 0 ? "caps" : "adds a bias by distance to"));
    }
  }

  void add_predictions() {
    m_analysis.expectations = m_capture.expectations;
    if (!m_capture.answers.defined()) {
      return;
    }
    const Matrix answers = to_matrix(m_capture.answers);
    for (int token = 0; token < answers.n_rows; ++token) {
      Prediction prediction;
      prediction.values.assign(answers.row(token).begin(), answers.row(token).end());
      if (m_capture.readout == ReadoutKind::token_classes) {
        const auto best = std::ranges::max_element(prediction.values);
        prediction.label =
            m_capture.labels[static_cast<std::size_t>(best - prediction.values.begin())];
        prediction.probability = *best;
      }
      m_analysis.predictions.push_back(std::move(prediction));
    }
  }

  void add_rows() {
    RowRequest rows{m_task.queries, m_task.focus, m_request.top, m_request.dense,
                    !shares_output_space(m_request.place_by)};
    if (m_request.dense && m_n_tokens > max_dense_tokens) {
      rows.dense = false;
      m_analysis.notes.push_back(
          fmt::format("the weights themselves are left out: {} tokens, more "
                      "than {}",
                      m_n_tokens, max_dense_tokens));
    } else if (m_request.dense && n_key_slots(*m_input.info, m_input.options.order) > 2) {
      rows.dense = false;
      m_analysis.notes.push_back(
          fmt::format("the weights themselves are left out: tuples of {} keys, more than 2",
                      m_input.options.order));
    }
    RowResults results = attend_rows(m_input, rows, m_watch);
    m_analysis.queries = std::move(results.queries);
    for (QueryResult& query : m_analysis.queries) {
      query.own_keys = own_keys(m_layer, query.position);
    }
    m_analysis.edges = std::move(results.edges);
    m_analysis.triangles = std::move(results.triangles);
    m_analysis.tuples = std::move(results.tuples);
    m_analysis.edges_are_marginals = results.edges_are_marginals;
    m_analysis.drawn_mass = results.drawn_mass;
    m_analysis.weights = std::move(results.weights);
  }

  void add_kept() {
    if (m_input.options.select != "none") {
      QueryResult& focus = m_analysis.queries[static_cast<std::size_t>(m_task.focus)];
      focus.kept = kept_of(m_input, m_layer.allowed, focus, m_watch);
    }
  }

  // The keys that a slot of the query may attend to: mask, window and key selection.
  [[nodiscard]] std::vector<int> keys_of(int position, bool first_slot) const {
    const KeyRange range = key_range(m_input.spec, position, m_n_tokens, first_slot);
    const std::vector<double> kept = m_input.tensors.kept.defined()
                                         ? to_doubles(m_input.tensors.kept[position])
                                         : std::vector<double>();
    std::vector<int> keys;
    for (std::int64_t key = range.begin; key < range.end; ++key) {
      if (kept.empty() || kept[static_cast<std::size_t>(key)] != 0) {
        keys.push_back(static_cast<int>(key));
      }
    }
    return keys;
  }

  void add_hulls() {
    m_values = to_matrix(m_input.tensors.value[0]);
    const HullMembership hull(m_values);
    const double tolerance = (is_double() ? 1e-9 : 1e-5) * hull.scale();
    const auto n_queries = static_cast<double>(m_analysis.queries.size());
    for (std::size_t i = 0; i < m_analysis.queries.size(); ++i) {
      m_watch.report(static_cast<double>(i) / n_queries, "measuring the hull");
      QueryResult& query = m_analysis.queries[i];
      const std::vector<int> allowed = keys_of(query.position, /*first_slot=*/true);
      const HullDistance found = hull.distance(query.output, allowed, m_watch);
      query.hull_distance = found.distance;
      query.hull_gap = found.gap;
      query.inside_hull = found.distance <= tolerance;
      query.nearest = found.nearest;
      const Gauge measured = gauge(m_values, allowed, query.output, tolerance, m_watch);
      if (measured.in_span) {
        query.gauge = measured.value;
      }
      if (query.position == focus_position()) {
        constexpr double tolerance_of_radius = 1e-3;
        query.hull_radius = smallest_ball(m_values, allowed, tolerance_of_radius, m_watch).radius;
      }
    }
  }

  void add_placement() {
    m_watch.report(0, "placing");
    PlacementInput input;
    input.place_by = m_request.place_by;
    input.placed = placed_vectors();
    for (int token = 0; token < m_n_tokens && m_layer.allowed.defined(); ++token) {
      if (has_placed_vector(token)) {
        input.present.push_back(token);
      }
    }
    input.values = m_values;
    const double bias = m_input.options.value_bias ? 1 : 0;
    for (const at::Tensor& slot : slot_values()) {
      input.slot_values.push_back(to_matrix(slot[0] + bias));
    }
    if (m_input.tensors.value_2.defined()) {
      input.negative_values = to_matrix(m_input.tensors.value_2[0]);
    }
    if (!shares_output_space(m_request.place_by)) {
      input.query_weights = Matrix(static_cast<int>(m_analysis.queries.size()), m_n_tokens);
      for (std::size_t i = 0; i < m_analysis.queries.size(); ++i) {
        std::ranges::copy(m_analysis.queries[i].key_weights,
                          input.query_weights.row(static_cast<int>(i)).begin());
      }
    }
    input.queries = m_analysis.queries;
    input.triangles = m_analysis.triangles;
    input.allowed = keys_of(focus_position(), /*first_slot=*/true);
    input.allowed_prime = keys_of(focus_position(), /*first_slot=*/false);
    if (is_key_anchored(m_input.spec)) {
      input.key_anchor_window = static_cast<int>(*further_window(m_input.spec));
    }
    input.mechanism = m_input.options;
    input.lambda = m_analysis.lambda;
    if (m_request.place_by == "outside") {
      add_way_out(input);
    }
    if (m_input.info->attainable == AttainableShape::shifted_hull) {
      input.kept = kept_by_heaviside();
    }
    m_analysis.placement = make_placement(input, m_watch);
  }

  void add_way_out(PlacementInput& input) {
    const QueryResult& focus = m_analysis.queries[static_cast<std::size_t>(m_task.focus)];
    if (focus.inside_hull) {
      m_analysis.notes.emplace_back("nothing leaves the hull");
      return;
    }
    input.way_out.resize(focus.output.size());
    std::ranges::transform(focus.output, focus.nearest, input.way_out.begin(), std::minus<>());
  }

  [[nodiscard]] std::vector<at::Tensor> slot_values() const {
    std::vector<at::Tensor> values;
    if (m_input.tensors.value_prime.defined()) {
      values.push_back(m_input.tensors.value_prime);
    }
    values.insert(values.end(), m_input.tensors.more_values.begin(),
                  m_input.tensors.more_values.end());
    return values;
  }

  [[nodiscard]] Matrix placed_vectors() const {
    const std::string& by = m_request.place_by;
    if (by == "value" || by == "outside") {
      return m_values;
    }
    if (by == "key") {
      return to_matrix(m_input.tensors.key[0]);
    }
    if (by == "query") {
      return to_matrix(m_input.tensors.query[0]);
    }
    if (by == "residual") {
      return to_matrix(m_layer.residual);
    }
    if (by == "output") {
      return all_outputs(m_input, m_watch);
    }
    return {};
  }

  // The keys with P_j − λP'_j > 0 for the focus: those the gate of the same formula leaves open.
  [[nodiscard]] std::vector<int> kept_by_heaviside() const {
    AttentionSpec gate = m_input.spec;
    gate.mechanism = mechanism_of(WeightRule::gated_softmax).name;
    const at::Tensor row = at::tensor({std::int64_t{focus_position()}}, at::kLong);
    const std::vector<double> weights = to_doubles(
        attend(m_input.tensors, gate, row, 0, false, [this](double) { m_watch.check(); }).weights);
    std::vector<int> kept;
    for (std::size_t j = 0; j < weights.size(); ++j) {
      if (weights[j] > 0) {
        kept.push_back(static_cast<int>(j));
      }
    }
    return kept;
  }

  [[nodiscard]] bool is_double() const { return m_layer.query.scalar_type() == at::kDouble; }
  [[nodiscard]] int focus_position() const {
    return m_task.queries[static_cast<std::size_t>(m_task.focus)];
  }

  const AnalysisRequest& m_request;
  const OpenCapture& m_opened;
  const Capture& m_capture;
  const LayerCapture& m_layer;
  const HeadTask& m_task;
  const Watch& m_watch;
  MechanismInput m_input;
  int m_n_tokens;
  Matrix m_values;
  Analysis m_analysis;
};

}  // namespace

std::shared_ptr<const Analysis> analyze_head(const AnalysisRequest& request,
                                             const OpenCapture& opened, const HeadTask& task,
                                             const Watch& watch) {
  return HeadAnalyzer(request, opened, task, watch).analyze();
}

}  // namespace baryscope
