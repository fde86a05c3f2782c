/// What a language model expects to read: the likeliest tokens where it says so.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace baryscope {

struct ExpectedToken {
  std::int64_t id = 0;
  std::string text;  ///< as the vocabulary spells it
  std::string name;  ///< as a person reads it
  double logit = 0;
  double probability = 0;  ///< softmax over the whole vocabulary
};

/// Of a decoder at position i: about the token after i. Of an encoder at a masked position: about
/// the token there.
struct Expectation {
  int position = 0;
  std::vector<ExpectedToken> top;  ///< the likeliest first, ties to the lower id; five
  /// −ln p of the token that stands there, or stood there before the mask, in nats; nothing after
  /// the last token.
  std::optional<double> surprise;
  std::string stood;  ///< the name of that token
};

struct Expectations {
  std::vector<Expectation> places;  ///< by position; empty where the model does not say
  std::optional<double> text_nll;   ///< mean surprise of the tokens after the first; decoders only
};

/// Of one position; null where the model does not say.
inline const Expectation* find_expectation(const Expectations& expectations, int position) {
  const auto found =
      std::ranges::lower_bound(expectations.places, position, {}, &Expectation::position);
  return found == expectations.places.end() || found->position != position ? nullptr : &*found;
}

}  // namespace baryscope
