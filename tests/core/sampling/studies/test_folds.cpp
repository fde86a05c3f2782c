#include "core/sampling/studies/folds.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace baryscope {
namespace {

std::vector<int> labels_of_counts(const std::vector<int>& counts) {
  std::vector<int> labels;
  for (std::size_t c = 0; c < counts.size(); ++c) {
    labels.insert(labels.end(), static_cast<std::size_t>(counts[c]), static_cast<int>(c));
  }
  return labels;
}

TEST(Folds, GiveEveryClassItsShare) {
  const std::vector<int> counts{103, 17, 5, 0, 41};
  const std::vector<int> labels = labels_of_counts(counts);
  for (const int n_folds : {2, 3, 5}) {
    Random random(7);
    const std::vector<int> folds = stratified_folds(labels, 5, n_folds, random);
    std::vector<std::vector<int>> seen(5, std::vector<int>(static_cast<std::size_t>(n_folds)));
    std::vector<int> sizes(static_cast<std::size_t>(n_folds));
    for (std::size_t i = 0; i < labels.size(); ++i) {
      ++seen[static_cast<std::size_t>(labels[i])].at(static_cast<std::size_t>(folds[i]));
      ++sizes[static_cast<std::size_t>(folds[i])];
    }
    for (const std::vector<int>& of_class : seen) {
      EXPECT_LE(*std::ranges::max_element(of_class) - *std::ranges::min_element(of_class), 1);
    }
    EXPECT_LE(*std::ranges::max_element(sizes) - *std::ranges::min_element(sizes), 1);
  }
}

TEST(Folds, DependOnTheSeedAlone) {
  const std::vector<int> labels = labels_of_counts({60, 40});
  Random first(1), same(1), other(2);
  const std::vector<int> folds = stratified_folds(labels, 2, 5, first);
  EXPECT_EQ(folds, stratified_folds(labels, 2, 5, same));
  EXPECT_NE(folds, stratified_folds(labels, 2, 5, other));
}

TEST(Folds, AreDealtToEveryPointAlike) {
  const std::vector<int> labels = labels_of_counts({7, 3});
  std::vector<int> in_first(10);
  for (std::uint64_t seed = 0; seed < 20000; ++seed) {
    Random random(seed);
    const std::vector<int> folds = stratified_folds(labels, 2, 2, random);
    for (std::size_t i = 0; i < 10; ++i) {
      in_first[i] += folds[i] == 0 ? 1 : 0;
    }
  }
  // 4 of 7 and, the dealing going on, 1 of 3; five standard deviations.
  for (std::size_t i = 0; i < 10; ++i) {
    EXPECT_NEAR(in_first[i], i < 7 ? 20000 * 4.0 / 7 : 20000 / 3.0, 350);
  }
}

TEST(StratifiedRows, KeepSharesAndTheFewest) {
  const std::vector<int> labels = labels_of_counts({90000, 9000, 30, 2});
  Random random(3);
  const std::vector<int> rows = stratified_rows(labels, 4, 10000, 5, random);
  std::vector<int> counts(4);
  for (const int row : rows) {
    ++counts[static_cast<std::size_t>(labels[static_cast<std::size_t>(row)])];
  }
  EXPECT_THAT(counts, testing::ElementsAre(9088, 909, 5, 2));
  EXPECT_TRUE(std::ranges::is_sorted(rows, std::ranges::less_equal{}));
  std::vector<int> all = stratified_rows(labels_of_counts({3, 2}), 2, 5, 1, random);
  EXPECT_THAT(all, testing::ElementsAre(0, 1, 2, 3, 4));
}

TEST(Subset, KeepsNamesAndDropsTheFile) {
  DataSet data;
  data.name = "some.csv";
  data.points = Matrix(3, 2);
  data.points.data = {1, 2, 3, 4, 5, 6};
  data.labels = {0, 1, 2};
  data.classes = {"a", "b", "c"};
  data.features = {"x", "y"};
  data.source = std::make_shared<SourceRows>();
  const DataSet part = subset(data, std::vector<int>{2, 0});
  EXPECT_THAT(part.points.data, testing::ElementsAre(5, 6, 1, 2));
  EXPECT_THAT(part.labels, testing::ElementsAre(2, 0));
  EXPECT_EQ(part.classes, data.classes);
  EXPECT_EQ(part.features, data.features);
  EXPECT_EQ(part.source, nullptr);
}

}  // namespace
}  // namespace baryscope
