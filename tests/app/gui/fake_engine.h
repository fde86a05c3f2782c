/// An engine without LibTorch for tests of the window: six layers of twelve heads that read any
/// text by made-up but consistent numbers, at once or slowly.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <string>

#include "core/engine/engine.h"

namespace baryscope::testing {

class FakeEngine : public Engine {
 public:
  /// A text that begins with "slow" takes ten seconds, with progress, unless it is cancelled.
  /// One that begins with "broken" cannot be read.
  /// Throws Error for a model that is none of "minilm", "twin" and what is in training, UsageError
  /// for a layer or head out of range.
  std::vector<std::shared_ptr<const Analysis>> analyze(const AnalysisRequest& request,
                                                       const Watch& watch) override;
  void write_capture(const AnalysisRequest& request, const std::filesystem::path& target,
                     const Watch& watch) override;
  /// A falling loss, a millisecond a step, snapshots on demand, an evaluation every 50 steps; a
  /// checkpoint in the folder. What is in training has points that move apart with its snapshots.
  /// Seed 13 diverges at step 200. Throws Error then.
  TrainingResult train(const TrainingRequest& request, const TrainingListener& listener,
                       const Watch& watch) override;
  std::string continue_text(const AnalysisRequest& request, double sample_temperature,
                            const Watch&) override {
    if (request.text.starts_with("end")) throw UsageError("continue: the model ends the text here");
    return request.text + (sample_temperature > 0 ? " drawn" : " likeliest");
  }
  [[nodiscard]] std::string describe() const override { return "fake engine, 1 thread"; }

  static std::atomic<int> n_cancelled;

 private:
  std::mutex m_mutex;  ///< train() runs beside analyze()
  std::string m_trained;
  int m_snapshot = 0;
};

}  // namespace baryscope::testing
