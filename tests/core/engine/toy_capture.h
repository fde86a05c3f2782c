/// The closed-form toy of science.md §7.1 as a capture file in F64.
#pragma once

#include <filesystem>
#include <vector>

namespace baryscope::test {

/// n = 4, d = 3, one head, all optional tensors; written to `path`.
void write_toy_capture(const std::filesystem::path& path, bool with_own_vectors = true);
/// Two layers of two heads in F32, nothing but query, key, value; `n_tokens` tokens.
void write_plain_capture(const std::filesystem::path& path, int n_tokens);
/// One layer of one head in F32 whose key holds a NaN.
void write_broken_capture(const std::filesystem::path& path);

/// softmax_j(q_i·k_j/√d) of a capture's head in F64, the plain way.
std::vector<double> plain_softmax_row(const std::filesystem::path& capture, int layer, int head,
                                      int query);

}  // namespace baryscope::test
