#include "core/analysis/readable_keys.h"

#include <algorithm>
#include <optional>

#include "core/analysis/mechanism_list.h"

namespace baryscope {
namespace {

/// The last `width` positions that end with `last`, and `after` more, of those there are.
KeySpan ending_at(int last, std::optional<int> width, int after, int n_tokens) {
  const int end = std::clamp(last + 1 + std::min(after, n_tokens), 0, n_tokens);
  const int most = std::min(width.value_or(n_tokens), n_tokens);
  return {std::max(0, std::min(end, last + 1 - most)), end};
}

KeySpan span_of(const Analysis& analysis, int last, std::optional<int> width) {
  const int n_tokens = static_cast<int>(analysis.tokens.size());
  const bool causal = analysis.mechanism.causal.value_or(analysis.model.causal);
  return causal || width ? ending_at(last, width, analysis.window_after, n_tokens)
                         : KeySpan{0, n_tokens};
}

std::optional<int> further_width(const MechanismOptions& options) {
  return options.window_2 ? options.window_2 : options.window_1;
}

}  // namespace

KeySpan readable_keys(const Analysis& analysis, int query) {
  KeySpan span = span_of(analysis, query, analysis.mechanism.window_1);
  const auto row = std::ranges::find(analysis.queries, query, &QueryResult::position);
  if (row != analysis.queries.end() && row->own_keys) {
    span.begin = std::max(span.begin, (*row->own_keys)[0]);
    span.end = std::max(span.begin, std::min(span.end, (*row->own_keys)[1]));
  }
  return span;
}

KeySpan readable_further_keys(const Analysis& analysis, int query, int key) {
  return span_of(analysis, is_key_anchored(analysis) ? key : query,
                 further_width(analysis.mechanism));
}

bool is_key_anchored(const Analysis& analysis) {
  return analysis.mechanism.window_1 && analysis.mechanism.window_anchor == WindowAnchor::key;
}

bool has_further_window(const Analysis& analysis) {
  return reads_tuples(mechanism(analysis.mechanism.mechanism)) && analysis.mechanism.window_1 &&
         (is_key_anchored(analysis) ||
          further_width(analysis.mechanism) != analysis.mechanism.window_1);
}

}  // namespace baryscope
