#include "core/sampling/c_interface.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <exception>
#include <limits>
#include <new>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "core/base/error.h"
#include "core/base/number_text.h"
#include "core/base/progress.h"
#include "core/options/option_row.h"
#include "core/options/option_table.h"
#include "core/sampling/samplers/sampler.h"
#include "core/sampling/studies/sampling_options.h"

struct BaryscopeStop {
  std::stop_source source;
};

namespace baryscope {
namespace {

/// The result with everything that its pointers point at.
struct OwnedResampling : BaryscopeResampling {
  Resampled resampled;
  std::vector<BaryscopeSampledClass> sampled;
  std::vector<const char*> note_texts;
  std::string text;
};

/// The arguments of a call as they came.
struct Arguments {
  const double* points;
  std::int64_t n_points, n_features;
  const std::int32_t* labels;
  const char* const* class_names;
  std::int32_t n_classes;
  const char* const* keys;
  const char* const* values;
  std::int32_t n_options;
};

void check_sizes(const Arguments& given) {
  constexpr std::int64_t most = std::numeric_limits<int>::max();
  if (given.n_points < 1 || given.n_points > most || given.n_features < 1 ||
      given.n_features > most) {
    throw UsageError("points: " + to_text(given.n_points) + " rows of " +
                     to_text(given.n_features) + " columns; expected 1 to " + to_text(most) +
                     " of both");
  }
  if (given.n_classes < 1 || given.n_classes > given.n_points) {
    throw UsageError("classes: " + to_text(std::int64_t{given.n_classes}) +
                     "; expected 1 to the number of points, " + to_text(given.n_points));
  }
  if (given.points == nullptr || given.labels == nullptr || given.class_names == nullptr ||
      given.n_options < 0 ||
      (given.n_options > 0 && (given.keys == nullptr || given.values == nullptr))) {
    throw UsageError("points, labels, class names, keys and values must not be null");
  }
}

DataSet make_data(const Arguments& given, const Watch& watch) {
  check_sizes(given);
  DataSet data;
  data.name = "data";
  for (std::int32_t c = 0; c < given.n_classes; ++c) {
    const char* name = given.class_names[c];
    if (name == nullptr || !is_utf8(name)) {
      throw UsageError("class " + to_text(std::int64_t{c}) + ": its name is not UTF-8 text");
    }
    data.classes.emplace_back(name);
  }
  const auto n_rows = static_cast<std::size_t>(given.n_points);
  const auto n_columns = static_cast<std::size_t>(given.n_features);
  data.points = Matrix(static_cast<int>(given.n_points), static_cast<int>(given.n_features));
  std::memcpy(data.points.data.data(), given.points, n_rows * n_columns * sizeof(double));
  data.labels.reserve(n_rows);
  for (std::size_t row = 0; row < n_rows; ++row) {
    if (row % 4096 == 0) watch.check();
    for (std::size_t column = 0; column < n_columns; ++column) {
      const double value = data.points.data[row * n_columns + column];
      if (!std::isfinite(value)) {
        throw UsageError("row " + to_text(static_cast<std::int64_t>(row)) + ", column " +
                         to_text(static_cast<std::int64_t>(column)) + ": " + to_text(value) +
                         "; expected a finite number (drop such rows or fill them in)");
      }
    }
    const std::int32_t label = given.labels[row];
    if (label < 0 || label >= given.n_classes) {
      throw UsageError("row " + to_text(static_cast<std::int64_t>(row)) + ": label " +
                       to_text(std::int64_t{label}) + "; expected 0 to " +
                       to_text(std::int64_t{given.n_classes} - 1));
    }
    data.labels.push_back(label);
  }
  for (std::size_t column = 0; column < n_columns; ++column) {
    data.features.push_back("x" + to_text(static_cast<std::int64_t>(column)));
  }
  return data;
}

/// The samplers' rows and the seed, which belongs to a room below.
const OptionTable& option_table() {
  static const OptionTable table = [] {
    std::vector<OptionSpec> rows = sampling_options();
    OptionSpec seed = option_row("seed", OptionType::integer, "0", "samples",
                                 "Number that every random choice starts from.");
    seed.minimum = 0;
    rows.push_back(seed);
    return OptionTable(std::move(rows));
  }();
  return table;
}

SamplerOptions make_options(const Arguments& given) {
  OptionValues values(option_table());
  for (std::int32_t i = 0; i < given.n_options; ++i) {
    if (given.keys[i] == nullptr || given.values[i] == nullptr) {
      throw UsageError("option " + to_text(std::int64_t{i}) + ": key and value must not be null");
    }
    values.set(given.keys[i], given.values[i]);
  }
  SamplerOptions options = make_sampler_options(values);
  options.seed = static_cast<std::uint64_t>(values.find_integer("seed").value_or(0));
  return options;
}

void point_at_own(OwnedResampling& result) {
  const SyntheticSet& synthetic = result.resampled.synthetic;
  result.n_synthetic = synthetic.size();
  result.n_features = synthetic.points.n_columns;
  result.points = synthetic.points.data.data();
  result.labels = synthetic.labels.data();
  result.offsets = synthetic.offsets.data();
  result.vertices = synthetic.vertices.data();
  result.coordinates = synthetic.coordinates.data();
  for (const SampledClass& from : result.resampled.classes) {
    BaryscopeSampledClass& to = result.sampled.emplace_back();
    to.label = from.label;
    to.k = from.k;
    to.n_before = static_cast<std::int64_t>(from.n_before);
    to.n_after = static_cast<std::int64_t>(from.n_after);
    to.n_edges = static_cast<std::int64_t>(from.edges.size());
    to.n_simplices = static_cast<std::int64_t>(from.simplices.size());
    for (std::size_t s = 0; s < from.simplices.size(); ++s) {
      to.largest_arity =
          std::max(to.largest_arity, static_cast<std::int64_t>(from.simplices[s].size()));
    }
  }
  result.n_classes = static_cast<std::int32_t>(result.sampled.size());
  result.classes = result.sampled.data();
  for (const std::string& note : result.resampled.notes) result.note_texts.push_back(note.c_str());
  result.n_notes = static_cast<std::int64_t>(result.note_texts.size());
  result.notes = result.note_texts.data();
}

void fail(OwnedResampling& result, BaryscopeStatus status, const char* message) noexcept {
  result.status = status;
  try {
    result.text = message;
    result.message = result.text.c_str();
  } catch (...) {
    result.message = "out of memory";
  }
}

}  // namespace
}  // namespace baryscope

