#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <iomanip>
#include <numeric>
#include <set>
#include <stop_token>

#include "core/sampling/samplers/sampler.h"
#include "core/simplicial/clique_complex.h"
#include "tests/core/sampling/samplers/sampled_points.h"
#include "tests/support/error_message.h"

namespace baryscope {
namespace {

using test::expect_barycentric;
using test::make_data;
using test::random_data;

SamplerOptions options_of(const std::string& sampler, std::uint64_t seed = 1) {
  SamplerOptions options;
  options.sampler = sampler;
  options.seed = seed;
  return options;
}

std::vector<std::string> sampling_names() {
  std::vector<std::string> names;
  for (const SamplerInfo& info : samplers()) {
    if (info.name != "none") {
      names.push_back(info.name);
    }
  }
  return names;
}

TEST(Samplers, ListAllOfScienceInOrder) {
  const std::vector<std::string> expected = {"none",
                                             "random",
                                             "smote",
                                             "borderline-smote-1",
                                             "borderline-smote-2",
                                             "adasyn",
                                             "simplicial-smote",
                                             "borderline-simplicial-smote",
                                             "safe-level-simplicial",
                                             "adasyn-simplicial"};
  std::vector<std::string> names;
  for (const SamplerInfo& info : samplers()) {
    names.push_back(info.name);
    EXPECT_FALSE(info.title.empty());
    EXPECT_TRUE(info.summary.ends_with('.'));
    EXPECT_EQ(info.drawn_from == DrawnFrom::simplices,
              info.name.find("simplicial") != std::string::npos);
    EXPECT_EQ(info.baseline, info.name == "smote");
    EXPECT_EQ(sampler_info(info.name).title, info.title);
  }
  EXPECT_EQ(names, expected);
  EXPECT_THROW(static_cast<void>(sampler_info("borderline-smote")), UsageError);
}

TEST(Samplers, EveryPointIsTheCombinationThatItSays) {
  const DataSet data = random_data({60, 20, 31}, 3, 7);
  for (const std::string& name : sampling_names()) {
    SCOPED_TRACE(name);
    for (const double alpha : {1.0, 0.4, 3.0}) {
      SamplerOptions options = options_of(name);
      options.alpha = alpha;
      const Resampled resampled = resample(data, options, Watch());
      ASSERT_GT(resampled.synthetic.size(), 0);
      const bool exact = (alpha == 1 && name != "safe-level-simplicial") ||
                         sampler_info(name).drawn_from != DrawnFrom::simplices;
      expect_barycentric(data, resampled.synthetic, exact ? 0 : 1e-14);
    }
  }
}

TEST(Samplers, PointsLieInTheSimplexTheyWereDrawnFrom) {
  const DataSet data = random_data({80, 30}, 2, 3);
  for (const std::string& name : sampling_names()) {
    SCOPED_TRACE(name);
    SamplerOptions options = options_of(name);
    options.arity = 3;
    const Resampled resampled = resample(data, options, Watch());
    ASSERT_EQ(resampled.classes.size(), 1U);
    const SampledClass& sampled = resampled.classes[0];
    EXPECT_EQ(sampled.label, 1);
    EXPECT_EQ(sampled.n_before, 30U);
    EXPECT_EQ(sampled.n_after, 30U + static_cast<std::size_t>(resampled.synthetic.size()));
    ASSERT_EQ(sampled.probabilities.size(), sampled.simplices.size());
    EXPECT_NEAR(std::accumulate(sampled.probabilities.begin(), sampled.probabilities.end(), 0.0), 1,
                1e-12);
    EXPECT_TRUE(std::is_sorted(sampled.edges.begin(), sampled.edges.end()));
    for (int i = 0; i < resampled.synthetic.size(); ++i) {
      const auto base =
          static_cast<std::size_t>(resampled.synthetic.bases[static_cast<std::size_t>(i)]);
      ASSERT_LT(base, sampled.simplices.size());
      EXPECT_GT(sampled.probabilities[base], 0);
      const auto whole = sampled.simplices[base];
      const auto face = resampled.synthetic.simplex(i);
      EXPECT_TRUE(std::includes(whole.begin(), whole.end(), face.begin(), face.end()));
      EXPECT_EQ(face.size(), std::min<std::size_t>(whole.size(), 3));
      for (const std::int32_t vertex : face) {
        EXPECT_TRUE(name == "borderline-smote-2" ||
                    data.labels[static_cast<std::size_t>(vertex)] == 1);
      }
    }
  }
}

TEST(Samplers, SameSeedSameBytesAndAnotherSeedOthers) {
  const DataSet data = random_data({60, 20, 31}, 3, 7);
  for (const std::string& name : sampling_names()) {
    SCOPED_TRACE(name);
    const Resampled first = resample(data, options_of(name, 5), Watch());
    const Resampled again = resample(data, options_of(name, 5), Watch());
    const Resampled other = resample(data, options_of(name, 6), Watch());
    EXPECT_EQ(first.synthetic.points.data, again.synthetic.points.data);
    EXPECT_EQ(first.synthetic.vertices, again.synthetic.vertices);
    EXPECT_NE(first.synthetic.points.data, other.synthetic.points.data);
  }
}

TEST(Samplers, GoldenBytesOnEveryPlatform) {
  const DataSet data = random_data({60, 20, 31}, 3, 7);
  const std::vector<std::pair<std::string, std::uint64_t>> expected = {
      {"random", 0x25051605e077ce6aULL},
      {"smote", 0x5c100491ad4c27f6ULL},
      {"borderline-smote-1", 0x24bf0823682eb4feULL},
      {"borderline-smote-2", 0x1fcd04a708361639ULL},
      {"adasyn", 0xca4bfda0aa54d1e0ULL},
      {"simplicial-smote", 0xb4e691b16ce101eaULL},
      {"borderline-simplicial-smote", 0xce364a8331dd26beULL},
      {"adasyn-simplicial", 0xabff2724e5617cfdULL}};
  for (const auto& [name, hash] : expected) {
    EXPECT_EQ(test::points_hash(resample(data, options_of(name, 5), Watch()).synthetic), hash)
        << name;
  }
  SamplerOptions weighted = options_of("simplicial-smote", 5);
  weighted.boundary_bias = "simplex";
  weighted.arity = 3;
  EXPECT_EQ(test::points_hash(resample(data, weighted, Watch()).synthetic), 0xdaf82c2e6de6fa5eULL);
}

TEST(Samplers, GoldenNumbersWhereGammaDrawsAreTaken) {
  const DataSet data = random_data({60, 20, 31}, 3, 7);
  const auto last_point = [&](SamplerOptions options) {
    const SyntheticSet synthetic = resample(data, options, Watch()).synthetic;
    const auto row = synthetic.points.row(synthetic.size() - 1);
    return std::vector<double>(row.begin(), row.end());
  };
  SamplerOptions sharp = options_of("simplicial-smote", 5);
  sharp.alpha = 0.3;
  SamplerOptions pushed = options_of("simplicial-smote", 5);
  pushed.boundary_bias = "facet";
  SamplerOptions tilted = options_of("adasyn-simplicial", 5);
  tilted.boundary_bias = "tilt";
  const std::vector<std::pair<SamplerOptions, std::vector<double>>> expected = {
      {sharp, {1.124580899463036, 1.3408433085859195, 1.3183237203454552}},
      {options_of("safe-level-simplicial", 5),
       {1.0601624784166097, 1.047057772344508, 0.73226196676840383}},
      {pushed, {1.3416418443216818, 1.3075146375804869, 1.0770176654125811}},
      {tilted, {1.0720112521916472, 1.0387760232648973, 0.72455200445116696}}};
  for (const auto& [options, point] : expected) {
    const std::vector<double> drawn = last_point(options);
    for (std::size_t c = 0; c < 3; ++c) {
      EXPECT_NEAR(drawn[c], point[c], 1e-12) << std::setprecision(17) << drawn[c];
    }
  }
}

TEST(Samplers, AnotherClassDoesNotChangeAClassesPoints) {
  DataSet two = random_data({40, 12}, 2, 11);
  DataSet three = random_data({40, 12, 17}, 2, 11);
  for (const std::string name : {"random", "smote", "simplicial-smote"}) {
    SCOPED_TRACE(name);
    const SyntheticSet before = resample(two, options_of(name), Watch()).synthetic;
    const SyntheticSet after = resample(three, options_of(name), Watch()).synthetic;
    ASSERT_EQ(before.size(), 28);
    ASSERT_EQ(after.size(), 28 + 23);
    EXPECT_TRUE(std::equal(before.points.data.begin(), before.points.data.end(),
                           after.points.data.begin()));
  }
}

TEST(Samplers, NoneAddsNothingEvenToASingleClass) {
  const DataSet data = make_data({{0}, {1}}, {0, 0});
  const Resampled resampled = resample(data, options_of("none"), Watch());
  EXPECT_EQ(resampled.synthetic.size(), 0);
  EXPECT_TRUE(resampled.classes.empty());
  EXPECT_THROW(resample(data, options_of("smote"), Watch()), SamplerError);
}

TEST(Samplers, APointAloneReproducesItself) {
  const DataSet data = make_data({{0, 0}, {1, 0}, {0.1, 1}, {0.3, 0.7}}, {0, 0, 0, 1});
  for (const std::string name :
       {"random", "smote", "adasyn", "simplicial-smote", "adasyn-simplicial"}) {
    SCOPED_TRACE(name);
    const Resampled resampled = resample(data, options_of(name), Watch());
    ASSERT_EQ(resampled.synthetic.size(), 2);
    for (int i = 0; i < 2; ++i) {
      EXPECT_EQ(resampled.synthetic.points(i, 0), 0.3);
      EXPECT_EQ(resampled.synthetic.points(i, 1), 0.7);
      EXPECT_EQ(resampled.synthetic.coordinates_of(i).size(), 1U);
    }
    if (name != std::string("random")) {
      ASSERT_EQ(resampled.notes.size(), 1U);
      EXPECT_EQ(resampled.notes[0], "class b has one point: it reproduces itself");
    }
  }
}

TEST(Samplers, BadOptionsAreRefusedWithWhatWasExpected) {
  const DataSet data = random_data({20, 10}, 2, 1);
  const auto refusal = [&](const auto& change) {
    SamplerOptions options = options_of("simplicial-smote");
    change(options);
    return test::message_of<UsageError>([&] { resample(data, options, Watch()); });
  };
  EXPECT_EQ(refusal([](SamplerOptions& o) { o.k_neighbors = 0; }),
            "k-neighbors 0: expected a whole number of at least 1");
  EXPECT_EQ(refusal([](SamplerOptions& o) { o.m_neighbors = -2; }),
            "m-neighbors -2: expected a whole number of at least 1");
  EXPECT_EQ(refusal([](SamplerOptions& o) { o.arity = 0; }),
            "arity 0: expected a whole number of at least 1");
  EXPECT_EQ(refusal([](SamplerOptions& o) { o.alpha = 0; }),
            "alpha 0: expected a number from 1e-06 to 1e+06");
  EXPECT_EQ(refusal([](SamplerOptions& o) { o.bias_strength = std::nan(""); }),
            "bias-strength nan: expected a number from 0 to 1e+06");
  EXPECT_EQ(refusal([](SamplerOptions& o) { o.boundary_bias = "tilted"; }),
            "unknown boundary-bias 'tilted': did you mean 'tilt'? Known: none, simplex, dirichlet, "
            "facet, tilt");
  EXPECT_EQ(refusal([](SamplerOptions& o) { o.sampler = "borderline-smote"; }).substr(0, 72),
            "unknown sampler 'borderline-smote': did you mean 'borderline-smote-1'? K");
}

TEST(Samplers, MorePointsThanFitAreRefused) {
  SamplerOptions options = options_of("random");
  options.sampling_strategy = "b=200000000";
  EXPECT_EQ(test::message_of<SamplerError>(
                [&] { resample(random_data({20, 10}, 2, 1), options, Watch()); }),
            "the sampling-strategy asks for more than 134217728 new points of 2 columns, which "
            "would not fit; expected fewer points");
}

TEST(Samplers, StopWhereTheyAreAskedTo) {
  std::stop_source source;
  source.request_stop();
  const Watch watch(source.get_token(), {});
  for (const std::string& name : sampling_names()) {
    EXPECT_THROW(resample(random_data({60, 20}, 2, 7), options_of(name), watch), Cancelled) << name;
  }
}

TEST(Samplers, ABalancedSetIsLeftAsItIs) {
  const Resampled resampled = resample(random_data({20, 20}, 2, 1), options_of("adasyn"), Watch());
  EXPECT_EQ(resampled.synthetic.size(), 0);
  ASSERT_EQ(resampled.notes.size(), 1U);
  EXPECT_EQ(resampled.notes[0], "every class already has the points asked for: none is added");
}

}  // namespace
}  // namespace baryscope
