/// resampled_csv FILE [--OPTION VALUE]…: what the program writes for a file of data, without the
/// program.
#include <cstdio>
#include <exception>
#include <string>
#include <vector>

#include "core/base/progress.h"
#include "core/options/option_row.h"
#include "core/options/option_table.h"
#include "core/sampling/studies/sampling_options.h"
#include "core/sampling/studies/sampling_report.h"
#include "core/sampling/studies/study.h"

int main(int n_arguments, char** arguments) {
  using namespace baryscope;
  try {
    std::vector<OptionSpec> rows = sampling_options();
    rows.push_back(option_row("seed", OptionType::integer, "0", "samples", "The seed."));
    const OptionTable table(rows);
    OptionValues values(table);
    values.set("dataset", arguments[1]);
    for (int i = 2; i + 1 < n_arguments; i += 2) {
      values.set(std::string(arguments[i]).substr(2), arguments[i + 1]);
    }
    SamplingLaboratory laboratory;
    const auto study = laboratory.study(make_sampling_requests(values).front(), Watch());
    const std::string csv = to_resampled_csv(*study);
    return std::fwrite(csv.data(), 1, csv.size(), stdout) == csv.size() ? 0 : 1;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
}
