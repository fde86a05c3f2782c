#include "viz/views/ring/ring_parts.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "core/base/number_text.h"
#include "core/text/direction.h"
#include "viz/views/view_parts.h"
#include "viz/views/view_words.h"

namespace baryscope {
namespace {

/// The first key whose further keys are shown: the selected one, else the heaviest.
int anchor_of(const TextParts& parts, const KeySpan& readable) {
  if (const std::optional<int> selected = parts.request->selected_token();
      selected && readable.contains(*selected)) {
    return *selected;
  }
  int best = -1;
  for (int key = readable.begin; key < readable.end; ++key) {
    const double weight = std::abs(parts.token(key).weight);
    if (weight > 0 && (best < 0 || weight > std::abs(parts.token(best).weight))) {
      best = key;
    }
  }
  return best >= 0 ? best : readable.end - 1;
}

std::string tally(int n) { return to_text(static_cast<std::int64_t>(n)); }

std::string readable_words(const RingParts& parts) {
  std::string words;
  if (parts.readable) {
    words = "may read " + tally(parts.readable->size()) + " of " +
            tally(static_cast<int>(parts.tokens.size())) + " tokens";
  }
  if (parts.further) {
    words += words.empty() ? "" : ", ";
    words += "second keys " + tally(parts.further->size());
    words += is_key_anchored(*parts.analysis) && parts.has_token(parts.anchor)
                 ? " that end with “" + isolated(parts.token(parts.anchor).name) + "”"
                 : " of them";
  }
  return words;
}

}  // namespace

RingParts::RingParts(const Analysis& shown, const ViewRequest& asked)
    : TextParts(make_text_parts(shown, asked)), layout(static_cast<int>(shown.tokens.size())) {
  for (int i = 0; i < layout.n_tokens(); ++i) {
    tokens[static_cast<std::size_t>(i)].position = layout.place(i);
  }
  if (focus == nullptr || !has_token(focus->position)) {
    return;
  }
  const KeySpan span = readable_keys(shown, focus->position);
  if (span.size() < layout.n_tokens()) {
    readable = span;
  }
  if (has_further_window(shown) && span.size() > 0) {
    anchor = is_key_anchored(shown) ? anchor_of(*this, span) : focus->position;
    further = readable_further_keys(shown, focus->position, anchor);
  }
}

bool RingParts::shows(const std::string& part) const {
  return draws_part(request->show, request->hide, part, {"axes"}) && part != "axes" &&
         part != "hull";
}

double RingParts::ink(int token) const {
  constexpr double k_ghost = 0.3;
  const bool read = !readable || readable->contains(token) ||
                    (further && further->contains(token)) || is_query(token);
  const bool kept = focus == nullptr || !focus->kept || is_query(token) ||
                    std::ranges::binary_search(focus->kept->keys, token);
  return read && kept ? 1 : k_ghost;
}

std::string caption_text(const RingParts& parts, const Scene& scene) {
  std::string caption;
  const auto add = [&](const std::string& sentence) {
    caption += (caption.empty() || sentence.empty() ? "" : " · ") + sentence;
  };
  if (parts.analysis->lens && scene.title.find(*parts.analysis->lens) == std::string::npos) {
    add(*parts.analysis->lens);
  }
  for (const std::string& note : parts.analysis->notes) {
    add(note);
  }
  add(parts.layout.is_helix() ? "the sequence runs down the helix, " +
                                    tally(RingLayout::k_most_on_circle) + " tokens a turn"
                              : "the sequence runs clockwise from the top");
  add(readable_words(parts));
  add(kept_words(parts));
  double drawn = 0;
  for (const CurveSet& set : scene.curves) {
    for (const SceneCurve& curve : set.curves) {
      drawn += set.name == "weights" ? std::abs(curve.weight) : 0;
    }
  }
  add(drawn_weight_words(parts, drawn));
  return caption;
}

}  // namespace baryscope
