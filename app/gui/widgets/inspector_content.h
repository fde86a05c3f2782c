/// Names with their numbers, as the inspector and the grids of facts show them. No widgets.
#pragma once

#include <QString>
#include <QStringList>
#include <vector>

namespace baryscope {

struct InspectorRow {
  QString name, value, tip;
};
struct InspectorSection {
  QString title;
  std::vector<InspectorRow> rows;
};

/// All that the inspector shows at one time.
struct InspectorContent {
  QString finding, formula;
  bool formula_has_indices = false;  ///< "x_v" means x with an index
  std::vector<InspectorSection> sections;
  QStringList notes;
};

}  // namespace baryscope
