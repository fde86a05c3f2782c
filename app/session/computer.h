/// Computes what requests ask for, and keeps the last answers of both kinds.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "app/session/finished.h"
#include "app/session/session_requests.h"
#include "core/base/progress.h"
#include "core/engine/engine.h"

namespace baryscope {

/// Used by one thread. Where only one of two requests is new only that is computed.
class Computer {
 public:
  using MakeEngine = std::function<std::unique_ptr<Engine>()>;

  explicit Computer(MakeEngine make_engine);

  /// The answer that was computed last, where it is to these requests; else null.
  [[nodiscard]] const Computed* find_answer(const SessionRequests& requests) const;
  /// Valid until the next call. Throws what the engine or the samplers throw.
  const Computed& compute(const SessionRequests& requests, const Watch& watch);
  /// The same, with nothing taken from before: files are read anew.
  const Computed& compute_anew(const SessionRequests& requests, const Watch& watch);

  /// Made where it is not there yet; throws what making it threw.
  Engine& engine() { return *share_engine(); }
  std::shared_ptr<Engine> share_engine();

 private:
  void analyze(const std::vector<AnalysisRequest>& requests, bool anew, const Watch& watch);
  void study(const std::vector<SamplingRequest>& requests, bool anew, const Watch& watch);
  const Computed& answer(const SessionRequests& requests, bool anew, const Watch& watch);

  MakeEngine m_make_engine;
  std::shared_ptr<Engine> m_engine;
  std::unique_ptr<SamplingLaboratory> m_laboratory;
  std::vector<AnalysisRequest> m_analyzed;  ///< empty: none
  Computed m_analyses;
  std::vector<SamplingRequest> m_studied;  ///< empty: none
  Computed m_studies;
};

}  // namespace baryscope
