#include "core/sampling/data_source.h"

#include <algorithm>
#include <string_view>

#include "core/sampling/data_generators.h"

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

DataSet load_data(const DataRequest& request, const Watch& watch) {
  return generate(request, watch);
}

}  // namespace baryscope
