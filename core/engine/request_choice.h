/// Which heads and queries a request means: indices, `auto`, `all`, a token's text.
#pragma once

#include <vector>

#include "core/analysis/request.h"
#include "core/base/progress.h"
#include "core/engine/capture_store.h"
#include "core/engine/head_analysis.h"

namespace baryscope {

/// How many layers, from the first on, the request is about: max_layers where it asks for all or
/// does not say which.
int n_needed_layers(const AnalysisRequest& request);

/// One task a head, in order of layer, head; where one head is chosen it comes first, and after it
/// what the view needs beside it (AnalysisRequest::needs). Throws UsageError for an index out of
/// range (with the range) or a text that is no token (with the nearest). Remembers the head scores
/// in `opened`.
std::vector<HeadTask> choose_heads(const AnalysisRequest& request, OpenCapture& opened,
                                   const Watch& watch);

/// The position of the token that `text` names: as the vocabulary spells it, else without regard to
/// case and markers, else a word of several pieces (its first). Of equal ones the first; `notes`
/// says so. Throws UsageError with the nearest token.
int query_by_text(const Tokens& tokens, const std::string& text, std::vector<std::string>& notes);

}  // namespace baryscope
