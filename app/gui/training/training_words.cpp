#include "app/gui/training/training_words.h"

#include <QStringList>
#include <cmath>
#include <functional>
#include <map>

#include "app/gui/training/training_curves.h"
#include "app/gui/widgets/dispatcher.h"
#include "app/gui/widgets/tr.h"
#include "core/base/number_text.h"
#include "core/tasks/task.h"

namespace baryscope {
namespace {

QString number(double value) { return QString::fromStdString(to_text(value)); }

QString on_off(bool value) { return value ? tr("on") : tr("off"); }

using Value = std::function<QString(const TrainingRequest&)>;

const std::map<std::string, Value>& values_by_id() {
  using R = const TrainingRequest&;
  static const std::map<std::string, Value> values{
      {"steps", [](R r) { return step_text(r.optimizer.steps); }},
      {"batch", [](R r) { return step_text(r.optimizer.batch); }},
      {"learning-rate", [](R r) { return number(r.optimizer.learning_rate); }},
      {"warm-up", [](R r) { return number(r.optimizer.warm_up); }},
      {"weight-decay", [](R r) { return number(r.optimizer.weight_decay); }},
      {"clip", [](R r) { return number(r.optimizer.clip); }},
      {"n-layers", [](R r) { return step_text(r.shape.n_layers); }},
      {"n-heads", [](R r) { return step_text(r.shape.n_heads); }},
      {"model-dim", [](R r) { return step_text(r.shape.model_dim); }},
      {"head-dim", [](R r) { return step_text(r.shape.head_dim); }},
      {"mlp-dim",
       [](R r) { return r.shape.mlp_dim == 0 ? tr("none") : step_text(r.shape.mlp_dim); }},
      {"residual", [](R r) { return on_off(r.shape.residual); }},
      {"norms", [](R r) { return on_off(r.shape.norms); }},
      {"positions", [](R r) { return on_off(r.shape.positions); }},
      {"every", [](R r) { return step_text(r.shape.every); }},
      {"softmax-ends", [](R r) { return on_off(r.shape.softmax_ends); }},
      {"places", [](R r) { return step_text(r.task.places); }},
      {"plots", [](R r) { return step_text(r.task.plots); }},
      {"modulus", [](R r) { return step_text(r.task.modulus); }},
      {"numbers", [](R r) { return step_text(r.task.numbers); }},
      {"hops", [](R r) { return step_text(r.task.hops); }},
      {"nodes", [](R r) { return step_text(r.task.nodes); }},
      {"keys", [](R r) { return step_text(r.task.keys); }},
      {"key-noise", [](R r) { return number(r.task.key_noise); }},
      {"blank", [](R r) { return on_off(r.task.blank); }},
  };
  return values;
}

}  // namespace

QString training_value(const TrainingRequest& request, const std::string& id) {
  const auto found = values_by_id().find(id);
  return found == values_by_id().end() ? QString() : found->second(request);
}

QString task_words(const TrainingRequest& request) {
  QStringList words;
  for (const TaskInfo& info : tasks()) {
    if (info.name != request.task.name) continue;
    for (const std::string& id : info.options) {
      if (id == "blank") {
        if (request.task.blank) words << tr("a blank token in front");
        continue;
      }
      words << QStringLiteral("%1 %2").arg(to_qt(id).replace(QLatin1Char('-'), QLatin1Char(' ')),
                                           training_value(request, id));
    }
  }
  return words.join(QStringLiteral(" · "));
}

QString shape_words(const ModelShape& shape) {
  QStringList words;
  words << (shape.n_layers == 1 ? tr("1 layer") : tr("%1 layers").arg(shape.n_layers));
  words << (shape.n_heads == 1 ? tr("1 head of %1").arg(shape.head_dim)
                               : tr("%1 heads of %2").arg(shape.n_heads).arg(shape.head_dim));
  words << tr("%1 wide").arg(shape.model_dim);
  if (shape.mlp_dim > 0) words << tr("MLP of %1").arg(shape.mlp_dim);
  if (shape.residual) words << tr("residual");
  if (shape.norms) words << tr("norms");
  if (shape.positions) words << tr("positions");
  if (shape.every > 1) words << tr("in every %1th layer").arg(shape.every);
  if (shape.softmax_ends) words << tr("softmax ends");
  return words.join(QStringLiteral(" · "));
}

QString optimizer_words(const OptimizerOptions& optimizer) {
  return tr("%1 steps of %2 examples · rate %3")
      .arg(step_text(optimizer.steps), step_text(optimizer.batch), number(optimizer.learning_rate));
}

QString duration_words(double seconds) {
  if (!std::isfinite(seconds) || seconds < 0) return QStringLiteral("–");
  const auto whole = static_cast<long long>(std::llround(seconds));
  if (whole < 1) return tr("under 1 s");
  if (whole < 60) return tr("%1 s").arg(whole);
  if (whole < 3600) return tr("%1 min %2 s").arg(whole / 60).arg(whole % 60);
  if (whole < 100LL * 3600) return tr("%1 h %2 min").arg(whole / 3600).arg(whole % 3600 / 60);
  return tr("%1 days").arg(whole / 86400);
}

}  // namespace baryscope
