/// Prints a data set as it was read, or resampled as the CSV that the program writes: for the
/// comparison with Python's readers.
///   data_table read DATASET refuse|drop [seed noise]
///   data_table sample DATASET refuse|drop SAMPLER
#include <exception>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "core/base/number_text.h"
#include "core/sampling/data/data_source.h"
#include "core/sampling/samplers/sampler.h"
#include "core/sampling/studies/sampling_report.h"

int main(int argc, char** argv) {
  using namespace baryscope;
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  try {
    DataRequest request;
    request.data_set = arguments.at(1);
    request.missing = arguments.at(2);
    if (arguments[0] == "read" && arguments.size() > 4) {
      request.seed = static_cast<std::uint64_t>(find_integer(arguments[3]).value());
      request.noise = find_number(arguments[4]).value();
    }
    auto data = std::make_shared<const DataSet>(load_data(request, Watch()));
    if (arguments[0] == "sample") {
      SamplerOptions options;
      options.sampler = arguments.at(3);
      SamplingStudy study;
      study.data = data;
      study.resampled = resample(*data, options, Watch());
      std::cout << to_resampled_csv(study);
      return 0;
    }
    std::string table = data->label_name;
    for (const std::string& feature : data->features) {
      table += '\x1f' + feature;
    }
    for (int row = 0; row < data->n_points(); ++row) {
      const auto label = static_cast<std::size_t>(data->labels[static_cast<std::size_t>(row)]);
      table += '\x1e' + data->classes[label];
      for (const double number : data->points.row(row)) {
        table += '\x1f' + to_text(number);
      }
    }
    std::cout << table;
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
  return 0;
}
