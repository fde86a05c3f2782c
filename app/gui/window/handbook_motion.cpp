#include <QObject>
#include <vector>

#include "app/gui/motion/film_presets.h"
#include "app/gui/widgets/dispatcher.h"
#include "app/gui/widgets/tr.h"
#include "app/gui/window/handbook_chapters.h"
#include "app/gui/window/handbook_words.h"
#include "viz/export/exporter_list.h"

namespace baryscope {
namespace {

QString playing_part() {
  QString html = paragraph(
      tr("Nothing moves until it is asked to. {play-pause} plays what the <b>Timeline</b> dock "
         "({show-timeline}) names, and where it names nothing what suits the picture: key frames "
         "where there are some, pulses in a view that is a page, else a turn of the picture. Once "
         "more halts it, and what is shown then stays; {undo} takes all of a play back at once, "
         "{camera-back} the camera's way. {play-stop} goes back to the first frame. Of samples "
         "Space plays the sampler's steps."));
  html += table(std::vector<QStringList>{
      QStringList{command_text("Turntable"),
                  with_names(tr("The picture turns once about its upright axis in as many seconds "
                                "as {--duration} says. "
                                "Taken into the hand meanwhile, it goes on turning from there."))},
      QStringList{
          command_text("Flow"),
          with_names(tr(
              "Pulses carry value along the weights to the query, all at one speed and equally far "
              "apart; how bright they are says how large the weight is."))},
      QStringList{
          command_text("Sweep"),
          with_names(tr(
              "One option runs through its values; {--sweep} says which: <b>lambda=0:1.2</b> for a "
              "range, <b>mechanism=pairwise,cog</b> for words. {--easing} says how it starts and "
              "ends. Every value is computed: a slow machine plays slowly and leaves none out."))},
      QStringList{command_text("Key Frames"),
                  tr("What the key frames of the timeline say; see below.")},
      QStringList{command_text("Training"),
                  tr("The checkpoints that a training kept, one after the other.")},
  });
  html += paragraph(
      tr("{play-loop} begins again at the end; a sweep then goes there and back. "
         "{next-frame} and {previous-frame} go by single frames, of which {--fps} make a second. "
         "In the timeline itself ← and → do, with Shift by ten, Home and End go to the ends, and "
         "the mouse drags the playhead. The speed beside the buttons is the window's alone: a "
         "film keeps its pace."));
  return html;
}

QString keys_part() {
  QString html = heading(tr("Key frames"));
  html += paragraph(
      tr("A key frame says what is shown at a time: the camera, and the options that are other "
         "than at the key made before. {add-key-frame} makes one of what is shown at the playhead. "
         "So: choose a moment in the ruler, make the picture as you want it, add a key, and again. "
         "Between two keys the camera flies on a smooth way and numbers glide; words change where "
         "the next key stands. {next-key} and {previous-key} go from key to key."));
  html += paragraph(
      tr("A diamond can be dragged. By keyboard ↓ chooses a key, ↓ and ↑ the next one and the one "
         "before, ← and → move it by a frame, with Shift by ten, Delete removes it and Esc lets "
         "go of it. Enter, a double click or {edit-key-caption} writes its caption, which is shown "
         "from there on; the name of an option or of a number, in curly brackets, is filled in "
         "with what is shown. {remove-key-frame} removes the key that is chosen, or the one at "
         "the playhead. A click with the right button has all of it. {undo} takes each of these "
         "back. Key frames are saved with the session, and in the figures that carry it."));
  html += heading(tr("Record a demonstration"));
  html += paragraph(
      tr("{record-key-frames} runs the playhead in real time and keeps what you do: every change "
         "of an option or of the camera, once it has come to rest, leaves a key where it began and "
         "one where it ended, so the film waits where you waited. Once more, or Space, ends it, "
         "and one {undo} takes the whole recording back."));
  return html;
}

QString preset_table() {
  std::vector<QStringList> rows;
  for (const FilmPreset& preset : film_presets()) {
    rows.push_back({QObject::tr(preset.name), QObject::tr(preset.tip)});
  }
  return table(rows);
}

QString format_table() {
  std::vector<QStringList> rows;
  for (const Exporter& row : exporters()) {
    if (row.kind == ExportKind::film) rows.push_back({to_qt(row.ending), to_qt(row.holds)});
  }
  return table(rows);
}

QString film_writing_part() {
  QString html = heading(tr("Films"));
  html += paragraph(
      tr("{make-film} writes what moves as a film. Its dialog shows the film as it will be: the "
         "picture beside the choices plays it frame by frame at the film's own shape, and its "
         "last frame can be looked at before anything is written. Below it stand the number of "
         "frames, the size of the picture, and how long the writing will take."));
  html += paragraph(tr("Choose what it is for, and size, rate and quality follow:"));
  html += preset_table();
  html += paragraph(
      tr("Or choose them yourself: {--size} times {--scale} is the picture in pixels, {--fps} the "
         "frames of a second, {--duration} its seconds, {--quality} how much of a frame's detail "
         "is kept against the length of the file. A film has as many frames as its seconds times "
         "its rate. The ending of the file's name says how it is written:"));
  html += format_table();
  html += paragraph(
      tr("All but single pictures are written by the program ffmpeg; where it is missing, or "
         "lacks a coder, the message says so. The window goes on while a film is written; Cancel "
         "in the status bar ends it and leaves no file."));
  return html;
}

}  // namespace

HandbookChapter motion_chapter() {
  return {QStringLiteral("motion"), tr("Motion and films"),
          playing_part() + keys_part() + film_writing_part()};
}

}  // namespace baryscope
