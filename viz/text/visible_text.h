/// Characters that no font can show, spelt out as [U+XXXX].
#pragma once

#include <set>
#include <vector>

#include "viz/scene/scene.h"

struct _PangoLayout;  // NOLINT(bugprone-reserved-identifier): as Pango names it

namespace baryscope {

/// Control characters become [U+XXXX], bytes that are not UTF-8 become U+FFFD; what exceeds 2,000
/// characters becomes "…".
std::vector<LabelSpan> with_visible_controls(const std::vector<LabelSpan>& spans);

/// The characters of a shaped layout that no font has a glyph for.
std::set<char32_t> unknown_characters(_PangoLayout* layout);

std::vector<LabelSpan> with_named_characters(const std::vector<LabelSpan>& spans,
                                             const std::set<char32_t>& characters);
/// For texts of which nothing is to be seen: each character by its number.
std::vector<LabelSpan> with_all_named(const std::vector<LabelSpan>& spans);

}  // namespace baryscope
