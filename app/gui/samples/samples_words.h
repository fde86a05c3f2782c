/// What the samples view says in words: classes, pieces and holes, diagnostics, scores. No widgets.
#pragma once

#include <QString>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "app/gui/widgets/inspector_content.h"
#include "core/sampling/studies/evaluation.h"
#include "core/sampling/studies/study.h"
#include "viz/scene/scene.h"

namespace baryscope {

using Studies = std::vector<std::shared_ptr<const SamplingStudy>>;

/// "Simplicial SMOTE"; the name itself where the list does not know it.
QString sampler_title(const std::string& name);
/// "1 piece, 1 hole, 2 cavities" of b_0, b_1, b_2; holes of a dimension that the data lacks are
/// left out.
QString betti_words(std::span<const int> betti, int n_features);
/// "12 edges · 30 triangles · 4 tetrahedra · 2 with 5 vertices" of counts by number of vertices.
QString simplices_words(std::span<const std::size_t> by_arity);
/// "0.35", and for a pair "0.35 | 0.31"; long ones below each other.
QString beside(const std::vector<QString>& values);

/// One row a number, the values of several studies beside each other.
std::vector<InspectorRow> distance_rows(const Studies& studies);
std::vector<InspectorRow> complex_rows(const Studies& studies);

/// The largest class, then the others from the smallest on, with the looks of the picture.
struct ClassRow {
  int label = 0;
  QString name;
  Role role = Role::majority;
  Role added = Role::synthetic;  ///< of its synthetic points
  Glyph glyph = Glyph::cross;
  std::size_t before = 0;
  std::vector<std::size_t> after;  ///< one a study
};
std::vector<ClassRow> class_rows(const Studies& studies);
/// "class 1: 80, then 320; class 0: 320".
QString counts_words(const std::vector<ClassRow>& rows);

/// "F1 of none 0.81 ± 0.04, of SMOTE 0.86 ± 0.03, …; MCC …".
QString evaluation_words(const SamplingEvaluation& evaluation);
/// "0.86 ± 0.03".
QString score_text(double mean, double deviation);
/// "400 points · 2 columns · 2 classes".
QString data_words(const DataSet& data);

}  // namespace baryscope
