// write_match3 FOLDER: the shipped closed-form model of match3, with its card. Nothing is trained.
#include <fmt/format.h>

#include <cstdio>
#include <exception>
#include <filesystem>

#include "core/base/atomic_file.h"
#include "core/model/match3_model.h"
#include "core/training/evaluation.h"
#include "core/training/model_folder.h"
#include "core/training/training_record.h"

namespace baryscope {
namespace {

std::string closed_form_card(const Task& task, const TrainingResult& result) {
  std::string card = fmt::format(
      "---\nlicense: mit\nlibrary_name: baryscope\ntags: [attention, two-simplicial]\n---\n\n"
      "# match3: 2-simplicial attention, in closed form\n\nNumbers modulo {}: is there a pair that "
      "adds up with a number to 0? One head of two determinants whose weights are written down, "
      "not learned (`core/model/match3_model.h`; task: Sanford, Hsu & Telgarsky 2023). It is exact "
      "for texts of up to 64 numbers, and the triangles of a number are exactly its solutions, "
      "those with one number taken twice included.\n\n- **Parameters**: {}\n\nTry it: `baryscope "
      "match3 --text \"{}\" --query {}`\n\n## Figures on fresh examples\n\n{} texts of {} "
      "numbers.\n\n| figure | value |\n|---|---|\n",
      task.options().modulus, result.n_parameters, task.example_text(), task.example_query(), 4000,
      task.options().numbers);
  for (const auto& [name, text] : metric_texts(result.metrics)) {
    card += fmt::format("| {} | {} |\n", name, text);
  }
  return card +
         "\n## Made by\n\n    write_match3 match3/\n\na program of the source tree "
         "(`tests/resources/write_match3.cpp`), in a second; no training.\n\n## Limits\n\nIt "
         "knows the numbers below its modulus alone. Its loss is that of a fixed steep readout.\n\n"
         "## Licence\n\nMIT.\n";
}

void write_match3(const std::filesystem::path& folder) {
  TrainingRequest request;
  request.task.name = "match3";
  request.task.modulus = 17;
  request.task.numbers = 6;
  request.task.blank = true;
  request.mechanism.mechanism = "two-simplicial";
  request.mechanism.score = "determinant";
  request.optimizer.steps = 0;
  request.output = folder;
  const auto task = make_task(request.task);
  const Transformer model = make_match3_model(request.task);
  request.shape.model_dim = model.config().model_dim;
  request.shape.head_dim = model.config().head_dim;
  TrainingResult result;
  result.metrics =
      evaluate(model, *task, request.mechanism.mechanism, Random(1), EvaluationSize(), {});
  for (const auto& [name, values] : model.parameters()) {
    result.n_parameters += values.numel();
  }
  std::filesystem::create_directories(folder);
  write_model_folder(folder, model, *task, request, result);
  write_file(folder / "README.md", closed_form_card(*task, result));
}

}  // namespace
}  // namespace baryscope

int main(int n_arguments, char** arguments) {
  try {
    if (n_arguments != 2) {
      std::fputs("usage: write_match3 FOLDER\n", stderr);
      return 2;
    }
    baryscope::write_match3(arguments[1]);
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "write_match3: %s\n", error.what());
    return 1;
  }
}
