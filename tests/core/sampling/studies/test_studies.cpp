#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <numeric>
#include <set>

#include "core/base/number_text.h"
#include "core/sampling/data/column_scale.h"
#include "core/sampling/data/data_source.h"
#include "core/sampling/studies/diagnostics.h"
#include "core/sampling/studies/study.h"
#include "core/simplicial/clique_complex.h"
#include "tests/core/sampling/samplers/sampled_points.h"
#include "tests/support/error_message.h"
#include "tests/support/folders.h"

namespace baryscope {
namespace {

SamplingRequest request_of(const std::string& data_set, const std::string& sampler) {
  SamplingRequest request;
  request.data.data_set = data_set;
  request.sampler.sampler = sampler;
  return request;
}

/// A CSV file of the test's own, removed with it.
class DataFile {
 public:
  DataFile(const std::string& name, const std::string& text)
      : m_path(
            std::filesystem::temp_directory_path() /
            ("baryscope-studies-" +
             to_text(static_cast<std::int64_t>(::testing::UnitTest::GetInstance()->random_seed())) +
             "-" + name)) {
    write(text);
  }
  ~DataFile() { std::filesystem::remove(m_path); }
  DataFile(const DataFile&) = delete;
  DataFile& operator=(const DataFile&) = delete;
  void write(const std::string& text) const { std::ofstream(m_path) << text; }
  [[nodiscard]] std::string path() const { return m_path.string(); }

 private:
  std::filesystem::path m_path;
};

/// n rows of d columns: column c of row r is r · (c + 1) where c < rank, else 0, with small waves.
std::string table(int n, int d, int rank) {
  std::string text;
  for (int c = 0; c < d; ++c) {
    text += "x" + to_text(std::int64_t{c}) + ",";
  }
  text += "label\n";
  for (int r = 0; r < n; ++r) {
    for (int c = 0; c < d; ++c) {
      const double wave = c < rank ? std::sin(0.7 * (r + 1) * (c + 1)) * (c + 1) : 0;
      text += to_text(wave) + ",";
    }
    text += r % 3 == 0 ? "small\n" : "large\n";
  }
  return text;
}

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

TEST(Studies, FramesByTheNumberOfColumns) {
  for (const int d : {1, 2, 3, 4, 7}) {
    const DataFile file("frame.csv", table(60, d, d));
    const auto study =
        SamplingLaboratory().study(request_of(file.path(), "simplicial-smote"), Watch());
    EXPECT_EQ(study->frame.projected, d > 3);
    EXPECT_EQ(study->frame.n_axes, std::min(d, 3));
    EXPECT_EQ(study->places.n_columns, 3);
    EXPECT_EQ(study->frame.titles[0],
              d <= 3 ? "x0"
                     : "PC 1 · " + to_text(100 * study->frame.pca.explained_variance[0], 0) +
                           " % of variance");
    ASSERT_TRUE(study->after);
    // The same affine map for originals and synthetic points: places combine as points do.
    const SyntheticSet& synthetic = study->resampled.synthetic;
    for (int i = 0; i < synthetic.size(); ++i) {
      for (int axis = 0; axis < 3; ++axis) {
        double place = 0;
        for (std::size_t v = 0; v < synthetic.simplex(i).size(); ++v) {
          place += synthetic.coordinates_of(i)[v] * study->places(synthetic.simplex(i)[v], axis);
        }
        EXPECT_NEAR(study->synthetic_places(i, axis), place, 1e-12);
      }
    }
  }
}

TEST(Studies, StandardisedColumnsShareThePicture) {
  for (const int d : {2, 5}) {
    const DataFile file("units.csv", table(80, d, d));
    SamplingRequest request = request_of(file.path(), "simplicial-smote");
    SamplingLaboratory laboratory;
    const auto plain = laboratory.study(request, Watch());
    request.sampler.standardize = true;
    const auto study = laboratory.study(request, Watch());
    EXPECT_EQ(study->data, plain->data);  // it is not read again
    ASSERT_TRUE(study->frame.scale);
    EXPECT_THAT(study->frame.titles[0], testing::HasSubstr("standardised"));
    // Places are those of standardised points, and lifting undoes them.
    const Matrix standard = scaled(fit_column_scale(study->data->points), study->data->points);
    double variance = 0, shown = 0;
    for (int row = 0; row < standard.n_rows; ++row) {
      for (const double x : standard.row(row)) variance += x * x;
      for (const double x : study->places.row(row)) shown += x * x;
    }
    EXPECT_NEAR(variance / standard.n_rows, d, 1e-9);
    EXPECT_LE(shown, variance * (1 + 1e-12));
    const Matrix& places = study->places;
    for (int row = 0; row < places.n_rows; ++row) {
      Matrix lifted(1, d);
      study->frame.lift({places(row, 0), places(row, 1), places(row, 2)}, lifted.row(0));
      const Matrix back = study->frame.places(lifted);
      for (int axis = 0; axis < 3; ++axis) {
        EXPECT_NEAR(back(0, axis), places(row, axis), 1e-9);
      }
      for (int c = 0; d <= 3 && c < d; ++c) {
        EXPECT_NEAR(lifted(0, c), study->data->points(row, c), 1e-9);
      }
    }
    ASSERT_TRUE(study->after);
  }
}

TEST(Studies, AxesThatExplainNothingAreNotCounted) {
  const DataFile file("flat.csv", table(40, 5, 2));
  const auto study = SamplingLaboratory().study(request_of(file.path(), "smote"), Watch());
  EXPECT_TRUE(study->frame.projected);
  EXPECT_EQ(study->frame.n_axes, 2);
  EXPECT_TRUE(study->frame.titles[2].empty());
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
    const std::string expected =
        "240 synthetic points from " + to_text(static_cast<std::int64_t>(used.size())) + kind +
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
