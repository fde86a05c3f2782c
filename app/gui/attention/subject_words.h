/// What something in the picture of an analysis is called, for the hint under the mouse.
#pragma once

#include <QString>

#include "core/analysis/analysis.h"
#include "viz/scene/subject.h"

namespace baryscope {

/// One line: "library · position 9 · weight 0.09".
QString subject_words(const Analysis& analysis, const Subject& subject);

}  // namespace baryscope
