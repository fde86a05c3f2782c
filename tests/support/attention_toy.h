/// The closed-form toy of science.md §7.1 as an attention input, and comparisons with plain lists.
#pragma once

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "core/attention/attention.h"

namespace baryscope::test {

/// M_φ[i][l] = sin(0.9·(i+1)·(l+1) + φ), [1, 4, 3].
at::Tensor toy_matrix(double phase, at::ScalarType type);

/// Query 0.0, key .5, K' 1.1, V 1.9, V' 2.6, Q2 .9, K2 = K', K3 1.7, V3 3.1.
AttentionInput toy_input(at::ScalarType type);

/// 1e-9 in F64, 1e-5 in F32.
double acceptance_tolerance(at::ScalarType type);

/// Compares a tensor, flattened, with a list.
void expect_near(const at::Tensor& found, const std::vector<double>& expected, double tolerance,
                 const std::string& what);

/// attend() of all rows without progress.
AttentionResult attend_all(const AttentionInput& input, const AttentionSpec& spec, int top = 0,
                           bool dense = false);

}  // namespace baryscope::test
