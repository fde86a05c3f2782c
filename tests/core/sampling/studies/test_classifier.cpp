#include "core/sampling/studies/classifier.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <stop_token>

#include "core/base/error.h"
#include "core/base/random.h"
#include "core/sampling/data/column_scale.h"
#include "core/sampling/studies/logistic_loss.h"
#include "tests/core/sampling/plain_neighbors.h"
#include "tests/support/error_message.h"

namespace baryscope {
namespace {

using test::message_of;

Matrix make_matrix(int n_columns, std::vector<double> data) {
  Matrix matrix(static_cast<int>(data.size()) / n_columns, n_columns);
  matrix.data = std::move(data);
  return matrix;
}

std::vector<int> random_labels(int n, int n_classes, std::uint64_t seed) {
  Random random(seed);
  std::vector<int> labels;
  for (int i = 0; i < n; ++i) {
    labels.push_back(static_cast<int>(random.below(static_cast<std::uint64_t>(n_classes))));
  }
  return labels;
}

TEST(KnnClassifier, SharesAreTheVotesOfTheFiveNearest) {
  const Matrix points = make_matrix(1, {0, 1, 2, 3, 4, 100, 101});
  const auto knn =
      make_classifier("knn", points, std::vector<int>{0, 0, 2, 2, 2, 1, 1}, 3, nullptr, {});
  const Matrix shares = knn->probabilities(make_matrix(1, {1.6, 100}), {});
  EXPECT_THAT(shares.row(0), testing::ElementsAre(0.4, 0, 0.6));
  EXPECT_THAT(shares.row(1), testing::ElementsAre(0, 0.4, 0.6));
  EXPECT_THAT(knn->predict(make_matrix(1, {1.6, 100}), {}), testing::ElementsAre(2, 2));
}

TEST(KnnClassifier, UsesAllOfFewerPointsAndTiesGoToTheLowerClass) {
  const Matrix points = make_matrix(2, {0, 0, 1, 1, 5, 5, 6, 6});
  const auto knn = make_classifier("knn", points, std::vector<int>{1, 1, 0, 0}, 2, nullptr, {});
  const Matrix query = make_matrix(2, {0, 0});
  EXPECT_THAT(knn->probabilities(query, {}).row(0), testing::ElementsAre(0.5, 0.5));
  EXPECT_THAT(knn->predict(query, {}), testing::ElementsAre(0));
}

TEST(KnnClassifier, WithAScaleIgnoresTheUnitsOfColumns) {
  Matrix points = bell_points(200, 3, 1);
  Matrix queries = bell_points(50, 3, 2);
  const std::vector<int> labels = random_labels(200, 3, 3);
  const ColumnScale scale = fit_column_scale(points);
  const auto in_units = make_classifier("knn", points, labels, 3, &scale, {});
  const std::vector<int> expected = in_units->predict(queries, {});
  for (Matrix* matrix : {&points, &queries}) {
    for (int i = 0; i < matrix->n_rows; ++i) {
      (*matrix)(i, 1) = (*matrix)(i, 1) * 1024 + 4096;
    }
  }
  const ColumnScale other_scale = fit_column_scale(points);
  EXPECT_EQ(make_classifier("knn", points, labels, 3, &other_scale, {})->predict(queries, {}),
            expected);
  EXPECT_NE(make_classifier("knn", points, labels, 3, nullptr, {})->predict(queries, {}), expected);
}

TEST(LogisticClassifier, SeparatesAlongTheOnlyColumnThatDiffers) {
  Matrix points = bell_points(300, 2, 4);
  std::vector<int> labels(300);
  for (int i = 0; i < 300; ++i) {
    labels[static_cast<std::size_t>(i)] = i % 3 == 0 ? 1 : 0;
    points(i, 0) = points(i, 0) + (i % 3 == 0 ? 1e6 + 5 : 1e6);
  }
  const auto logistic = make_classifier("logistic", points, labels, 2, nullptr, {});
  EXPECT_EQ(logistic->predict(points, {}), labels);
  const Matrix shares = logistic->probabilities(make_matrix(2, {1e6 - 9, 0, 1e6 + 14, 0}), {});
  EXPECT_LT(shares(0, 1), 1e-4);
  EXPECT_GT(shares(1, 1), 1 - 1e-4);
}

TEST(LogisticClassifier, WithoutAColumnThatTellsAnythingSharesAreThoseOfTheClasses) {
  const Matrix points(10, 2);
  const auto logistic = make_classifier(
      "logistic", points, std::vector<int>{0, 0, 0, 0, 0, 0, 2, 2, 2, 3}, 5, nullptr, {});
  const Matrix shares = logistic->probabilities(make_matrix(2, {0, 0}), {});
  const std::vector<double> expected{0.6, 0, 0.3, 0.1, 0};
  for (int c = 0; c < 5; ++c) {
    EXPECT_NEAR(shares(0, c), expected[static_cast<std::size_t>(c)], 1e-10);
  }
}

TEST(LogisticClassifier, KnowsOneClassWhereThereIsOne) {
  const auto logistic =
      make_classifier("logistic", bell_points(9, 2, 5), std::vector<int>(9, 1), 3, nullptr, {});
  EXPECT_THAT(logistic->probabilities(bell_points(1, 2, 6), {}).row(0),
              testing::ElementsAre(0, 1, 0));
}

/// The loss as a plain sum, for differences.
double plain_loss(const LogisticWeights& weights, const Matrix& points,
                  const std::vector<int>& labels) {
  double loss = 0;
  for (Eigen::Index r = 0; r < weights.rows(); ++r) {
    for (Eigen::Index c = 0; c + 1 < weights.cols(); ++c) {
      loss += weights(r, c) * weights(r, c) / 2;
    }
  }
  for (int i = 0; i < points.n_rows; ++i) {
    std::vector<double> scores;
    if (weights.rows() == 1) {
      scores.push_back(0);
    }
    for (Eigen::Index r = 0; r < weights.rows(); ++r) {
      double score = weights(r, weights.cols() - 1);
      for (int c = 0; c < points.n_columns; ++c) {
        score += weights(r, c) * points(i, c);
      }
      scores.push_back(score);
    }
    double sum = 0;
    for (const double score : scores) {
      sum += std::exp(score);
    }
    loss += std::log(sum) - scores[static_cast<std::size_t>(labels[static_cast<std::size_t>(i)])];
  }
  return loss;
}

TEST(LogisticLoss, HasTheDerivativesOfThePlainLoss) {
  for (const int n_classes : {2, 3, 5}) {
    const Matrix points = bell_points(40, 4, 7);
    const std::vector<int> labels = random_labels(40, n_classes, 8);
    LogisticLoss loss(points, labels, n_classes);
    const Matrix numbers = bell_points(2 * static_cast<int>(loss.n_rows()), 5, 9);
    LogisticWeights weights(loss.n_rows(), 5), direction(loss.n_rows(), 5);
    for (Eigen::Index r = 0; r < loss.n_rows(); ++r) {
      for (Eigen::Index c = 0; c < 5; ++c) {
        weights(r, c) = numbers(static_cast<int>(r), static_cast<int>(c));
        direction(r, c) = numbers(static_cast<int>(r + loss.n_rows()), static_cast<int>(c));
      }
    }
    EXPECT_NEAR(loss.move_to(weights, {}), plain_loss(weights, points, labels), 1e-10);
    const double h = 1e-5;
    const double slope = (plain_loss(weights + h * direction, points, labels) -
                          plain_loss(weights - h * direction, points, labels)) /
                         (2 * h);
    EXPECT_NEAR(loss.gradient({}).cwiseProduct(direction).sum(), slope, 1e-6);
    const LogisticWeights curved = loss.curvature_times(direction, {});
    LogisticLoss there(points, labels, n_classes), back(points, labels, n_classes);
    there.move_to(weights + h * direction, {});
    back.move_to(weights - h * direction, {});
    const LogisticWeights difference = (there.gradient({}) - back.gradient({})) / (2 * h);
    EXPECT_LT((curved - difference).cwiseAbs().maxCoeff(), 1e-6);
  }
}

TEST(LogisticClassifier, IsAtTheMinimum) {
  const Matrix points = bell_points(120, 3, 10);
  const std::vector<int> labels = random_labels(120, 3, 11);
  const auto logistic = make_classifier("logistic", points, labels, 3, nullptr, {});
  const Matrix shares = logistic->probabilities(points, {});
  // There Σ_i (share − [label]) vanishes for the free intercept, class by class.
  for (int c = 0; c < 3; ++c) {
    double sum = 0;
    for (int i = 0; i < 120; ++i) {
      sum += shares(i, c) - (labels[static_cast<std::size_t>(i)] == c ? 1 : 0);
    }
    EXPECT_NEAR(sum, 0, 1e-8);
  }
}

TEST(Classifier, RefusesUnknownNames) {
  EXPECT_THAT(message_of<UsageError>([] {
                make_classifier("kmn", Matrix(2, 2), std::vector<int>{0, 1}, 2, nullptr, {});
              }),
              testing::HasSubstr("did you mean 'knn'"));
}

TEST(Classifier, ObeysTheWatch) {
  std::stop_source source;
  source.request_stop();
  const Watch watch(source.get_token(), {});
  const Matrix points = bell_points(50, 2, 12);
  const std::vector<int> labels = random_labels(50, 2, 13);
  EXPECT_THROW(make_classifier("logistic", points, labels, 2, nullptr, watch), Cancelled);
  EXPECT_THROW(
      (void)make_classifier("knn", points, labels, 2, nullptr, {})->probabilities(points, watch),
      Cancelled);
}

TEST(ColumnScale, MakesMeanZeroAndVarianceOne) {
  Matrix points = bell_points(100, 4, 14);
  for (int i = 0; i < 100; ++i) {
    points(i, 1) *= 1e200;
    points(i, 2) = 0.1;
    points(i, 3) = points(i, 3) * 1e-200 + 3e-200;
  }
  const Matrix result = scaled(fit_column_scale(points), points);
  for (int c = 0; c < 4; ++c) {
    double sum = 0, squares = 0;
    for (int i = 0; i < 100; ++i) {
      sum += result(i, c);
      squares += result(i, c) * result(i, c);
    }
    EXPECT_NEAR(sum / 100, 0, 1e-13);
    EXPECT_NEAR(squares / 100, c == 2 ? 0 : 1, 1e-12);
  }
}

}  // namespace
}  // namespace baryscope