using baryscope::OwnedResampling;

int32_t baryscope_sampling_interface(void) { return BARYSCOPE_SAMPLING_INTERFACE; }

const char* baryscope_list_samplers(void) {
  try {
    static const std::string listing = [] {
      std::string lines;
      for (const baryscope::SamplerInfo& info : baryscope::samplers()) {
        lines += info.name + '\t' + info.title + '\t' + info.summary + '\t' + info.formula + '\t';
        for (std::size_t i = 0; i < info.options.size(); ++i) {
          lines += (i == 0 ? "" : ",") + info.options[i];
        }
        lines += '\n';
      }
      return lines;
    }();
    return listing.c_str();
  } catch (...) {
    return "";
  }
}

BaryscopeStop* baryscope_stop_new(void) {
  try {
    return new BaryscopeStop;
  } catch (...) {
    return nullptr;
  }
}

void baryscope_stop_request(BaryscopeStop* stop) {
  if (stop != nullptr) stop->source.request_stop();
}

void baryscope_stop_free(BaryscopeStop* stop) { delete stop; }

BaryscopeResampling* baryscope_resample(const double* points, int64_t n_points, int64_t n_features,
                                        const int32_t* labels, const char* const* class_names,
                                        int32_t n_classes, const char* const* keys,
                                        const char* const* values, int32_t n_options,
                                        BaryscopeStop* stop) {
  auto* result = new (std::nothrow) OwnedResampling{};
  if (result == nullptr) return nullptr;
  result->message = "";
  try {
    const baryscope::Arguments given{points,    n_points, n_features, labels,   class_names,
                                     n_classes, keys,     values,     n_options};
    const baryscope::Watch watch =
        stop == nullptr ? baryscope::Watch() : baryscope::Watch(stop->source.get_token(), {});
    const baryscope::SamplerOptions options = baryscope::make_options(given);
    const baryscope::DataSet data = baryscope::make_data(given, watch);
    result->resampled = baryscope::resample(data, options, watch);
    baryscope::point_at_own(*result);
  } catch (const baryscope::UsageError& error) {
    baryscope::fail(*result, BARYSCOPE_USAGE, error.what());
  } catch (const baryscope::Cancelled& error) {
    baryscope::fail(*result, BARYSCOPE_STOPPED, error.what());
  } catch (const baryscope::NothingToSample& error) {
    baryscope::fail(*result, BARYSCOPE_NOTHING, error.what());
  } catch (const std::bad_alloc&) {
    baryscope::fail(*result, BARYSCOPE_OUT_OF_MEMORY,
                    "the sampled points do not fit into memory; ask for fewer points");
  } catch (const std::length_error&) {
    baryscope::fail(*result, BARYSCOPE_OUT_OF_MEMORY,
                    "the sampled points do not fit into memory; ask for fewer points");
  } catch (const std::exception& error) {
    baryscope::fail(*result, BARYSCOPE_FAILED, error.what());
  } catch (...) {
    baryscope::fail(*result, BARYSCOPE_FAILED, "unknown error");
  }
  return result;
}

void baryscope_resampling_free(BaryscopeResampling* resampling) {
  delete static_cast<OwnedResampling*>(resampling);
}
