/// Models whose weights are still forming: the newest snapshot of every training that runs.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "core/model/model.h"

namespace baryscope {

struct LiveModel {
  std::shared_ptr<const Model> model;  ///< its weights change no more
  std::uint64_t version = 0;           ///< another number for every snapshot
};

/// Written by trainings, read by analyses, each on its thread.
class LiveModels {
 public:
  void publish(const std::filesystem::path& folder, std::shared_ptr<const Model> model);
  /// From now on the folder is what its files say.
  void withdraw(const std::filesystem::path& folder);
  [[nodiscard]] std::optional<LiveModel> find(const std::filesystem::path& folder) const;

  /// Notes that the folder is trained into; false where a training does so already.
  bool claim(const std::filesystem::path& folder);

 private:
  mutable std::mutex m_mutex;
  std::map<std::string, LiveModel> m_models;  ///< by canonical path; a null model: none yet
  std::uint64_t m_n_published = 0;
};

}  // namespace baryscope
