#include "app/session/session_requests.h"

#include "app/session/comparison.h"
#include "core/sampling/studies/sampling_options.h"

namespace baryscope {

bool shows_samples(const OptionValues& values) { return values.text("view") == "samples"; }

SessionRequests make_session_requests(const OptionValues& values) {
  SessionRequests requests;
  if (shows_samples(values)) {
    requests.studies = make_sampling_requests(values);
  } else {
    requests.analyses = make_requests(values);
  }
  return requests;
}

}  // namespace baryscope
