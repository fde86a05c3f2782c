/// How long work listens and tells: a stop token to obey and a function to report to.
#pragma once

#include <functional>
#include <stop_token>
#include <string_view>

namespace baryscope {

/// Called with the share of the work done (0…1) and the name of the step, from the working thread.
using ProgressFunction = std::function<void(double fraction, std::string_view step)>;

/// Handed down through every long computation. Copyable, cheap, may be empty.
class Watch {
 public:
  Watch() = default;
  Watch(std::stop_token stop, ProgressFunction progress);

  /// True once somebody asked to stop.
  [[nodiscard]] bool stopped() const;
  /// Throws Cancelled once somebody asked to stop. Call it often (every few milliseconds of work).
  void check() const;
  /// Reports progress, then does check().
  void report(double fraction, std::string_view step) const;

 private:
  std::stop_token m_stop;
  ProgressFunction m_progress;
};

}  // namespace baryscope
