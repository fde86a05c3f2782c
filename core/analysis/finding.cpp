#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <map>
#include <numeric>

#include "core/analysis/mechanism_list.h"
#include "core/analysis/report.h"
#include "core/analysis/score_list.h"
#include "core/base/number_text.h"
#include "core/text/direction.h"
#include "core/text/token_name.h"

namespace baryscope {
namespace {

constexpr std::size_t k_most_named = 3;
constexpr double k_least_named = 0.01;
/// Below this many nats the two keys of a triple are as good as independent.
constexpr double k_independent = 0.01;
/// Of a vector's entries those are named that reach this share of the largest, and so many at most.
constexpr double k_least_entry = 0.25;
constexpr std::size_t k_most_entries = 8;
/// A joint entropy, in nats, above which the mass lies on several pairs.
constexpr double k_undecided = 0.5;

/// Words of the sequence: the first token of each token's word, and its text.
class Words {
 public:
  explicit Words(const Tokens& tokens) : m_first(tokens.size()) {
    for (std::size_t t = 0; t < tokens.size(); ++t) {
      const bool joins = t > 0 && tokens[t].continuation && !tokens[t - 1].special;
      m_first[t] = joins ? m_first[t - 1] : t;
      m_text[m_first[t]] += piece_of(tokens[t]);
    }
    for (const auto& [first, text] : m_text) {
      ++m_n_equal[text];
    }
  }

  [[nodiscard]] std::size_t first(int token) const {
    return m_first[static_cast<std::size_t>(token)];
  }
  /// Words that occur more than once carry their position: "the (4)".
  [[nodiscard]] std::string name(std::size_t first) const {
    const std::string& text = m_text.at(first);
    return isolated(text) +
           (m_n_equal.at(text) == 1 ? "" : " (" + to_text(static_cast<std::int64_t>(first)) + ")");
  }
  [[nodiscard]] std::string text(int token) const { return isolated(m_text.at(first(token))); }
  [[nodiscard]] std::string name_of(int token) const { return name(first(token)); }

