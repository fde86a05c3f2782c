/// Folds of a cross-validation in which every class has its share.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "core/base/random.h"
#include "core/sampling/data/data_set.h"

namespace baryscope {

/// The fold of every point, 0 … n_folds − 1: [n]. Each class is shuffled and dealt out in turn, so
/// that the folds' counts of a class, and their sizes, differ by at most one.
std::vector<int> stratified_folds(std::span<const int> labels, int n_classes, int n_folds,
                                  Random& random);

/// Rows of a sample of at most about `most` points with the classes' shares, ascending; a class
/// keeps `fewest` points, or all where it has fewer. All rows, and nothing drawn,
/// where they are no more than `most`.
std::vector<int> stratified_rows(std::span<const int> labels, int n_classes, std::size_t most,
                                 std::size_t fewest, Random& random);

/// These points alone, with the names of all classes and columns and without the file's rows.
DataSet subset(const DataSet& data, std::span<const int> rows);

/// One fold against all others: what is fitted on, what is asked.
struct Split {
  std::vector<int> training_rows, test_rows;  ///< of the data set, ascending
  DataSet training;
  Matrix test_points;
  std::vector<int> test_labels;
};

/// `standardize`: the columns' scale is fitted on the training points and applied to both.
Split make_split(const DataSet& data, std::span<const int> folds, int fold, bool standardize);

}  // namespace baryscope
