#include "core/sampling/data/data_source.h"

#include <algorithm>
#include <new>
#include <string_view>

#include "core/sampling/data/csv_label.h"
#include "core/sampling/data/csv_reader.h"
#include "core/sampling/data/data_file.h"
#include "core/sampling/data/data_generators.h"
#include "core/sampling/data/npy_reader.h"

namespace baryscope {
namespace {

/// ASCII letters only, so that no locale matters.
bool ends_with(std::string_view text, std::string_view lower_ending) {
  return text.size() > lower_ending.size() &&
         std::equal(lower_ending.rbegin(), lower_ending.rend(), text.rbegin(),
                    [](char expected, char found) {
                      return expected == (found >= 'A' && found <= 'Z' ? found + 32 : found);
                    });
}

}  // namespace

const std::vector<DataSetInfo>& data_sets() { return generators(); }

bool is_data_file(const std::string& data_set) {
  return ends_with(data_set, ".csv") || ends_with(data_set, ".npy");
}

std::vector<std::string> data_files(const std::string& data_set) {
  if (!is_data_file(data_set)) {
    return {};
  }
  if (ends_with(data_set, ".csv")) {
    return {data_set};
  }
  return {data_set, labels_file(data_set)};
}

std::vector<std::string> label_choices(const DataSet& data) {
  if (data.source == nullptr) {
    return {};
  }
  const SourceRows& source = *data.source;
  return label_choices(source.names, !source.header.empty() && !source.has_equal_names);
}

DataSet load_data(const DataRequest& request, const Watch& watch) {
  if (request.missing != "refuse" && request.missing != "drop") {
    throw UsageError("missing is '" + request.missing + "'; expected refuse or drop");
  }
  if (!is_data_file(request.data_set)) {
    return generate(request, watch);
  }
  try {
    const bool drop_missing = request.missing == "drop";
    return ends_with(request.data_set, ".csv")
               ? read_csv(request.data_set, drop_missing, request.label_column, watch)
               : read_npy(request.data_set, drop_missing, watch);
  } catch (const std::bad_alloc&) {
    fail_reading(request.data_set, "it does not fit into the memory; take a part of it");
  }
}

}  // namespace baryscope
