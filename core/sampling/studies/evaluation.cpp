#include "core/sampling/studies/evaluation.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <tuple>
#include <utility>

#include "core/base/error.h"
#include "core/base/notes.h"
#include "core/base/random.h"
#include "core/sampling/studies/classifier.h"
#include "core/sampling/studies/folds.h"
#include "core/sampling/studies/scores.h"

namespace baryscope {
namespace {

constexpr std::size_t k_most_points = 50'000;

/// Notes of many folds, each text once with the folds that it is of.
class FoldNotes {
 public:
  void add(const std::string& sampler, const std::string& text, int fold) {
    const std::string whole = sampler + ": " + text;
    auto place = std::ranges::find(m_notes, whole, &Note::text);
    if (place == m_notes.end()) {
      m_notes.push_back({whole, {}});
      place = m_notes.end() - 1;
    }
    if (place->folds.empty() || place->folds.back() != fold) {
      place->folds.push_back(fold);
    }
  }

  void write(std::vector<std::string>& notes, int n_folds) const {
    for (const Note& note : m_notes) {
      if (static_cast<int>(note.folds.size()) == n_folds) {
        notes.push_back(note.text + " (every training fold)");
      } else {
        notes.push_back(
            fmt::format("{} (training fold {})", note.text, fmt::join(note.folds, ", ")));
      }
    }
  }

 private:
  struct Note {
    std::string text;
    std::vector<int> folds;  ///< counted from 1, ascending
  };
  std::vector<Note> m_notes;
};

/// The samplers to compare, each with its options.
std::vector<SamplerOptions> compared_samplers(const SamplerOptions& asked) {
  std::vector<SamplerOptions> all(2, asked);
  all[0].sampler = "none";
  all[1].sampler = baseline_sampler().name;
  all[1].boundary_bias = "none";
  if (asked.sampler == all[1].sampler) {
    all[1] = asked;
  } else if (asked.sampler != "none") {
    all.push_back(asked);
  }
  return all;
}

/// Classes that the classifier gives the test points after sampling the training points.
std::vector<int> predict(const Split& split, const SamplerOptions& options,
                         const std::string& classifier, int fold, FoldNotes& notes,
                         const Watch& watch) {
  Matrix points = split.training.points;
  std::vector<int> labels = split.training.labels;
  try {
    const Resampled resampled = resample(split.training, options, watch);
    const SyntheticSet& synthetic = resampled.synthetic;
    points.data.insert(points.data.end(), synthetic.points.data.begin(),
                       synthetic.points.data.end());
    points.n_rows += synthetic.size();
    labels.insert(labels.end(), synthetic.labels.begin(), synthetic.labels.end());
    for (const std::string& note : resampled.notes) {
      notes.add(options.sampler, note, fold + 1);
    }
  } catch (const SamplerError& error) {
    notes.add(options.sampler, std::string(error.what()) + "; scored without new points", fold + 1);
  }
  return make_classifier(classifier, points, labels, split.training.n_classes(), nullptr, watch)
      ->predict(split.test_points, watch);
}

/// Mean, and standard deviation of the sample (divided by n − 1).
std::pair<double, double> mean_and_deviation(const std::vector<double>& values) {
  const auto n = static_cast<double>(values.size());
  double sum = 0;
  for (const double value : values) {
    sum += value;
  }
  const double mean = sum / n;
  double squares = 0;
  for (const double value : values) {
    squares += (value - mean) * (value - mean);
  }
  return {mean, std::sqrt(squares / (n - 1))};
}

void check_classes(const DataSet& data) {
  const std::vector<std::size_t> counts = data.class_counts();
  const auto n_with_points = std::ranges::count_if(counts, [](std::size_t n) { return n > 0; });
  if (n_with_points < 2) {
    throw SamplerError(fmt::format(
        "{} has points of one class only: a cross-validation needs two classes", data.name));
  }
  for (std::size_t c = 0; c < counts.size(); ++c) {
    if (counts[c] == 1) {
      throw SamplerError(fmt::format(
          "class {} of {} has a single point: it cannot stand in a training fold and in a test "
          "fold. Leave that class out, or add points to it",
          data.class_words(static_cast<int>(c)), data.name));
    }
  }
}

std::size_t fewest_points(const DataSet& data) {
  std::size_t fewest = static_cast<std::size_t>(data.n_points());
  for (const std::size_t n : data.class_counts()) {
    fewest = n > 0 ? std::min(fewest, n) : fewest;
  }
  return fewest;
}

}  // namespace

SamplingEvaluation evaluate(const DataSet& data, const SamplingRequest& request,
                            const Watch& watch) {
  BARYSCOPE_CHECK(request.n_folds >= 2);
  check_classes(data);
  SamplingEvaluation evaluation;
  evaluation.request = request;
  evaluation.classifier = request.classifier == "none" ? "knn" : request.classifier;
  evaluation.n_folds = request.n_folds;
  const std::size_t fewest = fewest_points(data);
  if (fewest < static_cast<std::size_t>(request.n_folds)) {
    evaluation.n_folds = static_cast<int>(fewest);
    evaluation.notes.push_back(fmt::format("the smallest class has {} points: {} folds, not {}",
                                           fewest, fewest, request.n_folds));
  }

  Random random(request.sampler.seed);
  const std::vector<int> rows =
      stratified_rows(data.labels, data.n_classes(), k_most_points,
                      static_cast<std::size_t>(evaluation.n_folds), random);
  evaluation.n_points = rows.size();
  const bool all = rows.size() == static_cast<std::size_t>(data.n_points());
  const DataSet part = all ? DataSet() : subset(data, rows);
  const DataSet& used = all ? data : part;
  if (!all) {
    evaluation.notes.push_back(fmt::format(
        "scored on {} of {} points, drawn with the classes' shares", rows.size(), data.n_points()));
  }
  const std::vector<int> folds =
      stratified_folds(used.labels, used.n_classes(), evaluation.n_folds, random);

  const std::vector<SamplerOptions> compared = compared_samplers(request.sampler);
  for (const SamplerOptions& options : compared) {
    evaluation.rows.push_back({options.sampler, {}, {}});
  }
  const int scored_class = used.n_classes() == 2 ? 1 - used.majority() : -1;
  FoldNotes notes;
  const auto n_steps = static_cast<double>(compared.size()) * evaluation.n_folds;
  double done = 0;
  for (int fold = 0; fold < evaluation.n_folds; ++fold) {
    const Split split = make_split(used, folds, fold, request.sampler.standardize);
    for (std::size_t s = 0; s < compared.size(); ++s) {
      watch.report(done++ / n_steps, "cross-validation");
      const std::vector<int> predicted =
          predict(split, compared[s], evaluation.classifier, fold, notes, watch);
      EvaluationRow& row = evaluation.rows[s];
      row.f1.push_back(scored_class >= 0 ? f1_of_class(split.test_labels, predicted, scored_class)
                                         : macro_f1(split.test_labels, predicted));
      row.mcc.push_back(matthews_correlation(split.test_labels, predicted));
    }
  }
  for (EvaluationRow& row : evaluation.rows) {
    std::tie(row.mean_f1, row.deviation_f1) = mean_and_deviation(row.f1);
    std::tie(row.mean_mcc, row.deviation_mcc) = mean_and_deviation(row.mcc);
  }
  notes.write(evaluation.notes, evaluation.n_folds);
  evaluation.notes = a_handful(std::move(evaluation.notes));
  return evaluation;
}

}  // namespace baryscope