 private:
  std::vector<std::size_t> m_first;
  std::map<std::size_t, std::string> m_text;
  std::map<std::string, int> m_n_equal;
};

/// "41 %", "−7 %", "less than 1 %".
std::string percent(double share) {
  const double rounded = std::round(100 * std::abs(share));
  if (rounded == 0) {
    return "less than 1 %";
  }
  return (share < 0 ? "−" : "") + to_text(rounded) + " %";
}

/// At least two digits that say something: "0.42", "0.0031".
std::string distance_text(double distance) {
  int n_decimals = 2;
  for (double shown = distance; shown < 0.1 && n_decimals < 9; shown *= 10) {
    ++n_decimals;
  }
  return distance < 1e-8 ? to_text(distance) : to_text(distance, n_decimals);
}

/// One digit that says something: "0.8", "0.03", "12".
std::string share_text(double share) {
  int n_decimals = share < 10 ? 1 : 0;
  for (double shown = share; shown < 0.095 && n_decimals < 9; shown *= 10) {
    ++n_decimals;
  }
  return to_text(share, n_decimals);
}

/// Three decimals; of what they would call 0 its first digit.
std::string lambda_text(double lambda) {
  const double rounded = std::round(lambda * 1000) / 1000;
  if (rounded != 0 || lambda == 0) {
    return to_text(rounded);
  }
  const int n_decimals = static_cast<int>(std::ceil(-std::log10(std::abs(lambda))));
  return n_decimals <= 9 ? to_text(lambda, n_decimals) : to_text(lambda);
}

const QueryResult* focus_of(const Analysis& analysis) {
  const auto focus = static_cast<std::size_t>(analysis.focus);
  return analysis.focus >= 0 && focus < analysis.queries.size() ? &analysis.queries[focus]
                                                                : nullptr;
}

std::string hull_words(const Analysis& analysis, const QueryResult& query,
                       const MechanismInfo& info) {
  if (!query.hull_distance) {
    return "";
  }
  if (query.inside_hull) {
    return "inside the hull";
  }
  std::string aside;
  if (query.hull_radius && *query.hull_radius > 0) {
    aside = share_text(*query.hull_distance / *query.hull_radius) + " of its radius";
  }
  if (info.lambda != LambdaRule::none) {
    aside += (aside.empty() ? "λ = " : ", λ = ") + lambda_text(analysis.lambda);
  }
  return "leaves the hull by " + distance_text(*query.hull_distance) +
         (aside.empty() ? "" : " (" + aside + ")");
}

/// "0.22", "−0.1": a weight that is a coordinate, not a share.
std::string weight_text(double weight) {
  return (weight < 0 ? "−" : "") + to_text(std::abs(weight), 2);
}

/// "41 % from bakery, 33 % from [CLS]" for barycentric coordinates; where weights may be negative
/// or do not sum to 1 they are no shares: "w = 0.22 bakery, −0.11 [CLS]". Pieces of a word
/// together.
std::string weights_words(const QueryResult& query, const Words& words, const MechanismInfo& info) {
  std::map<std::size_t, double> weights;
  for (std::size_t j = 0; j < query.key_weights.size(); ++j) {
    weights[words.first(static_cast<int>(j))] += query.key_weights[j];
  }
  std::vector<std::pair<std::size_t, double>> order(weights.begin(), weights.end());
  std::stable_sort(order.begin(), order.end(), [](const auto& a, const auto& b) {
    return std::abs(a.second) > std::abs(b.second);
  });
  const bool shares =
      !info.weights_may_be_negative && std::abs(query.weight_sum - 1) < k_least_named / 2;
  std::string text = shares ? "" : "w = ";
  for (std::size_t s = 0; s < std::min(order.size(), k_most_named); ++s) {
    const auto& [first, weight] = order[s];
    if (std::abs(weight) < k_least_named && s > 0) {
      break;
    }
    text += (s > 0 ? ", " : "") +
            (shares ? percent(weight) + " from " : weight_text(weight) + " ") + words.name(first);
  }
  return text;
}

/// "heaviest pair school × library with 91 %".
std::string tuple_words(const Analysis& analysis, const QueryResult& query, const Words& words) {
  std::vector<int> keys;
  double most = 0;
  const auto consider = [&](int position, std::vector<int> tuple, double weight) {
    if (position == query.position && std::abs(weight) > most) {
      most = std::abs(weight);
      keys = std::move(tuple);
    }
  };
  for (const WeightedTriangle& triangle : analysis.triangles) {
    consider(triangle.query, {triangle.key, triangle.key_prime}, triangle.weight);
  }
  for (const WeightedTuple& tuple : analysis.tuples) {
    consider(tuple.query, tuple.keys, tuple.weight);
  }
  if (keys.empty()) {
    return "";
  }
  std::string text;
  for (const int key : keys) {
    text += (text.empty() ? "" : " × ") + words.name_of(key);
  }
  const double total = query.weight_abs_sum > 0 ? query.weight_abs_sum : 1;
  const bool pair = keys.size() == 2;
  return std::string(pair ? "heaviest pair " : "heaviest tuple ") + text + " with " +
         percent(most / total);
}

std::string information_words(const QueryResult& query) {
  if (!query.mutual_information) {
    return "";
  }
  const double nats = *query.mutual_information;
  if (nats < k_independent) {
    // One pair with all the mass factorises too, and says nothing about independence.
    return query.entropy.value_or(0) > k_undecided ? "its two keys are chosen independently" : "";
  }
  return "its two keys are chosen together (mutual information " + to_text(nats, 2) + " nats)";
}

/// The largest entries by |value|, in their order; those far below the largest are left out.
std::string vector_words(const std::vector<double>& values,
                         const std::vector<std::string>& labels) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto size = [&](std::size_t entry) {
    return std::isnan(values[entry]) ? 0 : std::abs(values[entry]);
  };
  std::ranges::stable_sort(order, std::ranges::greater(), size);
  std::erase_if(order, [&](std::size_t entry) {
    return !(size(entry) > k_least_entry * size(order.front()));
  });
  const bool more = order.size() > k_most_entries;
  order.resize(std::min(order.size(), k_most_entries));
  std::ranges::sort(order);
  std::string text;
  for (const std::size_t entry : order) {
    text += (text.empty() ? "" : ", ") +
            (values.size() == labels.size() ? isolated(labels[entry])
                                            : "y" + to_text(static_cast<std::int64_t>(entry))) +
            " " + weight_text(values[entry]);
  }
  return text.empty() ? "0" : text + (more ? ", …" : "");
}

std::string joined(const std::vector<std::string>& parts) {
  std::string text;
  for (const std::string& part : parts) {
    text += part.empty() ? "" : (text.empty() ? "" : "; ") + part;
  }
  return text;
}

std::string mechanism_words(const Analysis& analysis, const MechanismInfo& info) {
  std::string text = info.title;
  if (info.has_score_choice &&
      triple_score(analysis.mechanism.score).score != TripleScore::trilinear) {
    text += ", " + analysis.mechanism.score + " score";
  } else if (info.slots == KeySlots::by_order) {
    text += ", order " + to_text(std::int64_t{analysis.mechanism.order});
  }
  return analysis.lens ? text + " as a lens" : text;
}

// "layer 3", and "decoder 3 cross" where layers have names.
std::string layer_words(const Analysis& analysis) {
  const std::string& name = analysis.role.name;
  if (name.empty()) {
    return "layer " + to_text(std::int64_t{analysis.layer});
  }
  const bool is_number = std::ranges::all_of(name, [](char c) { return c >= '0' && c <= '9'; });
  return (is_number ? "layer " : "") + isolated(name);
}

// The name of the sequence that the keys of a layer belong to, where it is not the query's own.
std::string read_sequence(const Analysis& analysis, int query) {
  for (const TokenSequence& sequence : analysis.role.layout.sequences) {
    const int end = sequence.first + sequence.count;
    const bool has_query = query >= sequence.first && query < end;
    bool has_keys = false;
    for (int token = sequence.first; !has_query && token < end && !has_keys; ++token) {
      has_keys = analysis.role.is_key(token);
    }
    if (has_keys && !sequence.name.empty() && sequence.count > 1) {
      return "the " + isolated(sequence.name) + "’s sequence";
    }
  }
  return analysis.model.architecture == "capture" ? "its sequence" : "its sentence";
}

}  // namespace

