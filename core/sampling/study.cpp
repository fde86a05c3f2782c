#include "core/sampling/study.h"

#include <algorithm>
#include <utility>

#include "core/base/error.h"
#include "core/sampling/complex_summary.h"
#include "core/sampling/display_frame.h"

namespace baryscope {
namespace {

/// Everything that depends on the data alone.
struct PreparedData {
  DataRequest request;
  std::shared_ptr<const DataSet> data;
  DisplayFrame frame;
  Matrix places;
};

void add_notes(const std::vector<std::string>& more, std::vector<std::string>& notes) {
  for (const std::string& note : more) {
    if (std::find(notes.begin(), notes.end(), note) == notes.end()) {
      notes.push_back(note);
    }
  }
}

}  // namespace

struct SamplingLaboratory::State {
  std::shared_ptr<const PreparedData> prepared;
  std::shared_ptr<const SamplingStudy> last;

  const PreparedData& prepare(const DataRequest& request, const Watch& watch);
};

SamplingLaboratory::SamplingLaboratory() : m_state(std::make_unique<State>()) {}
SamplingLaboratory::~SamplingLaboratory() = default;

const PreparedData& SamplingLaboratory::State::prepare(const DataRequest& request,
                                                       const Watch& watch) {
  if (!prepared || prepared->request != request) {
    watch.report(0, "data");
    auto fresh = std::make_shared<PreparedData>();
    fresh->request = request;
    fresh->data = std::make_shared<const DataSet>(load_data(request, watch));
    fresh->frame = make_display_frame(*fresh->data);
    fresh->places = fresh->frame.places(fresh->data->points);
    prepared = std::move(fresh);
  }
  return *prepared;
}

std::shared_ptr<const SamplingStudy> SamplingLaboratory::study(const SamplingRequest& request,
                                                               const Watch& watch) {
  const PreparedData& prepared = m_state->prepare(request.data, watch);
  auto study = std::make_shared<SamplingStudy>();
  study->request = request;
  study->data = prepared.data;
  study->frame = prepared.frame;
  study->places = prepared.places;
  watch.report(0.2, "sampling");
  study->resampled = resample(*study->data, request.sampler, watch);
  study->synthetic_places = study->frame.places(study->resampled.synthetic.points);
  study->counts_before = study->data->class_counts();
  study->counts_after = study->counts_before;
  for (const int label : study->resampled.synthetic.labels) {
    ++study->counts_after[static_cast<std::size_t>(label)];
  }
  study->complex = summarize_complex(study->resampled, watch);
  add_notes(study->data->notes, study->notes);
  add_notes(study->resampled.notes, study->notes);
  m_state->last = study;
  return study;
}

}  // namespace baryscope
