/// Small analyses written by hand, for the tests of reports and of their sentences.
#pragma once

#include "core/analysis/analysis.h"

namespace baryscope::test {

Token token(const char* text, bool special = false, bool continuation = false);
/// "[CLS] bake ##ry library [SEP]" in MiniLM: "bake" reads all five, its output inside the hull.
Analysis pairwise_analysis();
/// The same tokens under triple-wise attention as a lens, the output outside.
Analysis triple_analysis();
/// The triples of a model that was trained for a task and says a class of every token.
Analysis answering_analysis();

}  // namespace baryscope::test
