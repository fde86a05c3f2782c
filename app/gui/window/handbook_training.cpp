#include "app/gui/widgets/dispatcher.h"
#include "app/gui/widgets/formula.h"
#include "app/gui/widgets/tr.h"
#include "app/gui/window/handbook_chapters.h"
#include "app/gui/window/handbook_words.h"
#include "core/tasks/task.h"

namespace baryscope {
namespace {

QString tasks_table() {
  std::vector<QStringList> rows;
  for (const TaskInfo& info : tasks()) {
    QStringList options;
    for (const std::string& id : info.options) options << QStringLiteral("{--%1}").arg(to_qt(id));
    rows.push_back({to_qt(info.name), to_rich(to_qt(info.summary)),
                    with_names(options.join(QStringLiteral(", ")))});
  }
  return table(rows);
}

}  // namespace

HandbookChapter training_chapter() {
  QString html = heading(tr("Tasks"));
  html += paragraph(
      tr("Baryscope trains small models on tasks whose true answer is known, each made to tell "
         "mechanisms apart. Every step sees fresh examples; nothing is learned by heart."));
  html += tasks_table();
  html += paragraph(
      tr("Choose a task and a mechanism in the <b>Training</b> panel ({show-training}) and press "
         "Start ({start-training}). Options that stay on “auto” are the task's recipe: sizes, "
         "{--steps}, {--batch} and {--learning-rate} that are known to work. The step size rises "
         "over the share {--warm-up} of the steps, then a cosine leads it back to 0."));
  html += heading(tr("Watching"));
  html += paragraph(
      tr("The curves show the loss of the last batch and the accuracy on fresh examples, measured "
         "each time that as many steps as {--evaluate-every} says are done. With “Show the weights "
         "as they form” the picture follows the training on the task's example. Everything else "
         "goes on working meanwhile: other heads, other texts, figures."));
  html += paragraph(
      tr("{pause-training} lets it wait after the step that runs. {stop-training} ends it: the "
         "model is kept as it is then. “Open the model” shows it on the text that shows the task "
         "best, and from then on it is in the model list."));
  html += heading(tr("Checkpoints, and going on"));
  html += paragraph(
      tr("Each time that as many steps as {--checkpoint-every} says are done, and when it is "
         "stopped, all that is needed to go on is written into the model's folder: weights, the "
         "optimiser's state, the random generator. A training that goes on from there is the same "
         "to the bit as one that never stopped."));
  html += paragraph(
      tr("Trainings that ended early are in the panel's list as “go on with …”: choose one and "
         "press Go on. If the numbers blow up, the training ends and the last good checkpoint is "
         "kept."));
  html += paragraph(
      tr("Closing the window while a training runs asks first: stop and keep the model, or train "
         "to the end without the window and close then."));
  html += heading(tr("After a crash"));
  html += paragraph(
      tr("If the program ends without closing, the next start offers what was open: Restore brings "
         "it back, Dismiss forgets it. A training goes on from its last checkpoint."));
  html += heading(tr("What a folder holds"));
  html += table(
      {{QStringLiteral("config.json"), tr("sizes, and the mechanism of every layer")},
       {QStringLiteral("model.safetensors"), tr("the weights")},
       {QStringLiteral("tokenizer.json"), tr("the words of the task")},
       {QStringLiteral("README.md"), tr("the model card: how it was trained, how good it is")},
       {QStringLiteral("training.json"), tr("options, curves and figures of the training")},
       {QStringLiteral("checkpoint.safetensors"), tr("what going on needs")}});
  html += paragraph(
      tr("{open} opens the folder like any other model. The chapter “Command line and scripts” "
         "says how to train without a window."));
  return {QStringLiteral("training"), tr("Training"), html};
}

}  // namespace baryscope
