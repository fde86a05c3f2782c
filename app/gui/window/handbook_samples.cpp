#include "app/gui/widgets/dispatcher.h"
#include "app/gui/widgets/formula.h"
#include "app/gui/widgets/tr.h"
#include "app/gui/window/handbook_chapters.h"
#include "app/gui/window/handbook_words.h"
#include "core/sampling/data/data_source.h"
#include "core/sampling/samplers/sampler.h"

namespace baryscope {
namespace {

QString data_sets_table() {
  std::vector<QStringList> rows;
  for (const DataSetInfo& info : data_sets()) {
    rows.push_back({to_qt(info.name), to_rich(to_qt(info.summary))});
  }
  return table(rows);
}

QString samplers_table() {
  std::vector<QStringList> rows;
  for (const SamplerInfo& info : samplers()) {
    QString about = to_rich(to_qt(info.summary));
    if (!info.formula.empty()) about += QStringLiteral("<br>") + to_rich(to_qt(info.formula));
    rows.push_back({to_qt(info.name), about});
  }
  return table(rows);
}

QString data_part() {
  QString html = heading(tr("Data"));
  html += paragraph(
      tr("{show-samples} goes from the text to a data set and back. {next-data-set} and "
         "{previous-data-set} go through the sets that Baryscope makes by itself. In the "
         "<b>Samples</b> panel {--n-samples}, {--imbalance} and {--noise} say how large, how "
         "uneven and how blurred they are; {--seed} is what they are drawn with, and {resample} "
         "draws with the next one."));
  html += data_sets_table();
  html += paragraph(
      tr("{open-data} opens a table of yours; dropping the file on the window does too. A "
         "<b>CSV</b> file has numeric columns and one column of labels: “label”, else “class”, "
         "else “target”, else the last. A header row is recognised; without one the columns are "
         "x0, x1, … and label. A NumPy table is <code>NAME.npy</code> with "
         "<code>NAME.labels.npy</code> beside it. Rows with a missing value are refused; where "
         "{--missing} is set to “drop” they are left out. More than three columns are drawn by "
         "their principal axes; neighbours and simplices are those of all columns."));
  return html;
}

QString samplers_part() {
  QString html = heading(tr("Samplers"));
  html += paragraph(
      tr("A sampler adds synthetic points to the rare classes until a classifier can learn them. "
         "Each new point is a mixture of originals, and its weights are barycentric coordinates, "
         "as those of an attention head:"));
  html += formula_line(QString::fromUtf8("x = Σ_v b_v x_v,  b_v ≥ 0,  Σ_v b_v = 1"));
  html += samplers_table();
  html += paragraph(
      tr("The <b>Samples</b> panel ({show-samples-panel}) has the data, the sampler with just the "
         "options that it reads, and the classifier. {next-sampler} and {previous-sampler} change "
         "the sampler, {compare-smote} puts SMOTE beside it on the same data."));
  html += paragraph(
      tr("{--k-neighbors} is how many neighbours the graph joins a point with, {--arity} how many "
         "corners a sampled simplex has at most (2 are edges, 3 triangles), {--alpha} whether "
         "points lie near the corners (below 1), anywhere (1) or in the middle (above 1). "
         "{--boundary-bias} draws towards the other classes, as strongly as {--bias-strength} "
         "says. {--sampling-strategy} says how many points there are afterwards. {--standardize} "
         "finds neighbours by columns of equal variance: use it where columns have different "
         "units."));
  return html;
}

QString complex_part() {
  QString html = heading(tr("Neighbours, complex, points: the steps"));
  html += paragraph(tr(
      "Simplicial SMOTE joins every point of a class with its nearest ones. Sets of points that "
      "are all joined are the <b>simplices</b> of a complex: edges, triangles, tetrahedra and "
      "larger. A simplex is drawn, then a point inside it. Where the data has a hole there is no "
      "simplex, so the hole stays empty; the Betti numbers b₀, b₁, b₂ under <b>Results</b> "
      "count pieces, loops and cavities."));
  html += paragraph(
      tr("The bar below the picture shows this work for one synthetic point: data, neighbours, "
         "graph, simplices, the simplex that was drawn, its weights, the point. {play-steps} plays "
         "it, {next-step} and {previous-step} go by hand, and a click on a synthetic point follows "
         "that one. The <b>Inspector</b> works its coordinates out column by column."));
  return html;
}

QString study_part() {
  QString html = heading(tr("Does it help? Studies"));
  html += paragraph(
      tr("The picture shows for which class a classifier decides: the boundary before sampling is "
         "dashed, after it solid ({--classifier}, {toggle-regions}). <b>Results</b> counts the "
         "points of each class before and after, says how near the new points come to the other "
         "classes, and what share lies among them."));
  html += paragraph(
      tr("{evaluate-samples} scores the classifier by cross-validation, in as many parts as "
         "{--folds} says: without sampling, with SMOTE, with this sampler. Only the folds that are "
         "learned from are sampled. F1 is the rare class's; MCC weighs all four kinds of right and "
         "wrong answers. Larger is better; the marks are the single folds."));
  html += paragraph(
      tr("{save-samples} writes the data with its synthetic points as CSV: the same columns, then "
         "<code>origin</code> (original or synthetic), <code>simplex</code> (the rows that a point "
         "mixes) and <code>coordinates</code> (its weights)."));
  return html;
}

}  // namespace

HandbookChapter samples_chapter() {
  return {QStringLiteral("samples"), tr("Samples"),
          data_part() + samplers_part() + complex_part() + study_part()};
}

}  // namespace baryscope
