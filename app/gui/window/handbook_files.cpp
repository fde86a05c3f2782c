#include "app/gui/widgets/dispatcher.h"
#include "app/gui/widgets/tr.h"
#include "app/gui/window/handbook_chapters.h"
#include "app/gui/window/handbook_words.h"
#include "viz/export/exporter_list.h"

namespace baryscope {
namespace {

QString formats_table() {
  std::vector<QStringList> rows;
  for (const Exporter& row : exporters()) {
    rows.push_back({to_qt(row.ending), to_qt(row.holds).toHtmlEscaped()});
  }
  return table(rows);
}

QString figures_part() {
  QString html = heading(tr("Figures"));
  html += paragraph(tr("{save-figure} writes what is shown; the ending of the name says what: "));
  html += formats_table();
  html += paragraph(
      tr("SVG and PDF figures are vectors with the colours, widths and places of the screen: sharp "
         "at every size, small, and their texts can be edited, searched and copied. In an SVG "
         "editor each thing is named (“bakery → library 0.09”); {--stroke-style} plain draws each "
         "edge as one stroke. {--embed-session} off leaves the session out."));
  html += paragraph(
      tr("{copy-figure} puts the same picture on the clipboard. A file is written whole or not at "
         "all: a figure that is cancelled leaves the old one as it was."));
  html += heading(tr("The right size"));
  html += paragraph(
      tr("The section “Figure” of the <b>Drawing</b> panel has {--size}, the figure's layout in "
         "pixels, and {--scale}, which multiplies it with fonts and lines. {--font-size}, under "
         "“Style”, is in points: 1 pt is 96/72 pixels before the scale. For print, pixels follow "
         "from millimetres and dots per inch:"));
  html += formula_line(QString::fromUtf8("pixels = mm / 25.4 · dpi"));
  html += table({{tr("one column, 85 mm at 300 dpi"), tr("1004 pixels wide"),
                  with_names(QStringLiteral("{--size} 502x314, {--scale} 2"))},
                 {tr("two columns, 170 mm at 300 dpi"), tr("2008 pixels wide"),
                  with_names(QStringLiteral("{--size} 1004x628, {--scale} 2"))},
                 {tr("a slide, 1920 × 1080"), tr("1920 pixels wide"),
                  with_names(QStringLiteral("{--size} 960x540, {--scale} 2"))}});
  html += paragraph(
      tr("Under “Style”, the {--theme} “print” is plain white with darker lines; {--background} "
         "takes a colour or “transparent”. {--palette} colours magnitudes; signs always run from "
         "red over grey to blue, and negative weights are dashed too. The ticks under “Shown” are "
         "the parts of the picture: without the one at “Title” ({toggle-title}) title, finding and "
         "notes are left to your caption."));
  return html;
}

QString films_part() {
  QString html = heading(tr("Films"));
  html += paragraph(tr(
      "{make-film} shows what can move in the picture, plays it small, and writes it: the pulses "
      "along the weights, the eye on its way around, one option from value to value, the "
      "session's key frames, a training. What cannot move here is grey, and its tooltip says "
      "why. A sweep computes every frame at its own value, so that each has the numbers of a "
      "still picture; {--trail} leaves the way of the output behind."));
  html += paragraph(tr(
      "A film has {--duration} times {--fps} frames. With {--loop} its last frame goes on to its "
      "first; a sweep goes there and back then. {--easing} says how a sweep starts and ends, "
      "{--quality} how much the encoder keeps. The choices on top of “File” set size, rate and "
      "quality at once: for a talk, a square, a paper's supplement, or a GIF that stays below "
      "4 MB, which is made again, smaller, where it came out larger."));
  html += paragraph(tr(
      "The film is of what was shown when it began: the window goes on meanwhile, and what "
      "changes in it changes no frame. Cancel leaves nothing behind. MP4, WebM, GIF and APNG are "
      "encoded by the program <code>ffmpeg</code>; without it a film can be written as PNG "
      "pictures, one a frame. The About page names the encoders that are there."));
  return html;
}

QString files_part() {
  QString html = heading(tr("Sessions"));
  html += paragraph(
      tr("{save-session} keeps every option that differs from its default, the camera, and hashes "
         "of the files that were read; {open-session} shows it again. A figure carries its "
         "session: open it, or drop it on the window, and the picture it was made from comes back. "
         "If a file is another one by now, the window asks before it opens with what is there. "
         "{copy-session} puts a session on the clipboard."));
  html += heading(tr("Reports and tables"));
  html += paragraph(
      tr("A <code>.json</code> report holds the tokens and, for every query that was asked for, "
         "entropy, weights, output and the certified distance to the hull; of samples the counts, "
         "the complex and the scores. In the window the query is the one that is shown; the "
         "command line can ask for all. What a mechanism does not define is null, never 0. A "
         "<code>.csv</code> holds the edges and triangles that are drawn, or the resampled data."));
  html += heading(tr("Captures"));
  html += paragraph(
      tr("A capture is one <code>.safetensors</code> file with the queries, keys and values of "
         "every layer and head on one text. Write one from an open model, or from any Hugging Face "
         "model with <code>resources/python/capture_model.py</code>; {open} reads it like a model "
         "whose text cannot change."));
  html += heading(tr("What opens"));
  html += paragraph(
      tr("{open}, a name on the command line, or a drop on the window: a model folder "
         "(<code>config.json</code>, <code>model.safetensors</code>, "
         "<code>tokenizer.json</code>), a GGUF file (<code>.gguf</code>), a capture, a text "
         "(<code>.txt</code>), a data set "
         "(<code>.csv</code>, <code>.npy</code>), a session (<code>.bary.json</code>), or a figure "
         "with its session (<code>.png</code>, <code>.svg</code>, <code>.pdf</code>)."));
  html += paragraph(
      tr("{open-model} lists the models that lie on this machine: your own, and what Ollama, "
         "llama.cpp, LM Studio and the Hugging Face cache hold, with family, size and the type of "
         "their numbers. What cannot be opened is grey and says why. The same models are in the "
         "chooser of the model; on the command line they are called, for example, "
         "<code>org/name</code> or <code>ollama/name</code>."));
  return html;
}

}  // namespace

HandbookChapter files_chapter() {
  return {QStringLiteral("files"), tr("Figures and files"),
          figures_part() + films_part() + files_part()};
}

HandbookChapter command_line_chapter() {
  QString html = paragraph(
      tr("What the window can do, a command line can: inputs, options, and {--output} for files. "
         "Without {--output} a window opens. Sessions call the options by the same names; the "
         "chapter “All options” has each beside its label in the panels. Their environment "
         "variables are <code>BARYSCOPE_OPTION</code>."),
      OptionNames::flags);
  html += typed_lines(
      {QStringLiteral("baryscope --text \"The cat sat on the mat\" --query cat"),
       QStringLiteral("baryscope --mechanism differential --lambda 0.8 --output figure.png"),
       QStringLiteral("baryscope figure.png --theme print --output printed.png"),
       QStringLiteral("baryscope minilm --compare-mechanism cog --output both.png"),
       QStringLiteral("baryscope data.csv --sampler simplicial-smote --output resampled.csv"),
       QStringLiteral("baryscope --output - --query all      # the report on standard output"),
       QStringLiteral("baryscope --animate turntable --duration 8 --output turn.mp4"),
       QStringLiteral("baryscope --mechanism differential --animate sweep --sweep lambda=0:1.2 "
                      "--output sweep.gif"),
       QStringLiteral("baryscope --list mechanisms"), QStringLiteral("baryscope --help")});
  html += paragraph(
      tr("In a report {--query} all gives every query, {--dense} on every weight of a short text. "
         "{--size} and {--scale} make a figure as large as the chapter “Figures and files” says, "
         "{--title} off leaves its title away, {--show} and {--hide} name the parts of the "
         "picture. {--train} trains a model, {--resume} on goes on with one that was stopped:"),
      OptionNames::flags);
  html += typed_lines({QStringLiteral("baryscope --train street --mechanism two-simplicial "
                                      "--output street/"),
                       QStringLiteral("baryscope --train street --resume on --output street/"),
                       QStringLiteral("baryscope street/")});
  html += paragraph(
      tr("{--script} runs commands from a file, one a line, in a window or without one; "
         "<code>baryscope --list commands</code> names them. {set} gives an option a value, "
         "{output} writes a file, {wait} waits until nothing is being computed."),
      OptionNames::flags);
  html += typed_lines({QStringLiteral("set layer 3"), QStringLiteral("select-token 7"),
                       QStringLiteral("output layer-3.png")});
  html += paragraph(
      tr("{--config} reads option values from a JSON file. A later source wins: the system's and "
         "the user's own configuration, environment variables, this file, the command line, the "
         "window. The exit status is 0 when all is done, 1 after a failure, 2 for a wrong option, "
         "130 when interrupted."),
      OptionNames::flags);
  return {QStringLiteral("command-line"), tr("Command line and scripts"), html};
}

}  // namespace baryscope
