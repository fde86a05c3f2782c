/// A classifier's decisions over the drawn plane or box.
#pragma once

#include <array>

#include "core/base/progress.h"
#include "core/geometry/matrix.h"
#include "core/sampling/studies/classifier.h"
#include "core/sampling/studies/study.h"

namespace baryscope {

/// What is drawn, in drawn coordinates.
struct FieldBox {
  std::array<double, 3> minimum{}, maximum{};
};

/// The bounds of originals and synthetic points [·, 3] with a margin of 8 % of the longest side all
/// around. An axis past n_axes has no extent, but with one axis the second gets a quarter of the
/// first's, so that there is a plane to draw in.
FieldBox make_field_box(const Matrix& places, const Matrix& synthetic_places, int n_axes);

/// Asks the classifier at every node of a grid over the box: in the plane about 10,000 nodes, with
/// three axes about 26³. Cells are squares or cubes, unless one side is so short that it would get
/// fewer than a few; the grid may reach past the box by less than a cell. Nodes of projected data
/// are lifted to mean + Σ coordinate · axis; nodes of unprojected data are points themselves.
DecisionField make_decision_field(const Classifier& classifier, const DisplayFrame& frame,
                                  const FieldBox& box, int n_classes, const Watch& watch);

}  // namespace baryscope
