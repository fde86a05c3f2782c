/// How synthetic points lie among the other classes.
#pragma once

#include "core/base/progress.h"
#include "core/sampling/data/data_set.h"
#include "core/sampling/samplers/sampler.h"
#include "core/sampling/studies/study.h"

namespace baryscope {

/// Distances in the units of the points, or of standardised columns (fitted on the originals) where
/// `standardize`.
SamplingDiagnostics make_diagnostics(const DataSet& data, const Resampled& resampled,
                                     bool standardize, const Watch& watch);

}  // namespace baryscope