std::string title(const Analysis& analysis) {
  const MechanismInfo& info = mechanism(analysis.mechanism.mechanism);
  std::string text;
  if (const QueryResult* query = focus_of(analysis)) {
    text = "“" + Words(analysis.tokens).text(query->position) + "” reads " +
           read_sequence(analysis, query->position) + " · ";
  }
  const int head = analysis.role.head_number.value_or(analysis.head);
  return text + isolated(analysis.model.name) + " " + layer_words(analysis) + " head " +
         to_text(std::int64_t{head}) + " · " + mechanism_words(analysis, info);
}

std::string finding(const Analysis& analysis) {
  const QueryResult* query = focus_of(analysis);
  if (query == nullptr) {
    return "";
  }
  const MechanismInfo& info = mechanism(analysis.mechanism.mechanism);
  const Words words(analysis.tokens);
  std::vector<std::string> parts;
  if (!(query->weight_abs_sum > 0)) {
    parts.emplace_back("reads nothing: every weight is 0");
  } else {
    parts.push_back(hull_words(analysis, *query, info));
    if (n_key_slots(info, analysis.mechanism.order) > 1) {
      parts.push_back(tuple_words(analysis, *query, words));
      parts.push_back(information_words(*query));
    } else {
      parts.push_back(weights_words(*query, words, info));
    }
  }
  const std::string answer = prediction_words(analysis, query->position);
  parts.push_back(answer.empty() ? "" : "the model says: " + answer);
  return joined(parts);
}

std::string prediction_words(const Analysis& analysis, int position) {
  const auto at = static_cast<std::size_t>(position);
  if (position < 0 || at >= analysis.predictions.size()) {
    return "";
  }
  const Prediction& prediction = analysis.predictions[at];
  if (!prediction.label.empty()) {
    return isolated(prediction.label) + " (" + to_text(100 * prediction.probability, 1) + " %)";
  }
  return vector_words(prediction.values, analysis.model.labels);
}

}  // namespace baryscope
