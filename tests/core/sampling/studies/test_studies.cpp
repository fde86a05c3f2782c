#include "core/sampling/studies/study.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

#include "core/base/number_text.h"
#include "core/sampling/data/data_source.h"
#include "core/sampling/studies/diagnostics.h"
#include "core/simplicial/clique_complex.h"
#include "tests/core/sampling/studies/studied_tables.h"
#include "tests/support/folders.h"

namespace baryscope {
namespace {

using test::DataFile;
using test::request_of;
using test::table;

TEST(Studies, CountsPlacesAndFieldsFitTogether) {
  SamplingLaboratory laboratory;
  const auto study = laboratory.study(request_of("two-moons", "simplicial-smote"), Watch());
  EXPECT_EQ(study->counts_before, (std::vector<std::size_t>{320, 80}));
  EXPECT_EQ(study->counts_after, (std::vector<std::size_t>{320, 320}));
  EXPECT_EQ(study->places.n_rows, 400);
  EXPECT_EQ(study->places.n_columns, 3);
  EXPECT_EQ(study->synthetic_places.n_rows, 240);
  EXPECT_FALSE(study->frame.projected);
  EXPECT_EQ(study->frame.n_axes, 2);
  for (int i = 0; i < study->synthetic_places.n_rows; ++i) {
    EXPECT_EQ(study->synthetic_places(i, 0), study->resampled.synthetic.points(i, 0));
    EXPECT_EQ(study->synthetic_places(i, 1), study->resampled.synthetic.points(i, 1));
    EXPECT_EQ(study->synthetic_places(i, 2), 0);
  }
  ASSERT_TRUE(study->before && study->after);
  EXPECT_EQ(study->before->n_nodes, study->after->n_nodes);
  EXPECT_EQ(study->before->minimum, study->after->minimum);
  EXPECT_EQ(study->before->maximum, study->after->maximum);
  EXPECT_NE(study->before->probabilities, study->after->probabilities);
  EXPECT_EQ(title(*study), "Simplicial SMOTE · Two moons");
}

TEST(Studies, TheComplexIsThatOfTheSampledClasses) {
  SamplingLaboratory laboratory;
  const auto study = laboratory.study(request_of("blobs", "simplicial-smote"), Watch());
  std::size_t n_edges = 0, n_maximal = 0;
  std::set<std::vector<std::int32_t>> faces;  // all of them, class by class, the plain way
  ASSERT_GE(study->resampled.classes.size(), 1U);
  for (const SampledClass& sampled : study->resampled.classes) {
    n_edges += sampled.edges.size();
    n_maximal += sampled.simplices.size();
    for (std::size_t s = 0; s < sampled.simplices.size(); ++s) {
      const auto simplex = sampled.simplices[s];
      for (unsigned subset = 1; subset < 1U << simplex.size(); ++subset) {
        std::vector<std::int32_t> face;
        for (std::size_t v = 0; v < simplex.size(); ++v) {
          if ((subset >> v & 1) != 0) {
            face.push_back(simplex[v]);
          }
        }
        faces.insert(face);
      }
    }
  }
  EXPECT_EQ(study->complex.n_edges, n_edges);
  EXPECT_EQ(study->complex.n_maximal, n_maximal);
  ASSERT_TRUE(study->complex.simplices_by_dimension);
  std::vector<std::size_t> by_dimension(study->complex.simplices_by_dimension->size(), 0);
  std::int64_t euler = 0;
  for (const auto& face : faces) {
    ++by_dimension.at(face.size() - 1);
    euler += face.size() % 2 == 1 ? 1 : -1;
  }
  EXPECT_EQ(*study->complex.simplices_by_dimension, by_dimension);
  EXPECT_EQ(by_dimension.at(1), n_edges);
  ASSERT_TRUE(study->complex.betti_numbers);
  const std::vector<int>& betti = *study->complex.betti_numbers;
  ASSERT_EQ(betti.size(), 3U);
  EXPECT_EQ(betti[0] - betti[1] + betti[2],
            euler);  // a clique complex of the plane: b_3 … = 0 here
}

TEST(Studies, ComplexesOfManyFacesAreNotCountedThrough) {
  SamplingRequest request = request_of("two-moons", "simplicial-smote");
  request.data.n_samples = 2000;
  request.sampler.k_neighbors = 50;
  request.classifier = "none";
  const auto study = SamplingLaboratory().study(request, Watch());
  const ComplexSummary& complex = study->complex;
  EXPECT_FALSE(complex.betti_numbers);
  EXPECT_FALSE(complex.simplices_by_dimension);
  EXPECT_EQ(std::accumulate(complex.maximal_by_arity.begin(), complex.maximal_by_arity.end(),
                            std::size_t{0}),
            complex.n_maximal);
  EXPECT_GT(complex.maximal_by_arity.size(), 15U);
}

TEST(Studies, KeepsWhatDidNotChange) {
  SamplingLaboratory laboratory;
  SamplingRequest request = request_of("two-moons", "simplicial-smote");
  const auto first = laboratory.study(request, Watch());
  request.sampler.k_neighbors = 7;
  const auto second = laboratory.study(request, Watch());
  EXPECT_EQ(first->data, second->data);
  EXPECT_EQ(first->before, second->before);
  EXPECT_NE(first->after, second->after);
  EXPECT_NE(first->resampled.synthetic.points.data, second->resampled.synthetic.points.data);
  request.classifier = "logistic";
  const auto third = laboratory.study(request, Watch());
  EXPECT_EQ(third->resampled.synthetic.points.data, second->resampled.synthetic.points.data);
  EXPECT_NE(third->before->probabilities, second->before->probabilities);
  request.classifier = "none";
  const auto fourth = laboratory.study(request, Watch());
  EXPECT_FALSE(fourth->before || fourth->after);
  request.data.seed = 1;
  EXPECT_NE(laboratory.study(request, Watch())->data, fourth->data);
}

TEST(Studies, AKeptLaboratoryGivesWhatAFreshOneGives) {
  SamplingLaboratory kept;
  std::vector<SamplingRequest> requests(6, request_of("two-moons", "simplicial-smote"));
  requests[1].sampler.alpha = 3;
  requests[2].classifier = "logistic";
  requests[3].sampler.standardize = true;
  requests[4].sampler.sampler = "smote";
  requests[5].data.noise = 0.2;
  for (const SamplingRequest& request : requests) {
    const auto a = kept.study(request, Watch());
    const auto b = SamplingLaboratory().study(request, Watch());
    EXPECT_EQ(a->request, request);
    EXPECT_EQ(a->resampled.synthetic.points.data, b->resampled.synthetic.points.data);
    EXPECT_EQ(a->before->probabilities, b->before->probabilities);
    EXPECT_EQ(a->after->probabilities, b->after->probabilities);
    EXPECT_EQ(a->diagnostics.mean_majority_distance, b->diagnostics.mean_majority_distance);
    EXPECT_EQ(finding(*a), finding(*b));
  }
}

TEST(Studies, AFileThatChangedIsReadAgain) {
  const DataFile file("changes.csv", table(30, 2, 2));
  SamplingLaboratory laboratory;
  const SamplingRequest request = request_of(file.path(), "smote");
  EXPECT_EQ(laboratory.study(request, Watch())->data->n_points(), 30);
  file.write(table(45, 2, 2));
  EXPECT_EQ(laboratory.study(request, Watch())->data->n_points(), 45);
}

TEST(Studies, NoneShowsTheDataAlone) {
  const auto study = SamplingLaboratory().study(request_of("two-moons", "none"), Watch());
  EXPECT_EQ(study->synthetic_places.n_rows, 0);
  EXPECT_EQ(study->counts_before, study->counts_after);
  EXPECT_EQ(study->before, study->after);
  EXPECT_EQ(finding(*study), "no synthetic points; the classes have 320 : 80 points");
  EXPECT_EQ(title(*study), "No sampling · Two moons");
}

TEST(Studies, TheTitleSaysWhatWasChosen) {
  SamplingRequest request = request_of("two-moons", "simplicial-smote");
  request.sampler.boundary_bias = "tilt";
  request.sampler.bias_strength = 2.5;
  request.sampler.arity = 3;
  SamplingLaboratory laboratory;
  EXPECT_EQ(title(*laboratory.study(request, Watch())),
            "Simplicial SMOTE (tilt bias γ = 2.5, p = 3) · Two moons");
  request.sampler.sampler = "smote";  // reads neither
  EXPECT_EQ(title(*laboratory.study(request, Watch())), "SMOTE · Two moons");
}

TEST(Studies, TheFindingSaysWhatWasComputed) {
  for (const std::string sampler : {"random", "smote", "simplicial-smote"}) {
    const auto study = SamplingLaboratory().study(request_of("two-moons", sampler), Watch());
    std::set<std::int32_t> used(study->resampled.synthetic.bases.begin(),
                                study->resampled.synthetic.bases.end());
    const std::string kind = sampler == "random"  ? " points"
                             : sampler == "smote" ? " edges"
                                                  : " simplices";
    const SamplingDiagnostics& diagnostics = study->diagnostics;
    const double share = 1 - diagnostics.share_in_majority_region;
    const std::string percent = to_text(100 * share, share < 1 && share > 0.995 ? 1 : 0);
    // Beside them all there are, as the complex and the third step count them.
    const std::size_t n_all = study->resampled.classes.front().simplices.size();
    EXPECT_EQ(n_all, study->complex.n_maximal);
    const std::string all = to_text(static_cast<std::int64_t>(n_all));
    const std::string some = to_text(static_cast<std::int64_t>(used.size())) + " of ";
    const std::string expected =
        "240 synthetic points from " + (used.size() == n_all ? "all " : some) + all + kind +
        " (minority 80 → 320); " + percent + " % lie where their own class prevails; ";
    EXPECT_TRUE(finding(*study).starts_with(expected)) << finding(*study) << "\n" << expected;
    EXPECT_NE(finding(*study).find(" from the nearest other class on average, the originals "),
              std::string::npos);
  }
}

TEST(Studies, NotesStandOnce) {
  SamplingRequest request = request_of("two-moons", "simplicial-smote");
  request.data.n_samples = 20;
  request.data.imbalance = 6;
  const auto study = SamplingLaboratory().study(request, Watch());
  EXPECT_EQ(
      std::count(study->notes.begin(), study->notes.end(), "class minority has 3 points: k = 2"),
      1);
  EXPECT_EQ(std::set<std::string>(study->notes.begin(), study->notes.end()).size(),
            study->notes.size());
}

TEST(Studies, StopsWhereItIsAskedTo) {
  SamplingLaboratory laboratory;
  const SamplingRequest request = request_of("two-moons", "simplicial-smote");
  std::stop_source source;
  std::vector<double> fractions;
  const Watch watch(source.get_token(), [&](double fraction, std::string_view step) {
    fractions.push_back(fraction);
    if (step == "diagnostics") {
      source.request_stop();
    }
  });
  EXPECT_THROW(laboratory.study(request, watch), Cancelled);
  EXPECT_GE(fractions.size(), 3U);
  const auto study = laboratory.study(request, Watch());
  EXPECT_EQ(study->resampled.synthetic.size(), 240);
  ASSERT_TRUE(study->after);
}

TEST(Studies, ProgressOnlyGrows) {
  std::vector<double> fractions;
  const Watch watch(std::stop_token(),
                    [&](double fraction, std::string_view) { fractions.push_back(fraction); });
  SamplingRequest request = request_of("swiss-roll", "simplicial-smote");
  request.data.n_samples = 3000;
  SamplingLaboratory().study(request, watch);
  EXPECT_TRUE(std::is_sorted(fractions.begin(), fractions.end()));
}

TEST(Studies, TheScaleOfTheDataChangesNoSimplex) {
  const std::string file = (test::source_folder() / "tests/cases/scale-1e-302.csv").string();
  DataSet small = load_data(request_of(file, "").data, {});
  DataSet plain = small;
  for (double& x : plain.points.data) {
    x = std::ldexp(x, 1000);
  }
  for (const SamplerInfo& info : samplers()) {
    for (const std::string& bias : boundary_biases()) {
      SamplerOptions options;
      options.sampler = info.name;
      options.boundary_bias = bias;
      options.k_neighbors = 3;
      std::string refusal, expected_refusal;
      Resampled expected, found;
      try {
        expected = resample(plain, options, {});
      } catch (const SamplerError& error) {
        expected_refusal = error.what();
      }
      try {
        found = resample(small, options, {});
      } catch (const SamplerError& error) {
        refusal = error.what();
      }
      EXPECT_EQ(refusal, expected_refusal);
      EXPECT_EQ(found.synthetic.vertices, expected.synthetic.vertices) << info.name << " " << bias;
      EXPECT_EQ(found.synthetic.coordinates, expected.synthetic.coordinates)
          << info.name << " " << bias;
      if (expected.synthetic.size() > 0) {
        const auto before = make_diagnostics(plain, expected, false, {});
        const auto after = make_diagnostics(small, found, false, {});
        EXPECT_NEAR(std::ldexp(after.mean_majority_distance, 1000), before.mean_majority_distance,
                    1e-9)
            << info.name << " " << bias;
        EXPECT_EQ(after.share_in_majority_region, before.share_in_majority_region);
      }
    }
  }
}

TEST(Studies, NotesAreAHandful) {
  const std::string file = (test::source_folder() / "tests/cases/50-classes.csv").string();
  SamplingLaboratory laboratory;
  const auto study = laboratory.study(request_of(file, "simplicial-smote"), {});
  ASSERT_EQ(study->notes.size(), 6U);
  EXPECT_GT(study->resampled.notes.size(), 20U);
  EXPECT_EQ(
      study->notes.back(),
      "and " + to_text(static_cast<std::int64_t>(study->resampled.notes.size()) - 5) + " more");
}

}  // namespace
}  // namespace baryscope
