// What is written of the focused query's weights, whatever the view.
#include <algorithm>
#include <cmath>
#include <cstdint>

#include "core/analysis/readable_keys.h"
#include "core/analysis/report.h"
#include "core/base/number_text.h"
#include "core/text/direction.h"
#include "viz/views/text_parts.h"
#include "viz/views/view_words.h"

namespace baryscope {
namespace {

/// Whether one of these weights of the focus is drawn at all.
template <class Weights>
bool any_reaches(const Weights& weights, const TextParts& parts) {
  return std::any_of(weights.begin(), weights.end(), [&](const auto& each) {
    return each.query == parts.focus->position && each.weight != 0 &&
           std::abs(each.weight) >= parts.request->threshold;
  });
}

template <class Weights>
bool any_of_focus(const Weights& weights, const TextParts& parts) {
  return std::any_of(weights.begin(), weights.end(),
                     [&](const auto& each) { return each.query == parts.focus->position; });
}

}  // namespace

std::string weight_text(const TextParts& parts, double weight) {
  const bool shares = !parts.signed_weights && parts.focus != nullptr &&
                      std::abs(parts.focus->weight_sum - 1) < 0.005;
  constexpr double k_whole_percent = 0.005;  // what rounds to less is told more finely
  if (shares && weight != 0 && std::abs(weight) < k_whole_percent) {
    const double percent = std::abs(bounded(100 * weight));
    const double grain = std::pow(10, 1 - std::floor(std::log10(percent)));  // two digits
    return (weight < 0 ? "\u2212" : "") + to_text(std::round(percent * grain) / grain) + " %";
  }
  return shares ? percent_text(weight)
                : (weight < 0 ? "\u2212" : "") + to_text(std::abs(bounded(weight)), 2);
}

std::vector<LabelSpan> word_spans(const TextParts& parts, const std::vector<int>& group, int token,
                                  bool bold, bool grey) {
  const Tokens& tokens = parts.analysis->tokens;
  const int n_tokens = static_cast<int>(tokens.size());
  int first = token;
  while (first > 0 && tokens[static_cast<std::size_t>(first)].continuation) {
    --first;
  }
  int last = token;
  while (last + 1 < n_tokens && tokens[static_cast<std::size_t>(last) + 1].continuation) {
    ++last;
  }
  std::vector<LabelSpan> spans;
  for (int i = first; i <= last; ++i) {
    const bool own = i == token || std::find(group.begin(), group.end(), i) != group.end();
    const TokenView& view = parts.tokens[static_cast<std::size_t>(i)];
    LabelSpan span{first == last ? view.name : view.piece, bold && own, grey || !own};
    if (span.text.empty() && !spans.empty()) {
      spans.back().bold = spans.back().bold || span.bold;
      spans.back().grey = spans.back().grey && span.grey;
      continue;
    }
    if (!spans.empty() && spans.back().bold == span.bold && spans.back().grey == span.grey) {
      spans.back().text += span.text;
    } else {
      spans.push_back(std::move(span));
    }
  }
  const bool right_to_left = std::any_of(spans.begin(), spans.end(), [](const LabelSpan& span) {
    return has_right_to_left(span.text);
  });
  if (right_to_left) {
    spans.front().text.insert(0, "\u2068");
    spans.back().text += "\u2069";
  }
  return spans;
}

std::string finding_text(const TextParts& parts) {
  std::string text = finding(*parts.analysis);
  if (parts.request->sinks != "hide") {
    return text;
  }
  double hidden = 0, whole = 0;
  std::vector<std::string> names;
  int n_hidden = 0;
  for (const TokenView& token : parts.tokens) {
    whole += std::abs(token.weight);
    if (token.sink) {
      hidden += std::abs(token.weight);
      ++n_hidden;
      if (std::find(names.begin(), names.end(), token.name) == names.end()) {
        names.push_back(token.name);
      }
    }
  }
  if (n_hidden == 0 || !(whole > 0)) {
    return text;
  }
  std::string list;
  for (std::size_t i = 0; i < std::min<std::size_t>(names.size(), 3); ++i) {
    list += (i > 0 ? ", " : "") + isolated(names[i]);
  }
  return text + "; " + percent_text(hidden / whole) + " on " + list +
         (names.size() > 3 ? " … hidden" : " hidden");
}

std::string drawn_weight_words(const TextParts& parts, double drawn) {
  double whole = 0;
  for (const TokenView& token : parts.tokens) {
    whole += std::abs(token.weight);
  }
  if (!(drawn > 0 && whole > 0 && drawn < 0.995 * whole)) {
    return {};
  }
  return "edges drawn carry " + percent_text(drawn / whole) +
         (parts.analysis->edges_are_marginals ? " of the weight on single keys" : " of the weight");
}

double weight_on_curves(const Scene& scene) {
  double sum = 0;
  for (const CurveSet& set : scene.curves) {
    for (const SceneCurve& curve : set.curves) {
      sum += set.name == "weights" ? std::abs(curve.weight) : 0;
    }
  }
  return sum;
}

Caption::Caption(const Analysis& analysis, const std::string& title) {
  if (analysis.lens && title.find(*analysis.lens) == std::string::npos) {
    add(*analysis.lens);
  }
  for (const std::string& note : analysis.notes) {
    add(note);
  }
}

void Caption::add(const std::string& sentence) {
  m_text += (m_text.empty() || sentence.empty() ? "" : " · ") + sentence;
}

std::string kept_words(const TextParts& parts) {
  if (parts.focus == nullptr || !parts.focus->kept) {
    return {};
  }
  const KeptKeys& kept = *parts.focus->kept;
  const auto count = [](int n) { return to_text(static_cast<std::int64_t>(n)); };
  const auto mass = [&](double sum) {
    const std::string text = weight_text(parts, sum);
    return text.ends_with("%") ? text : "Σ|w| = " + text;
  };
  const int n_readable = readable_keys(*parts.analysis, parts.focus->position).size();
  std::string words = count(static_cast<int>(kept.keys.size())) + " of " + count(n_readable) +
                      " keys kept (" + parts.analysis->mechanism.select + ") carry " +
                      mass(kept.mass);
  words += words.ends_with("%") ? " of the weight" : "";
  return words + (kept.dense_mass ? ", dense attention would give them " + mass(*kept.dense_mass)
                                  : ", dense attention is too large to be computed beside it");
}

std::string edges_obstacle(const TextParts& parts) {
  if (parts.focus == nullptr) {
    return "no token reads: its row of weights would be drawn as edges";
  }
  return any_reaches(parts.analysis->edges, parts)
             ? ""
             : "no weight of this token reaches the threshold";
}

std::string triangles_obstacle(const TextParts& parts) {
  if (parts.focus == nullptr) {
    return "no token reads: its row of weights would be drawn as triangles";
  }
  if (!any_of_focus(parts.analysis->triangles, parts)) {
    return "a weight of " + parts.analysis->mechanism.mechanism +
           " is no triangle; mechanisms of triples draw some";
  }
  return any_reaches(parts.analysis->triangles, parts)
             ? ""
             : "no triangle of this token reaches the threshold";
}

}  // namespace baryscope
