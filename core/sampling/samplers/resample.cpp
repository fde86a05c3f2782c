// resample(): class after class, each with a random stream of its own.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

#include "core/base/error.h"
#include "core/base/nearest_name.h"
#include "core/base/number_text.h"
#include "core/sampling/samplers/sampler.h"
#include "core/sampling/samplers/sampler_list.h"
#include "core/sampling/samplers/sampling_space.h"
#include "core/sampling/samplers/sampling_strategy.h"

namespace baryscope {
namespace {

/// Numbers in all synthetic points together: 2 GiB of doubles.
constexpr std::size_t k_most_numbers = std::size_t{1} << 28;

/// The stream of a class is that of its name, so that another class changes nothing here (FNV-1a).
std::uint64_t class_seed(std::uint64_t seed, const std::string& name) {
  std::uint64_t hash = 0xcbf29ce484222325ULL;
  for (const char character : name) {
    hash ^= static_cast<unsigned char>(character);
    hash *= 0x100000001b3ULL;
  }
  return seed ^ hash;
}

std::string text_of(std::size_t count) { return to_text(static_cast<std::int64_t>(count)); }

void check_at_least(const char* name, int value, int least) {
  if (value < least) {
    throw UsageError(std::string(name) + " " + to_text(std::int64_t{value}) +
                     ": expected a whole number of at least " + to_text(std::int64_t{least}));
  }
}

void check_options(const SamplerOptions& options) {
  check_at_least("k-neighbors", options.k_neighbors, 1);
  check_at_least("m-neighbors", options.m_neighbors, 1);
  check_at_least("arity", options.arity, 1);
  if (!(options.alpha >= 1e-6 && options.alpha <= 1e6)) {
    throw UsageError("alpha " + to_text(options.alpha) + ": expected a number from 1e-06 to 1e+06");
  }
  if (!(options.bias_strength >= 0 && options.bias_strength <= 1e6)) {
    throw UsageError("bias-strength " + to_text(options.bias_strength) +
                     ": expected a number from 0 to 1e+06");
  }
  const std::vector<std::string>& biases = boundary_biases();
  if (std::find(biases.begin(), biases.end(), options.boundary_bias) == biases.end()) {
    throw UsageError(unknown_name_message("boundary-bias", options.boundary_bias, biases));
  }
}

void check_amounts(const DataSet& data, const std::vector<std::size_t>& amounts) {
  const auto n_features = static_cast<std::size_t>(std::max(data.n_features(), 1));
  const auto most_rows = static_cast<std::size_t>(std::numeric_limits<std::int32_t>::max() / 2);
  const std::size_t most = std::min(k_most_numbers / n_features, most_rows);
  std::size_t total = 0;
  for (const std::size_t amount : amounts) {
    total = amount > most ? most + 1 : total + amount;
    if (total > most) {
      throw SamplerError("the sampling-strategy asks for more than " + text_of(most) +
                         " new points of " + text_of(n_features) +
                         " columns, which would not fit; expected fewer points");
    }
  }
}

void note_unread(const SamplerRow& row, const SamplerOptions& options,
                 std::vector<std::string>& notes) {
  const std::vector<std::string>& read = row.info.options;
  if (options.boundary_bias != "none" &&
      std::find(read.begin(), read.end(), "boundary-bias") == read.end()) {
    notes.push_back(row.info.title + " has no simplices to bias: boundary-bias " +
                    options.boundary_bias + " changes nothing");
  }
}

}  // namespace

Resampled resample(const DataSet& data, const SamplerOptions& options, const Watch& watch) {
  const SamplerRow& row = sampler_row(options.sampler);
  check_options(options);
  BARYSCOPE_CHECK(data.labels.size() == static_cast<std::size_t>(data.n_points()));
  Resampled result;
  result.synthetic.points = Matrix(0, data.n_features());
  if (row.sample == nullptr) {
    return result;
  }
  const std::vector<std::size_t> amounts = new_points(data, options.sampling_strategy);
  check_amounts(data, amounts);
  note_unread(row, options, result.notes);
  const SamplingSpace space(data, options);
  bool asked = false;
  for (std::size_t label = 0; label < amounts.size(); ++label) {
    if (amounts[label] == 0) {
      continue;
    }
    asked = true;
    watch.check();
    SampledClass sampled;
    sampled.label = static_cast<int>(label);
    std::vector<int> rows = data.rows_of(sampled.label);
    if (rows.empty()) {
      result.notes.push_back("class " + data.class_words(sampled.label) +
                             " has no points: nothing to sample from");
      continue;
    }
    sampled.n_before = rows.size();
    sampled.rows.assign(rows.begin(), rows.end());
    const auto before = static_cast<std::size_t>(result.synthetic.size());
    ClassWork work{space,           amounts[label],
                   std::move(rows), Random(class_seed(options.seed, data.classes[label])),
                   sampled,         result.synthetic,
                   result.notes,    watch};
    row.sample(work);
    const std::size_t added = static_cast<std::size_t>(result.synthetic.size()) - before;
    sampled.n_after = sampled.n_before + added;
    if (added > 0) {
      result.classes.push_back(std::move(sampled));
    }
  }
  if (asked && result.classes.empty()) {
    throw NothingToSample(options.sampler + " adds no point to this data: " +
                          (result.notes.empty() ? "" : result.notes.back()));
  }
  if (!asked) {
    result.notes.push_back("every class already has the points asked for: none is added");
  }
  return result;
}

}  // namespace baryscope
