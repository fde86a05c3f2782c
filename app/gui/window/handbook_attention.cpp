#include "app/gui/widgets/tr.h"
#include "app/gui/window/handbook_chapters.h"
#include "app/gui/window/handbook_words.h"

namespace baryscope {

HandbookChapter picture_chapter() {
  QString html;
  html += paragraph(
      tr("Every token j of the text has a <b>value</b> vector v<sub>j</sub>. An attention head "
         "mixes the values for one token i, the <b>query</b>, with one weight a token:"));
  html += formula_line(QString::fromUtf8("o_i = Σ_j w_ij v_j"));
  html += paragraph(
      tr("The picture places the values by principal components of the vectors that {--place-by} "
         "in the <b>Drawing</b> panel names, and the <b>output</b> o<sub>i</sub> where the mixture "
         "lies. The axes say how much of the variance they show."));
  html += table(
      {{tr("sphere"), tr("a token at its value; orange where the query reads from it, grey where "
                         "its weight is below 3 %")},
       {tr("ring"), tr("the query, the token that reads")},
       {tr("diamond"), tr("the output: filled inside the hull, hollow outside")},
       {tr("edge"), tr("a weight: thick is heavy; dashed is negative")},
       {tr("filled triangle"), tr("a weight of triple-wise attention: query, key and second key")},
       {tr("dashed outline"), tr("a derived triangle: three tokens that pairwise edges connect")},
       {tr("pale solid"), tr("the convex hull of the values that the query may attend to")},
       {tr("line to the hull"), tr("from an output outside to the nearest point of the hull")}});
  html += heading(tr("Barycentric coordinates"));
  html += paragraph(
      tr("Softmax weights are positive and sum to 1. That makes them <b>barycentric "
         "coordinates</b>: the output stays inside the <b>convex hull</b> of the values, the way a "
         "centre of mass stays inside its masses. Differential and signed mechanisms have negative "
         "weights and may leave the hull. Whether an output is inside, and how far it is away, is "
         "computed in the head's own dimension and certified; it is not read off the picture."));
  html += paragraph(tr(
      "Three axes are not all of them: an output outside may be drawn inside, and the note under "
      "the title then says so. Set {--place-by} to “outside”: the way from the hull to the "
      "output becomes the first axis. All of the hull lies below it, and the distance that is "
      "drawn is the true one."));
  html += paragraph(
      tr("Triple-wise attention reads from two tokens at once. Its weights belong to triangles, "
         "and each carries a product of two values:"));
  html += formula_line(QString::fromUtf8("o_i = Σ_jk S_ijk (v_j ∘ v'_k)"));
  html += heading(tr("Sinks"));
  html += paragraph(
      tr("Most heads put most of their weight on [CLS], [SEP] or the first token. {cycle-sinks} "
         "shows, dims or hides these sinks. No number changes by it, and the title says what share "
         "is hidden."));
  html += heading(tr("Moving in the picture"));
  html += mouse_table();
  html += paragraph(tr(
      "{front}, {right}, {top} and {isometric} look along the axes, {orthographic} switches the "
      "projection. {camera-back} and {camera-forward} go through the views before and after. "
      "After a change of layer, head or mechanism, and after an edit of the text, the picture is "
      "turned onto the one before, so that you see what moved; {reset-camera} goes back to the "
      "view that the picture has by itself. The <b>Drawing</b> panel and the "
      "View menu show and hide the parts of the picture: {toggle-edges}, {toggle-triangles}, "
      "{toggle-hull}, {toggle-outputs}, {toggle-labels}, {toggle-axes}, {toggle-legend}."));
  return {QStringLiteral("picture"), tr("How to read the picture"), html};
}

HandbookChapter asking_chapter() {
  QString html;
  html += heading(tr("A text"));
  html += paragraph(
      tr("Type into the text line above the picture ({focus-text}): the text is read as you type. "
         "“+ pair” adds a second sentence for models that read pairs. The tokens below the line "
         "are what the model sees; a click on one makes it the query, and {next-query} and "
         "{previous-query} walk through them."));
  html += heading(tr("A model and a head"));
  html += paragraph(
      tr("The <b>Model and Head</b> panel names the model and shows all its heads as a grid; the "
         "stronger the colour of a cell, the more that head says about this text. {next-layer}, "
         "{previous-layer}, "
         "{next-head} and {previous-head} step through them; {auto-head} takes the one that says "
         "most. {open} brings a model folder or a capture, {compare} puts a second model beside "
         "the first through one camera, and {compare-none} closes it."));
  html += heading(tr("A mechanism"));
  html += paragraph(
      tr("The <b>Mechanism</b> panel chooses how scores become weights, with the formula and just "
         "the options that change its numbers. {next-mechanism} and {previous-mechanism} go "
         "through the list; “the model's own” is what it was trained with."));
  html += paragraph(
      tr("What a model lacks, such as the second keys of triple-wise attention, is borrowed from "
         "another layer or head, and the window says so. Such a <b>lens</b> is not the model's own "
         "behaviour."));
  html += heading(tr("Numbers"));
  html += paragraph(tr(
      "A click on a token, an edge or a triangle selects it everywhere. The <b>Inspector</b> "
      "then gives its numbers, and the formula with the actual values filled in; the <b>Table</b> "
      "lists every edge and triangle of the picture. {copy-numbers} puts the whole "
      "report on the clipboard."));
  html += paragraph(
      tr("Every change of an option can be taken back: {undo}, {redo}, {reset-options}. {cancel} "
         "stops what is being computed. {palette} finds every command by its name, {cheat-sheet} "
         "shows the keys, {preferences} sets theme, text size and how much moves."));
  return {QStringLiteral("asking"), tr("Texts, heads and mechanisms"), html};
}

}  // namespace baryscope
