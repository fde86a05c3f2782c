/// Does it help? F1 and MCC of a classifier by seeded, stratified cross-validation.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/base/progress.h"
#include "core/sampling/data/data_set.h"
#include "core/sampling/studies/study.h"

namespace baryscope {

/// One way of sampling the training folds; the test folds are never sampled.
struct EvaluationRow {
  std::string sampler;      ///< "none", "smote", "simplicial-smote"
  std::vector<double> f1;   ///< [n_folds] macro F1 (binary: of the minority class)
  std::vector<double> mcc;  ///< [n_folds] Matthews correlation coefficient, multi-class
  double mean_f1 = 0, mean_mcc = 0, deviation_f1 = 0, deviation_mcc = 0;
};

struct SamplingEvaluation {
  SamplingRequest request;
  std::string classifier;
  int n_folds = 0;                  ///< fewer than asked where the smallest class has fewer points
  std::size_t n_points = 0;         ///< fewer than the data set's where it is larger than 50,000
  std::vector<EvaluationRow> rows;  ///< none, smote, and the request's sampler where it is neither
  std::vector<std::string> notes;
};

/// Folds are drawn with the request's seed. Scalers and samplers see the training folds only.
/// Throws SamplerError where a class has a single point.
SamplingEvaluation evaluate(const DataSet& data, const SamplingRequest& request,
                            const Watch& watch);

}  // namespace baryscope
