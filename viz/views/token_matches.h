/// The tokens that two versions of a text have in common.
#pragma once

#include <vector>

#include "core/text/tokens.h"
#include "viz/scene/scene_morph.h"

namespace baryscope {

/// Positions of the same tokens, in ascending order in both.
struct TokenMatches {
  std::vector<int> before, after;
};

/// The common beginning and the common end, and between them a longest common subsequence where
/// that is short enough to be looked for.
TokenMatches match_tokens(const Tokens& before, const Tokens& after);

/// The same for what glides from one picture to the next.
Continuity token_continuity(const Tokens& before, const Tokens& after);

}  // namespace baryscope
