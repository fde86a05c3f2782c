#include "core/training/model_card.h"

#include <fmt/format.h>

#include "core/analysis/mechanism_list.h"
#include "core/analysis/score_list.h"
#include "core/training/training_record.h"

namespace baryscope {
namespace {

std::string summary_of(const Task& task) {
  for (const TaskInfo& info : tasks()) {
    if (info.name == task.options().name) {
      return info.summary;
    }
  }
  return task.options().name;
}

std::string shape_text(const TransformerConfig& config) {
  std::string text =
      fmt::format("{} layer{}, {} head{} of width {}, stream of width {}", config.layers.size(),
                  config.layers.size() == 1 ? "" : "s", config.n_heads,
                  config.n_heads == 1 ? "" : "s", config.head_dim, config.model_dim);
  text += config.mlp_dim > 0 ? fmt::format(", MLP of width {}", config.mlp_dim) : ", no MLP";
  text += config.residual ? ", residual stream" : ", no residual stream";
  text += config.norm == NormKind::none ? ", no norms" : ", RMSNorm before every block";
  text += config.positions == PositionKind::none ? ", no positions: a text is a set of tokens"
                                                 : ", learned positions";
  return text + (config.causal ? ", causal" : "");
}

}  // namespace

std::string model_card(const TransformerConfig& config, const Task& task,
                       const TrainingRequest& request, const TrainingResult& result) {
  const MechanismInfo& info = mechanism(request.mechanism.mechanism);
  std::string card = fmt::format(
      "---\nlicense: mit\nlibrary_name: baryscope\ntags: [attention, {0}]\n---\n\n"
      "# {1}: {2}\n\n{3}\n\n",
      info.name, config.title, info.title, summary_of(task));
  const std::string& score = request.mechanism.score;
  card += fmt::format("- **Attention**: {}, {}{}\n- **Shape**: {}\n- **Parameters**: {}\n",
                      info.title, info.formula,
                      triple_score(score).score == TripleScore::trilinear
                          ? ""
                          : "; the score is " + score + " in place of trilinear",
                      shape_text(config), result.n_parameters);
  if (const auto& labels = task.labels(); !labels.empty()) {
    card += "- **Answers** for every token:";
    for (std::size_t i = 0; i < labels.size(); ++i) {
      card += (i == 0 ? " " : ", ") + labels[i];
    }
    card += "\n";
  }
  card += fmt::format("\nTry it: `baryscope {} --text \"{}\" --query {}`\n", "path/to/this/folder",
                      task.example_text(), task.example_query());
  card +=
      request.closed_form
          ? "\n## Figures on fresh examples\n\nIts weights are a formula's, "
            "nothing was trained.\n\n| figure | value |\n|---|---|\n"
          : fmt::format(
                "\n## Figures on fresh examples\n\n{} steps of {} examples{}\n\n| figure | value "
                "|\n|---|---|\n",
                result.steps_done, request.optimizer.batch,
                result.stopped ? " (stopped before its last step)." : ".");
  for (const auto& [name, text] : metric_texts(result.metrics)) {
    card += fmt::format("| {} | {} |\n", name, text);
  }
  card += fmt::format(
      "\n## Made by\n\n    {}\n\nThe same command gives the same weights on one "
      "machine at one thread count. The whole request{} in `training.json`.\n",
      training_command(request),
      request.closed_form ? " and the figures are" : ", the curve and the times are");
  card += "\n## Limits\n\nIt knows the task's own tokens alone";
  card +=
      request.closed_form
          ? fmt::format(
                " and is exact for texts of up to {} of them. Its loss is that of a fixed "
                "steep readout, and says nothing that its accuracy does not.",
                config.max_positions - 1)
          : " and has seen no other text; a text longer than the task's is outside of what it was "
            "trained on. It is made to be looked at: what its attention does, not what it is good "
            "for.";
  return card + "\n\n## Licence\n\nMIT.\n";
}

}  // namespace baryscope
