/// How well predicted classes match the true ones.
#pragma once

#include <span>

namespace baryscope {

/// 2 TP / (2 TP + FP + FN) of one class; 0 where it is neither there nor predicted.
double f1_of_class(std::span<const int> truth, std::span<const int> predicted, int label);
/// Mean F1 of the classes that are there or predicted; 0 without points.
double macro_f1(std::span<const int> truth, std::span<const int> predicted);
/// R_K, the correlation of truth and prediction over all classes (Gorodkin 2004); for two classes
/// Matthews' coefficient. 0 where either is one class only.
double matthews_correlation(std::span<const int> truth, std::span<const int> predicted);

}  // namespace baryscope
