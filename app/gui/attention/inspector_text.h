/// What the inspector says of an analysis: names with numbers, and the formula with the actual
/// values. No widgets.
#pragma once

#include <QString>
#include <vector>

#include "app/gui/widgets/inspector_content.h"
#include "app/session/selection.h"

namespace baryscope {

/// Of one analysis and what is selected in it.
InspectorContent inspector_content(const Analysis& analysis, const Selection& selection);
/// The selected token, edge or triangle (if any), then the query, then the head.
std::vector<InspectorSection> inspector_sections(const Analysis& analysis,
                                                 const Selection& selection);
/// "o = 0.41·v(bakery) + 0.33·v([CLS]) + …", with the sums.
QString formula_with_values(const Analysis& analysis, const Selection& selection);

}  // namespace baryscope
