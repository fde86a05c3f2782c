/// The one door to everything that touches LibTorch. Plain data in, plain data out.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "core/analysis/analysis.h"
#include "core/base/progress.h"
#include "core/training/training_request.h"

namespace baryscope {

/// Keeps the models that were opened and the captures of the last texts, so that another layer,
/// head, mechanism or query of the same text needs no new forward pass. Used by one thread at a
/// time, but for train(), which may run on another thread beside the rest.
class Engine {
 public:
  virtual ~Engine() = default;

  /// Runs the whole walk. One analysis, or one a head in order of layer, head for `all`.
  /// Throws UsageError (a request that fits no such model), Error (a file, a value) or Cancelled.
  virtual std::vector<std::shared_ptr<const Analysis>> analyze(const AnalysisRequest& request,
                                                               const Watch& watch) = 0;

  /// Writes what every layer and head saw as a capture file (product.md §4).
  virtual void write_capture(const AnalysisRequest& request, const std::filesystem::path& target,
                             const Watch& watch) = 0;

  /// The text with what the model would write next (`continue`): at a sample temperature of 0 its
  /// likeliest token, else one that the request's seed draws. Throws as analyze().
  virtual std::string continue_text(const AnalysisRequest& request, double sample_temperature,
                                    const Watch& watch) = 0;

  /// The second door: trains a model and writes its folder. Runs on a thread of its own, beside
  /// analyze(): a snapshot that the listener asks for is what analyze() opens under the folder's
  /// path from then on, until the training ends. One training at a time in a folder.
  /// Throws UsageError (sizes that make no model, a folder that must not be overwritten), Error
  /// (divergence, a full disk) or Cancelled; the folder keeps its last checkpoint.
  virtual TrainingResult train(const TrainingRequest& request, const TrainingListener& listener,
                               const Watch& watch) = 0;

  /// "LibTorch 2.11.0, CPU, 2 threads", for Help → About and --verbose.
  [[nodiscard]] virtual std::string describe() const = 0;
};

/// Implemented by the engine library; `app/session/engine_library.h` opens it with dlopen and calls
/// `baryscope_make_engine`.
std::unique_ptr<Engine> make_engine();

}  // namespace baryscope

extern "C" {
/// The library's one exported symbol: a new Engine, owned by the caller.
baryscope::Engine* baryscope_make_engine();
}
