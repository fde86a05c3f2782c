/// What the weights of a trained layer do: true pairs, relevant keys, outputs outside the hull.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "core/base/progress.h"
#include "core/model/capture.h"
#include "core/tasks/task.h"
#include "core/training/training_request.h"

namespace baryscope {

/// Gathers over texts, one capture each, what the first layer of `mechanism` does there.
/// Definitions; i is an asked query, weights are F32 as the model computes them:
/// - heaviest_pair_true: over queries with true pairs, the share whose heaviest ordered pair (j, k)
///   of two other, different tokens is a true one, by S_ijk averaged over heads, ties to the lower
///   (j, k). The blank token is not another token.
/// - mass_on_true_pairs: over the same queries, the mean of Σ (S_ijk + S_ikj) over the true pairs.
/// - noise_mass: over queries with relevant keys and heads with Σ|w| > 0, the mean of Σ|w_ij| over
///   the allowed keys that are not relevant, over Σ|w_ij|.
/// - exact_zeros: over the same queries and all heads, the mean share of the allowed keys that are
///   not relevant whose weight is exactly 0.
/// - outside_hull: over the first `max_hull_outputs` asked outputs (of any head), the share whose
///   certified distance to conv of the allowed values exceeds 1e-5·max‖v‖, the tolerance of F32
///   (product.md §4): certified is the lower bound distance − gap.
/// - hull_distance: over the same outputs, the mean of the lower bound over max‖v‖.
/// Layers that select keys are not looked at.
class HeadMetrics {
 public:
  HeadMetrics(const Task& task, std::string mechanism, int max_hull_outputs);

  /// `capture` of the text `ids`; asked [n_tokens].
  void add(const Capture& capture, std::span<const std::int64_t> ids,
           std::span<const std::uint8_t> asked, const Watch& watch);
  /// Fills in what was defined in at least one text.
  void report(TaskMetrics& metrics) const;

 private:
  struct Mean {
    double sum = 0;
    std::int64_t n = 0;
    void add(double value) {
      sum += value;
      ++n;
    }
    [[nodiscard]] std::optional<double> value() const {
      return n == 0 ? std::nullopt : std::optional(sum / static_cast<double>(n));
    }
  };
  void add_pairs(const LayerCapture& layer, bool causal, std::span<const std::int64_t> ids,
                 std::span<const std::uint8_t> asked);
  void add_keys(const LayerCapture& layer, bool causal, std::span<const std::int64_t> ids,
                std::span<const std::uint8_t> asked);
  void add_hulls(const LayerCapture& layer, bool causal, std::span<const std::uint8_t> asked,
                 const Watch& watch);

  const Task& m_task;
  std::string m_mechanism;
  int m_max_hull_outputs;
  std::int64_t m_n_hull_outputs = 0;
  Mean m_heaviest, m_pair_mass, m_noise, m_zeros, m_outside, m_distance;
};

}  // namespace baryscope
