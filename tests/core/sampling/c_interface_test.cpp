#include "core/sampling/c_interface.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>
#include <limits>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "core/base/progress.h"
#include "core/base/random.h"
#include "core/sampling/samplers/sampler.h"

extern "C" int64_t read_by_c(const BaryscopeResampling* resampling);

namespace baryscope {
namespace {

using testing::HasSubstr;
using Result = std::unique_ptr<BaryscopeResampling, decltype(&baryscope_resampling_free)>;
using Options = std::vector<std::pair<std::string, std::string>>;

/// Two overlapping squares: 30 points of "few", 90 of "many".
DataSet squares() {
  DataSet data;
  data.classes = {"few", "many"};
  data.features = {"x0", "x1"};
  data.points = Matrix(120, 2);
  Random random(3);
  for (int i = 0; i < 120; ++i) {
    const int label = i % 4 == 0 ? 0 : 1;
    data.labels.push_back(label);
    for (int c = 0; c < 2; ++c) data.points(i, c) = random.uniform() + 0.6 * label;
  }
  return data;
}

Result call(const DataSet& data, const Options& options, BaryscopeStop* stop = nullptr) {
  std::vector<const char*> names, keys, values;
  for (const std::string& name : data.classes) names.push_back(name.c_str());
  for (const auto& [key, value] : options) {
    keys.push_back(key.c_str());
    values.push_back(value.c_str());
  }
  return {baryscope_resample(data.points.data.data(), data.points.n_rows, data.points.n_columns,
                             data.labels.data(), names.data(), data.n_classes(), keys.data(),
                             values.data(), static_cast<int32_t>(options.size()), stop),
          &baryscope_resampling_free};
}

template <class Number>
std::vector<Number> numbers(const Number* begin, std::size_t size) {
  return {begin, begin + size};
}

TEST(CInterface, EverySamplerGivesTheBytesOfTheCore) {
  const DataSet data = squares();
  for (const SamplerInfo& info : samplers()) {
    SamplerOptions options;
    options.sampler = info.name;
    options.k_neighbors = 4;
    options.arity = 3;
    options.standardize = true;
    options.seed = 11;
    const Resampled expected = resample(data, options, Watch());
    const Result result = call(data, {{"sampler", info.name},
                                      {"k-neighbors", "4"},
                                      {"arity", "3"},
                                      {"standardize", "on"},
                                      {"seed", "11"}});
    ASSERT_EQ(result->status, BARYSCOPE_DONE) << info.name << ": " << result->message;
    const auto size = static_cast<std::size_t>(expected.synthetic.size());
    ASSERT_EQ(result->n_synthetic, expected.synthetic.size());
    EXPECT_EQ(size > 0, info.name != "none");
    EXPECT_EQ(numbers(result->points, size * 2), expected.synthetic.points.data);
    EXPECT_EQ(numbers(result->labels, size), expected.synthetic.labels);
    EXPECT_EQ(numbers(result->offsets, size + 1), expected.synthetic.offsets);
    const std::size_t n_vertices = expected.synthetic.offsets.back();
    EXPECT_EQ(numbers(result->vertices, n_vertices), expected.synthetic.vertices);
    EXPECT_EQ(numbers(result->coordinates, n_vertices), expected.synthetic.coordinates);
    ASSERT_EQ(static_cast<std::size_t>(result->n_classes), expected.classes.size());
    for (std::size_t c = 0; c < expected.classes.size(); ++c) {
      EXPECT_EQ(result->classes[c].label, expected.classes[c].label);
      EXPECT_EQ(result->classes[c].k, expected.classes[c].k);
      EXPECT_EQ(result->classes[c].n_after - result->classes[c].n_before,
                static_cast<std::int64_t>(size));
      EXPECT_EQ(result->classes[c].n_edges,
                static_cast<std::int64_t>(expected.classes[c].edges.size()));
      EXPECT_EQ(result->classes[c].n_simplices,
                static_cast<std::int64_t>(expected.classes[c].simplices.size()));
    }
    EXPECT_EQ(read_by_c(result.get()), result->n_synthetic);
  }
}

TEST(CInterface, BadOptionsAreNamedAndGiveNothing) {
  for (const auto& [options, expected] : std::vector<std::pair<Options, std::string>>{
           {{{"k-neighbors", "0"}}, "--k-neighbors 0"},
           {{{"sampler", "simplicial-smot"}}, "simplicial-smote"},
           {{{"k-neighbours", "3"}}, "k-neighbors"},
           {{{"sampling-strategy", "fewer=70"}}, "few"},
           {{{"seed", "-1"}}, "--seed -1"}}) {
    const Result result = call(squares(), options);
    EXPECT_EQ(result->status, BARYSCOPE_USAGE) << expected;
    EXPECT_THAT(result->message, HasSubstr(expected));
    EXPECT_EQ(result->n_synthetic, 0);
    EXPECT_EQ(read_by_c(result.get()), -1);
  }
}

TEST(CInterface, BadDataIsNamed) {
  DataSet data = squares();
  data.points(7, 1) = std::numeric_limits<double>::quiet_NaN();
  Result result = call(data, {});
  EXPECT_EQ(result->status, BARYSCOPE_USAGE);
  EXPECT_THAT(result->message, HasSubstr("row 7, column 1: nan"));

  data = squares();
  data.labels[5] = 2;
  result = call(data, {});
  EXPECT_EQ(result->status, BARYSCOPE_USAGE);
  EXPECT_THAT(result->message, HasSubstr("row 5: label 2; expected 0 to 1"));

  data = squares();
  data.classes[1] = "\xff";
  result = call(data, {});
  EXPECT_EQ(result->status, BARYSCOPE_USAGE);
  EXPECT_THAT(result->message, HasSubstr("class 1"));

  result = {baryscope_resample(nullptr, 3, 2, nullptr, nullptr, 2, nullptr, nullptr, 0, nullptr),
            &baryscope_resampling_free};
  EXPECT_EQ(result->status, BARYSCOPE_USAGE);
  EXPECT_THAT(result->message, HasSubstr("null"));
  for (const auto& [rows, columns] : std::vector<std::pair<std::int64_t, std::int64_t>>{
           {0, 2}, {-1, 2}, {3, 0}, {std::int64_t{1} << 40, 2}, {3, std::int64_t{1} << 40}}) {
    const double point = 0;
    const std::int32_t label = 0;
    const char* name = "a";
    result = {
        baryscope_resample(&point, rows, columns, &label, &name, 1, nullptr, nullptr, 0, nullptr),
        &baryscope_resampling_free};
    EXPECT_EQ(result->status, BARYSCOPE_USAGE);
    EXPECT_THAT(result->message, HasSubstr("rows of"));
  }
}

TEST(CInterface, NothingToDrawFromIsNoFailure) {
  DataSet data = squares();
  for (int i = 0; i < data.n_points(); i += 4) data.points(i, 0) += 100;
  const Result result = call(data, {{"sampler", "borderline-smote-1"}});
  EXPECT_EQ(result->status, BARYSCOPE_NOTHING);
  EXPECT_THAT(result->message, HasSubstr("few"));
  EXPECT_EQ(result->n_synthetic, 0);
}

TEST(CInterface, AStopThatWasRequestedStops) {
  BaryscopeStop* stop = baryscope_stop_new();
  ASSERT_NE(stop, nullptr);
  EXPECT_EQ(call(squares(), {}, stop)->status, BARYSCOPE_DONE);
  baryscope_stop_request(stop);
  const Result result = call(squares(), {}, stop);
  EXPECT_EQ(result->status, BARYSCOPE_STOPPED);
  EXPECT_EQ(result->n_synthetic, 0);
  baryscope_stop_free(stop);
  baryscope_stop_request(nullptr);
  baryscope_stop_free(nullptr);
  baryscope_resampling_free(nullptr);
}

TEST(CInterface, ListsEverySampler) {
  const std::string listing = baryscope_list_samplers();
  std::size_t n_lines = 0;
  for (const char c : listing) n_lines += c == '\n' ? 1 : 0;
  EXPECT_EQ(n_lines, samplers().size());
  for (const SamplerInfo& info : samplers()) {
    EXPECT_THAT(listing, HasSubstr(info.name + '\t' + info.title + '\t'));
  }
  EXPECT_EQ(baryscope_sampling_interface(), BARYSCOPE_SAMPLING_INTERFACE);
}

}  // namespace
}  // namespace baryscope
