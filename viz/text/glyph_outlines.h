/// The outlines of a shaped text.
#pragma once

#include <vector>

#include "viz/text/show_text.h"

struct _PangoLayout;  // NOLINT(bugprone-reserved-identifier): as Pango names it

namespace baryscope {

/// Run by run, in the colours of their attributes.
std::vector<GlyphOutlines> glyph_outlines(_PangoLayout* layout);

}  // namespace baryscope
