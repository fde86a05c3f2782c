#include "tests/core/analysis/reported_analyses.h"

namespace baryscope::test {

Token token(const char* text, bool special, bool continuation) {
  Token made;
  made.id = special ? 101 : 7;
  made.text = text;
  made.special = special;
  made.continuation = continuation;
  return made;
}

Analysis pairwise_analysis() {
  Analysis analysis;
  analysis.model.name = "MiniLM";
  analysis.model.architecture = "bert";
  analysis.model.n_layers = 6;
  analysis.model.model_dim = 384;
  analysis.mechanism.mechanism = "pairwise";
  analysis.mechanism.causal = false;
  analysis.layer = 5;
  analysis.head = 3;
  analysis.tokens = {token("[CLS]", true), token("bake"), token("##ry", false, true),
                     token("library"), token("[SEP]", true)};
  QueryResult query;
  query.position = 1;
  query.log_sum_exp = 2.5;
  query.entropy = 0.1;
  query.weight_sum = 1;
  query.weight_abs_sum = 1;
  query.hull_distance = 1e-17;
  query.hull_gap = 0;
  query.inside_hull = true;
  query.output = {0.1, -2, 1e-9};
  query.key_weights = {0.33, 0.3, 0.11, 0.09, 0.17};
  analysis.queries = {query};
  analysis.edges = {{1, 0, 0.33}, {1, 1, 0.3}};
  analysis.drawn_mass = 0.63;
  return analysis;
}

Analysis triple_analysis() {
  Analysis analysis = pairwise_analysis();
  analysis.mechanism.mechanism = "two-simplicial";
  analysis.mechanism.key_prime = "previous-layer";
  analysis.mechanism.value_prime = "value";
  analysis.lens = "lens: K' = keys of layer 4";
  analysis.edges_are_marginals = true;
  QueryResult& query = analysis.queries[0];
  query.hull_distance = 0.5746190683;
  query.inside_hull = false;
  query.marginal_key = query.key_weights;
  query.marginal_key_prime = {0.2, 0.2, 0.2, 0.2, 0.2};
  query.mutual_information = 0.314;
  analysis.triangles = {{1, 3, 4, 0.48}, {1, 0, 3, 0.2}};
  return analysis;
}

Analysis answering_analysis() {
  Analysis analysis = triple_analysis();
  analysis.lens.reset();
  analysis.model.task = "street";
  analysis.model.labels = {"elsewhere", "between"};
  for (std::size_t i = 0; i < analysis.tokens.size(); ++i) {
    Prediction prediction;
    prediction.label = i == 1 ? "between" : "elsewhere";
    prediction.probability = i == 1 ? 0.99812 : 0.75;
    prediction.values = {1 - prediction.probability, prediction.probability};
    analysis.predictions.push_back(prediction);
  }
  return analysis;
}

}  // namespace baryscope::test
