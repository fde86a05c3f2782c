#include "tests/app/gui/fake_engine.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <fstream>
#include <sstream>
#include <thread>

#include "core/analysis/mechanism_list.h"
#include "core/base/error.h"
#include "core/geometry/convex_hull.h"
#include "core/training/checkpoint_state.h"

namespace baryscope::testing {
namespace {

constexpr int k_n_layers = 6, k_n_heads = 12;

/// A smooth number in [−1, 1] of three indices.
double wave(int a, int b, int c) { return std::sin(1.7 * a + 2.9 * b + 4.3 * c + 0.5 * a * b); }

/// Of a checkpoint, where that is one.
int n_kept_steps(const std::filesystem::path& folder) {
  try {
    return read_checkpoint_state(folder).steps_done;
  } catch (const Error&) {
    return 0;
  }
}

Tokens split(const std::string& text, const std::string& text_b) {
  Tokens tokens;
  const auto add = [&](const std::string& word, bool special) {
    Token token;
    token.text = word;
    token.special = special;
    token.id = 100 + static_cast<int>(tokens.size());
    tokens.push_back(token);
  };
  add("[CLS]", true);
  const auto add_sentence = [&](const std::string& sentence) {
    std::istringstream words(sentence);
    for (std::string word; words >> word;) {
      std::transform(word.begin(), word.end(), word.begin(),
                     [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
      add(word, false);
    }
    add("[SEP]", true);
  };
  add_sentence(text);
  if (!text_b.empty()) add_sentence(text_b);
  return tokens;
}

int index_of(const Selector& selector, int automatic, int count, const char* name) {
  const int index = selector.kind == Selector::Kind::index ? selector.index : automatic;
  if (index >= count) {
    throw UsageError(std::string("--") + name + " " + std::to_string(index) + ": the model has " +
                     std::to_string(count) + ", numbered from 0");
  }
  return index;
}

int query_of(const Selector& selector, const Tokens& tokens) {
  if (selector.kind == Selector::Kind::index) {
    return index_of(selector, 0, static_cast<int>(tokens.size()), "query");
  }
  if (selector.kind == Selector::Kind::text) {
    for (std::size_t i = 0; i < tokens.size(); ++i) {
      if (tokens[i].text == selector.text) return static_cast<int>(i);
    }
    throw UsageError("--query " + selector.text + ": no such token");
  }
  return std::min(2, static_cast<int>(tokens.size()) - 1);
}

std::vector<double> weights_of(const MechanismInfo& info, int n, int layer, int head, int query) {
  std::vector<double> weights(static_cast<std::size_t>(n));
  double sum = 0;
  for (int j = 0; j < n; ++j) {
    auto& weight = weights[static_cast<std::size_t>(j)];
    weight = std::exp(2.5 * wave(layer + 1, head + query, j));
    sum += weight;
  }
  for (int j = 0; j < n; ++j) {
    auto& weight = weights[static_cast<std::size_t>(j)];
    weight /= sum;
    if (info.weights_may_be_negative)
      weight = 1.6 * weight - 0.8 / n - 0.06 * (1 + wave(j, layer, head));
  }
  return weights;
}

void add_rows(Analysis& a, const MechanismInfo& info, int n) {
  for (int query = 0; query < n; ++query) {
    QueryResult row;
    row.position = query;
    row.key_weights = weights_of(info, n, a.layer, a.head, query);
    double entropy = 0;
    for (const double w : row.key_weights) {
      row.weight_sum += w;
      row.weight_abs_sum += std::fabs(w);
    }
    for (const double w : row.key_weights) {
      const double p = std::fabs(w) / row.weight_abs_sum;
      if (p > 0) entropy -= p * std::log(p);
    }
    row.entropy = entropy;
    row.negative_mass = 0.5 * (row.weight_abs_sum - row.weight_sum);
    row.inside_hull = row.negative_mass == 0;
    row.hull_distance = row.inside_hull ? 0 : 0.42;
    row.hull_gap = 1e-12;
    row.gauge = row.weight_abs_sum;
    row.log_sum_exp = 2.25;
    a.queries.push_back(row);
  }
}

void add_placement(Analysis& a, int n) {
  a.placement.place_by = a.request.place_by;
  a.placement.tokens = Matrix(n, 3);
  a.placement.outputs = Matrix(n, 3);
  a.placement.nearest = Matrix(n, 3);
  for (int j = 0; j < n; ++j) {
    for (int c = 0; c < 3; ++c) {
      a.placement.tokens(j, c) =
          (a.tokens[static_cast<std::size_t>(j)].text.size() > 3 ? 3.0 : 0.7) *
          wave(j, c + a.layer, a.head);
    }
  }
  for (int i = 0; i < n; ++i) {
    const QueryResult& row = a.queries[static_cast<std::size_t>(i)];
    for (int j = 0; j < n; ++j) {
      for (int c = 0; c < 3; ++c) {
        a.placement.outputs(i, c) +=
            row.key_weights[static_cast<std::size_t>(j)] * a.placement.tokens(j, c);
      }
    }
    for (int c = 0; c < 3; ++c) {
      a.placement.nearest(i, c) = (row.inside_hull ? 1 : 0.8) * a.placement.outputs(i, c);
    }
  }
  a.placement.explained_variance = {0.38, 0.24, 0.16};
  a.placement.hull.name = "conv(V)";
  a.placement.hull.points = a.placement.tokens;
  a.placement.hull.hull = find_convex_hull(a.placement.tokens);
}

void add_drawn(Analysis& a, const MechanismInfo& info, int query, int n) {
  const auto& weights = a.queries[static_cast<std::size_t>(query)].key_weights;
  for (int j = 0; j < n; ++j) a.edges.push_back({query, j, weights[static_cast<std::size_t>(j)]});
  std::stable_sort(a.edges.begin(), a.edges.end(), [](const auto& x, const auto& y) {
    return std::fabs(x.weight) > std::fabs(y.weight);
  });
  if (static_cast<int>(a.edges.size()) > a.request.top)
    a.edges.resize(static_cast<std::size_t>(a.request.top));
  if (info.family == MechanismFamily::triple) {
    a.edges_are_marginals = true;
    for (std::size_t t = 0; t + 1 < a.edges.size() && t < 4; ++t) {
      a.triangles.push_back(
          {query, a.edges[t].key, a.edges[t + 1].key, 0.3 / (1 + static_cast<double>(t))});
    }
    a.queries[static_cast<std::size_t>(query)].mutual_information = 0.0306;
    a.queries[static_cast<std::size_t>(query)].marginal_key = weights;
    a.queries[static_cast<std::size_t>(query)].marginal_key_prime = weights;
    a.lens = "lens: K' = keys of layer 2";
  }
  a.drawn_mass = 1;
}

/// A decoder, or under a mask an encoder: five tokens a position, each half as likely.
void add_expected(Analysis& a) {
  a.model.causal = !a.request.mask;
  for (int position = 0; position < static_cast<int>(a.tokens.size()); ++position) {
    if (a.request.mask && position != *a.request.mask) continue;
    Expectation place{.position = position, .top = {}, .surprise = {}, .stood = {}};
    for (int rank = 0; rank < 5; ++rank) {
      const std::string name = "word" + std::to_string(10 * position + rank);
      place.top.push_back({rank, name, name, 5.0 - rank, std::ldexp(0.5, -rank)});
    }
    if (!a.request.mask && position + 1 < static_cast<int>(a.tokens.size())) {
      place.surprise = 2.0 + position;
    }
    a.expectations.places.push_back(std::move(place));
  }
  if (!a.request.mask) a.expectations.text_nll = 3.5;
}

}  // namespace

std::atomic<int> FakeEngine::n_cancelled = 0;

std::vector<std::shared_ptr<const Analysis>> FakeEngine::analyze(const AnalysisRequest& request,
                                                                 const Watch& watch) {
  const std::string& model = request.capture.empty() ? request.model : request.capture;
  const bool twin = model == "twin", native = model.ends_with("street");
  double growth = 1;
  bool trained = false;
  {
    const std::lock_guard lock(m_mutex);
    trained = !m_trained.empty() && model == m_trained;
    if (trained) growth = 0.2 + 0.001 * m_snapshot;
  }
  if (model != "minilm" && !twin && !native && !trained)
    throw Error("model " + model + ": its header is damaged at byte 8; expected JSON");
  if (request.text.starts_with("broken"))
    throw Error("the text " + request.text + ": cannot be read");
  if (request.text.starts_with("slow")) {
    for (int step = 0; step < 1000; ++step) {
      try {
        watch.report(step / 1000.0, "forward pass");
      } catch (const Cancelled&) {
        ++n_cancelled;
        throw;
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
  }
  auto a = std::make_shared<Analysis>();
  a->request = request;
  a->model = {"MiniLM", "bert", "minilm", k_n_layers, k_n_heads, k_n_heads, 0,  384,
              32,       32,     512,      false,      "F32",     "cpu",     "", {}};
  a->tokens = split(request.text, request.text_b.value_or(""));
  if (twin) {
    a->model.name = "twin";
    a->model.path = "twin";
  }
  if (trained) a->model.name = a->model.path = model;
  const int n = static_cast<int>(a->tokens.size());
  a->model.n_tokens = n;
  if (request.text.find('@') != std::string::npos) {
    a->model.task = "street";
    a->predictions.assign(a->tokens.size(), {"between", 0.998, {0.002, 0.998}});
  }
  a->mechanism = request.mechanism;
  if (a->mechanism.mechanism.empty()) a->mechanism.mechanism = "pairwise";
  const MechanismInfo& info = mechanism(a->mechanism.mechanism);
  a->layer = index_of(request.layer, 5, k_n_layers, "layer");
  a->head = index_of(request.head, 3, k_n_heads, "head");
  a->choice.layer_automatic = request.layer.kind == Selector::Kind::automatic;
  a->choice.head_automatic = request.head.kind == Selector::Kind::automatic;
  const bool scored = a->choice.layer_automatic || a->choice.head_automatic;
  if (scored) a->choice.scores = Matrix(k_n_layers, k_n_heads);
  for (int l = 0; scored && l < k_n_layers; ++l) {
    for (int h = 0; h < k_n_heads; ++h) a->choice.scores(l, h) = 0.2 + 0.2 * wave(l, h, 1);
  }
  a->sinks = {0, n - 1};
  const int query = query_of(request.query, a->tokens);
  a->focus = query;
  a->lambda = info.family == MechanismFamily::differential ? 0.8 : 0;
  add_rows(*a, info, n);
  add_placement(*a, n);
  if (trained) {
    for (Matrix* points : {&a->placement.tokens, &a->placement.outputs, &a->placement.nearest,
                           &a->placement.hull.points}) {
      for (double& x : points->data) x *= growth;
    }
  }
  if (twin) {
    // Another space: larger, elsewhere.
    for (Matrix* points : {&a->placement.tokens, &a->placement.outputs, &a->placement.nearest,
                           &a->placement.hull.points}) {
      for (double& x : points->data) x = 5 * x + 2;
    }
  }
  if (request.text.starts_with("expected")) add_expected(*a);
  add_drawn(*a, info, query, n);
  return {a};
}

void FakeEngine::write_capture(const AnalysisRequest& /*request*/,
                               const std::filesystem::path& /*target*/, const Watch& /*watch*/) {
  throw Error("the fake engine writes no captures");
}

TrainingResult FakeEngine::train(const TrainingRequest& request, const TrainingListener& listener,
                                 const Watch& watch) {
  std::filesystem::create_directory(request.output);  // its parent must be there
  TrainingResult result;
  if (request.resume) result.steps_done = n_kept_steps(request.output);
  std::ofstream(request.output / checkpoint_name) << "{}";
  {
    const std::lock_guard lock(m_mutex);
    m_trained = request.output.string();
    m_snapshot = 0;
  }
  result.n_parameters = 1234;
  while (result.steps_done < request.optimizer.steps && !result.stopped) {
    if (!listener.go_on()) {
      watch.check();
      result.stopped = true;
      break;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
    if (request.seed == 13 && result.steps_done == 200) {
      throw Error("the loss is no number at step 200: try a smaller --learning-rate");
    }
    TrainingPoint point;
    point.step = ++result.steps_done;
    point.loss = 2.0 / (1 + 0.05 * point.step);
    point.learning_rate = request.optimizer.learning_rate;
    point.steps_per_second = 1000;
    if (point.step % 50 == 0 || point.step == request.optimizer.steps) {
      TaskMetrics metrics;
      metrics.loss = point.loss;
      metrics.accuracy = 1 - 0.5 / (1 + 0.02 * point.step);
      point.evaluation = metrics;
      result.metrics = metrics;
    }
    if (point.step % 50 == 0 || point.step == request.optimizer.steps) {
      listener.on_point(point);
    }
    result.curve.push_back(point);
    if (listener.wants_snapshot()) {
      {
        const std::lock_guard lock(m_mutex);
        m_snapshot = point.step;
      }
      listener.on_snapshot(point.step);
    }
  }
  result.seconds = 0.001 * result.steps_done;
  result.steps_per_second = 250;  // over the run: its points tell another speed
  return result;
}

}  // namespace baryscope::testing
