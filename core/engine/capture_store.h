/// The models that were opened and the captures of the last texts.
#pragma once

#include <filesystem>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "core/analysis/request.h"
#include "core/base/byte_cache.h"
#include "core/base/progress.h"
#include "core/engine/live_models.h"
#include "core/geometry/matrix.h"
#include "core/model/capture.h"
#include "core/model/model.h"

namespace baryscope {

/// A capture with what was already worked out about it.
struct OpenCapture {
  Capture capture;
  std::string device;  ///< "cpu", "cuda"
  /// How much every head says, by `layer auto` (head_choice.h), per causal mask; filled on first
  /// use and again where more layers were run.
  std::optional<Matrix> head_scores[2];
  /// How much every row of a head says, by (layer, head, causal); filled on first use.
  std::map<std::tuple<int, int, bool>, std::vector<double>> row_scores;
};

/// Used by one thread at a time.
class CaptureStore {
 public:
  /// `live` outlives the store: a folder that is trained into is its newest snapshot.
  explicit CaptureStore(const LiveModels& live) : m_live(live) {}

  /// The capture of the request: read from its file, or made by one forward pass, or remembered; of
  /// a model larger than the cache at least its first `n_layers` layers.
  /// Throws Error, UsageError, Cancelled.
  std::shared_ptr<OpenCapture> open(const AnalysisRequest& request, int n_layers,
                                    const Watch& watch);
  /// The model of a request that names one: the newest snapshot of one that is trained.
  std::shared_ptr<const Model> model(const AnalysisRequest& request, const Watch& watch);

 private:
  struct OpenModel {
    std::string key;
    std::shared_ptr<const Model> model;
    ByteCache::Id id = ByteCache::no_owner;
  };
  struct Remembered {
    std::string key;
    std::shared_ptr<OpenCapture> capture;
    ByteCache::Id id = ByteCache::no_owner;
  };
  std::shared_ptr<const Model> open_model(const std::filesystem::path& folder,
                                          const std::string& name, const std::string& device,
                                          const Watch& watch);
  std::shared_ptr<const Model> model_at(const std::filesystem::path& folder,
                                        const AnalysisRequest& request, const Watch& watch);
  std::shared_ptr<OpenCapture> find(const std::string& key);
  void remember(const std::string& key, const std::shared_ptr<OpenCapture>& capture);

  const LiveModels& m_live;
  /// Of models, their layers that are ready, and captures.
  std::shared_ptr<ByteCache> m_cache = std::make_shared<ByteCache>();
  std::list<OpenModel> m_models;
  std::list<Remembered> m_captures;
};

}  // namespace baryscope
