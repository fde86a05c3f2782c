#include "app/session/session_requests.h"

#include "app/session/comparison.h"
#include "core/sampling/studies/sampling_options.h"

namespace baryscope {

bool shows_samples(const OptionValues& values) {
  return view(values.text("view")).source == ViewSource::data_set;
}

std::string view_for(const OptionValues& values, ViewSource source) {
  const ViewInfo& now = view(values.text("view"));
  return now.source == source ? now.name : first_view(source).name;
}

SessionRequests make_session_requests(const OptionValues& values) {
  SessionRequests requests;
  const ViewInfo& shown = view(values.text("view"));
  if (shown.source == ViewSource::data_set) {
    requests.studies = make_sampling_requests(values);
    return requests;
  }
  requests.analyses = make_requests(values);
  for (AnalysisRequest& request : requests.analyses) {
    request.needs = shown.needs;
  }
  return requests;
}

}  // namespace baryscope
