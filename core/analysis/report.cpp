#include "core/analysis/report.h"

#include <algorithm>

#include "core/analysis/json_text.h"
#include "core/analysis/mechanism_list.h"
#include "core/base/error.h"
#include "core/base/number_text.h"

namespace baryscope {
namespace {

/// An array with one element a line.
template <typename Range, typename ToText>
std::string json_lines(const Range& range, ToText to_json) {
  std::string out = "[";
  for (const auto& element : range) {
    out += out.size() > 1 ? ",\n" : "\n";
    out += to_json(element);
  }
  return out + "]";
}

std::optional<double> unless_zero(int size) {
  return size > 0 ? std::optional<double>(size) : std::nullopt;
}

std::string model_json(const ModelInfo& model) {
  JsonObject json;
  json.add_text("name", model.name)
      .add_text("architecture", model.architecture)
      .add_text("path", model.path)
      .add_number("n_layers", model.n_layers)
      .add_number("n_heads", model.n_heads)
      .add_number("n_kv_heads", model.n_kv_heads)
      .add_number("n_tokens", model.n_tokens)
      .add_optional("model_dim", unless_zero(model.model_dim))
      .add_number("head_dim", model.head_dim)
      .add_number("value_dim", model.value_dim)
      .add_optional("max_positions", unless_zero(model.max_positions))
      .add_flag("causal", model.causal)
      .add_text("dtype", model.dtype)
      .add_text("device", model.device)
      .add("task", model.task.empty() ? "null" : json_string(model.task));
  return json.text();
}

std::string window_text(const MechanismOptions& options) {
  if (!options.window_1) {
    return "none";
  }
  return to_text(std::int64_t{*options.window_1}) + "x" +
         to_text(std::int64_t{options.window_2.value_or(*options.window_1)});
}

/// One option that mattered, under its own id.
void add_option(const Analysis& analysis, std::string_view id, JsonObject& json) {
  const MechanismOptions& options = analysis.mechanism;
  if (id == "causal") {
    json.add_flag(id, options.causal.value_or(analysis.model.causal));
  } else if (id == "window") {
    json.add_text(id, window_text(options));
    if (analysis.window_after > 0) {
      json.add_number("window-after", analysis.window_after);
    }
  } else if (id == "window-anchor" && options.window_1) {
    json.add_text(id, options.window_anchor == WindowAnchor::key ? "key" : "query");
  } else if (id == "temperature") {
    json.add_number(id, options.temperature);
  } else if (id == "select") {
    json.add_text(id, options.select);
  } else if (id == "keep" && options.select != "none") {
    json.add_number(id, options.keep);
  } else if (id == "lambda") {
    json.add_number(id, analysis.lambda);
    json.add_flag("lambda-learned", options.learned_lambda);
  } else if (id == "score") {
    json.add_text(id, options.score);
  } else if (id == "order") {
    json.add_number(id, options.order);
  } else if (id == "key-prime") {
    json.add_text(id, options.key_prime);
  } else if (id == "value-prime") {
    json.add_text(id, options.value_prime);
  } else if (id == "second-query-key") {
    json.add_text(id, options.second_query_key);
  } else if (id == "negative-value") {
    json.add_text(id, options.negative_value);
  } else if (id == "key-bias") {
    json.add_flag(id, options.key_bias);
  } else if (id == "value-bias") {
    json.add_flag(id, options.value_bias);
  } else if (id == "output-scaling") {
    json.add_flag(id, options.output_scaling);
  } else if (id == "a-plus") {
    json.add_number(id, options.a_plus);
  } else if (id == "a-minus") {
    json.add_number(id, options.a_minus);
  } else if (id == "affine-a") {
    json.add_number(id, options.affine_a);
  } else if (id == "affine-b") {
    json.add_number(id, options.affine_b);
  } else {
    BARYSCOPE_CHECK(id == "keep" || id == "window-anchor");
  }
}

std::string mechanism_json(const Analysis& analysis) {
  JsonObject json;
  json.add_text("name", analysis.mechanism.mechanism);
  for (const std::string& id : mechanism(analysis.mechanism.mechanism).options) {
    add_option(analysis, id, json);
  }
  return json.text();
}

std::string tokens_json(const Tokens& tokens) {
  int position = 0;
  return json_lines(tokens, [&](const Token& token) {
    JsonObject json;
    json.add_number("position", position++)
        .add("id", token.id ? to_text(*token.id) : "null")
        .add_text("text", token.text);
    return json.text();
  });
}

std::string kept_json(const KeptKeys& kept) {
  const std::vector<double> keys(kept.keys.begin(), kept.keys.end());
  JsonObject json;
  json.add("keys", json_numbers(keys))
      .add_number("mass", kept.mass)
      .add_optional("dense_mass", kept.dense_mass);
  return json.text();
}

std::string query_json(const QueryResult& query, bool triple) {
  JsonObject json;
  json.add_number("position", query.position)
      .add_optional("log_sum_exp", query.log_sum_exp)
      .add_optional("entropy", query.entropy)
      .add_number("weight_sum", query.weight_sum)
      .add_number("weight_abs_sum", query.weight_abs_sum)
      .add_number("negative_mass", query.negative_mass)
      .add_optional("hull_distance", query.hull_distance)
      .add_optional("hull_gap", query.hull_gap)
      .add("inside_hull", !query.hull_distance ? "null"
                          : query.inside_hull  ? "true"
                                               : "false")
      .add_optional("hull_radius", query.hull_radius)
      .add_optional("gauge", query.gauge)
      .add("output", json_numbers(query.output));
  if (triple) {
    json.add("marginal_key", json_numbers(query.marginal_key))
        .add("marginal_key_prime", json_numbers(query.marginal_key_prime))
        .add_optional("mutual_information", query.mutual_information)
        .add_optional("mutual_information_null", query.mutual_information_null);
  }
  if (query.kept) {
    json.add("kept", kept_json(*query.kept));
  }
  return json.text();
}

std::string edges_json(const Analysis& analysis) {
  return json_lines(analysis.edges, [&](const WeightedEdge& edge) {
    JsonObject json;
    json.add_number("query", edge.query)
        .add_number("key", edge.key)
        .add_number("weight", edge.weight);
    if (analysis.edges_are_marginals) {
      json.add_flag("marginal", true);
    }
    return json.text();
  });
}

std::string triangles_json(const Analysis& analysis) {
  return json_lines(analysis.triangles, [](const WeightedTriangle& triangle) {
    JsonObject json;
    json.add_number("query", triangle.query)
        .add_number("key", triangle.key)
        .add_number("key_prime", triangle.key_prime)
        .add_number("weight", triangle.weight);
    return json.text();
  });
}

std::string tuples_json(const Analysis& analysis) {
  return json_lines(analysis.tuples, [](const WeightedTuple& tuple) {
    const std::vector<double> keys(tuple.keys.begin(), tuple.keys.end());
    JsonObject json;
    json.add_number("query", tuple.query)
        .add("keys", json_numbers(keys))
        .add_number("weight", tuple.weight);
    return json.text();
  });
}

/// A class with its probability, or a vector.
std::string predictions_json(const Analysis& analysis) {
  int position = 0;
  return json_lines(analysis.predictions, [&](const Prediction& prediction) {
    JsonObject json;
    json.add_number("position", position++);
    if (prediction.label.empty()) {
      json.add("values", json_numbers(prediction.values));
    } else {
      json.add_text("label", prediction.label).add_number("probability", prediction.probability);
    }
    return json.text();
  });
}

std::string expectations_json(const Expectations& expectations) {
  return json_lines(expectations.places, [](const Expectation& place) {
    std::string top = "[";
    for (const ExpectedToken& token : place.top) {
      JsonObject json;
      json.add_number("id", static_cast<double>(token.id))
          .add_text("text", token.text)
          .add_number("logit", token.logit)
          .add_number("probability", token.probability);
      top += (top.size() > 1 ? "," : "") + json.text();
    }
    JsonObject json;
    json.add_number("position", place.position).add("top", top + "]");
    return json.text();
  });
}

/// values [rows, n] or [rows, n, n] nested; n_axes counts the axes left.
std::string nested_json(std::span<const double> values, std::size_t n, int n_axes) {
  if (n_axes == 1) {
    return json_numbers(values);
  }
  std::size_t block = 1;
  for (int axis = 1; axis < n_axes; ++axis) {
    block *= n;
  }
  std::string out = "[";
  for (std::size_t begin = 0; begin < values.size(); begin += block) {
    out += begin > 0 ? "," : "";
    out += nested_json(values.subspan(begin, block), n, n_axes - 1);
  }
  return out + ']';
}

std::string weights_json(const Analysis& analysis) {
  if (!analysis.weights) {
    return "null";
  }
  const int n_keys = n_key_slots(mechanism(analysis.mechanism.mechanism), analysis.mechanism.order);
  const std::size_t n = analysis.tokens.size();
  std::size_t size = analysis.queries.size();
  for (int key = 0; key < n_keys; ++key) {
    size *= n;
  }
  BARYSCOPE_CHECK(size == analysis.weights->size());
  return nested_json(*analysis.weights, n, n_keys + 1);
}

std::string choice_json(const Analysis& analysis) {
  const HeadChoice& choice = analysis.choice;
  const bool scored =
      analysis.layer < choice.scores.n_rows && analysis.head < choice.scores.n_columns;
  JsonObject json;
  json.add_flag("layer_automatic", choice.layer_automatic)
      .add_flag("head_automatic", choice.head_automatic)
      .add_flag("query_automatic", choice.query_automatic)
      .add_optional("score",
                    scored ? std::optional<double>(choice.scores(analysis.layer, analysis.head))
                           : std::nullopt);
  return json.text();
}

// What a capture's layer is among its model's; nothing of a whole one.
void add_role(const LayerRole& role, JsonObject& json) {
  if (!role.name.empty()) {
    json.add_text("layer_name", role.name);
  }
  if (role.head_number) {
    json.add_number("head_number", *role.head_number);
  }
  if (!role.layout.sequences.empty()) {
    json.add("sequences", json_lines(role.layout.sequences, [](const TokenSequence& sequence) {
               JsonObject item;
               item.add_text("name", sequence.name)
                   .add_number("first", sequence.first)
                   .add_number("count", sequence.count);
               return item.text();
             }));
  }
}

std::string report(const Analysis& analysis) {
  const KeySlots slots = mechanism(analysis.mechanism.mechanism).slots;
  const bool triple = slots == KeySlots::two;
  JsonObject json;
  json.add("schema", "1")
      .add_text("baryscope", BARYSCOPE_VERSION)
      .add("model", model_json(analysis.model))
      .add("mechanism", mechanism_json(analysis))
      .add("lens", analysis.lens ? json_string(*analysis.lens) : "null")
      .add_number("layer", analysis.layer)
      .add_number("head", analysis.head);
  add_role(analysis.role, json);
  json.add("tokens", tokens_json(analysis.tokens))
      .add("queries", json_lines(analysis.queries,
                                 [&](const QueryResult& q) { return query_json(q, triple); }))
      .add("edges", edges_json(analysis))
      .add("triangles", triangles_json(analysis));
  if (slots == KeySlots::by_order) {
    json.add("tuples", tuples_json(analysis));
  }
  json.add_number("drawn_mass", analysis.drawn_mass)
      .add_optional("text_nll", analysis.expectations.text_nll)
      .add("predictions", analysis.expectations.places.empty()
                              ? predictions_json(analysis)
                              : expectations_json(analysis.expectations));
  if (analysis.request.dense) {
    json.add("weights", weights_json(analysis));
  }
  json.add("choice", choice_json(analysis));
  json.add("notes",
           json_lines(analysis.notes, [](const std::string& note) { return json_string(note); }));
  json.add_text("title", title(analysis)).add_text("finding", finding(analysis));
  return json.text(",\n");
}

bool asks_for_all(const Analysis& analysis) {
  return analysis.request.layer.kind == Selector::Kind::all ||
         analysis.request.head.kind == Selector::Kind::all;
}

}  // namespace

std::string to_report(const Analysis& analysis) { return report(analysis) + "\n"; }

std::string to_report(std::span<const std::shared_ptr<const Analysis>> analyses) {
  if (analyses.size() == 1 && !asks_for_all(*analyses.front())) {
    return to_report(*analyses.front());
  }
  const std::string reports = json_lines(
      analyses, [](const std::shared_ptr<const Analysis>& analysis) { return report(*analysis); });
  return "{\"schema\":1,\"reports\":" + reports + "}\n";
}

}  // namespace baryscope
