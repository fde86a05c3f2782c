#include "core/base/progress.h"

#include <utility>

#include "core/base/error.h"

namespace baryscope {

Watch::Watch(std::stop_token stop, ProgressFunction progress)
    : m_stop(std::move(stop)), m_progress(std::move(progress)) {}

bool Watch::stopped() const { return m_stop.stop_requested(); }

void Watch::check() const {
  if (stopped()) {
    throw Cancelled();
  }
}

void Watch::report(double fraction, std::string_view step) const {
  if (m_progress) {
    m_progress(fraction, step);
  }
  check();
}

}  // namespace baryscope
