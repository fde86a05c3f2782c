#include "core/sampling/studies/study.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "core/base/error.h"
#include "core/base/input_file.h"
#include "core/base/notes.h"
#include "core/base/processor.h"
#include "core/sampling/data/column_scale.h"
#include "core/sampling/studies/classifier.h"
#include "core/sampling/studies/complex_summary.h"
#include "core/sampling/studies/decision_field.h"
#include "core/sampling/studies/diagnostics.h"
#include "core/sampling/studies/display_frame.h"
#include "core/sampling/studies/drawn_space.h"

namespace baryscope {
namespace {

using DataStamps = std::vector<FileStamp>;

/// Of every file that holds the data; none for a generator.
DataStamps stamps_of(const DataRequest& request) {
  DataStamps stamps;
  for (const std::string& file : data_files(request.data_set)) {
    stamps.push_back(file_stamp(file));
  }
  return stamps;
}

/// Everything that depends on the data alone, and on whether its columns are standardised.
struct PreparedData {
  DataRequest request;
  DataStamps stamps;
  bool standardize = false;
  std::shared_ptr<const DataSet> data;
  DisplayFrame frame;
  Matrix places;
  ColumnScale scale;  ///< of the originals: the same before and after sampling
};

/// `data`: what was read before; null to read it.
std::shared_ptr<const PreparedData> prepare(const SamplingRequest& request,
                                            const DataStamps& stamps,
                                            std::shared_ptr<const DataSet> data,
                                            const Watch& watch) {
  auto prepared = std::make_shared<PreparedData>();
  prepared->request = request.data;
  prepared->stamps = stamps;
  prepared->standardize = request.sampler.standardize;
  prepared->data =
      data ? std::move(data) : std::make_shared<const DataSet>(load_data(request.data, watch));
  prepared->scale = fit_column_scale(prepared->data->points);
  watch.report(0.1, "principal axes");
  prepared->frame =
      make_display_frame(*prepared->data, prepared->standardize ? &prepared->scale : nullptr);
  prepared->places = prepared->frame.places(prepared->data->points);
  return prepared;
}

/// The field of one classifier on the originals.
struct FieldBefore {
  std::shared_ptr<const PreparedData> prepared;
  std::string classifier;
  std::shared_ptr<const DecisionField> field;
};

/// Synthetic points lie in the hull of the originals, so both fields share the originals' box.
std::shared_ptr<const DecisionField> field_of(const PreparedData& prepared, const Matrix& points,
                                              const std::vector<int>& labels,
                                              const SamplingRequest& request, const Watch& watch) {
  const DisplayFrame& frame = prepared.frame;
  const int n_classes = prepared.data->n_classes();
  const FieldBox box = make_field_box(prepared.places, Matrix(0, 3), frame.n_axes);
  const ColumnScale* scale = prepared.standardize ? &prepared.scale : nullptr;
  const auto field = [&](const Matrix& seen, const DisplayFrame& through, const ColumnScale* by) {
    const auto classifier = make_classifier(request.classifier, seen, labels, n_classes, by, watch);
    return std::make_shared<const DecisionField>(
        make_decision_field(*classifier, through, box, n_classes, watch));
  };
  if (request.classifier == "knn" && frame.projected) {
    const DrawnSpace space = make_drawn_space(frame, points, scale);
    return field(space.points, space.frame, nullptr);
  }
  return field(points, frame, scale);
}

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
  FieldBefore before;
  /// The last two, because two samplers stand side by side.
  std::array<std::shared_ptr<const SamplingStudy>, 2> last;

  void prepare_data(const SamplingRequest& request, const Watch& watch) {
    const DataStamps stamps = stamps_of(request.data);
    const bool same_data =
        prepared && prepared->request == request.data && prepared->stamps == stamps;
    if (same_data && prepared->standardize == request.sampler.standardize) {
      return;
    }
    last = {};
    watch.report(0, "data");
    prepared = prepare(request, stamps, same_data ? prepared->data : nullptr, watch);
  }

  /// A study with the same synthetic points; null where there is none.
  [[nodiscard]] const SamplingStudy* find_sampled(const SamplerOptions& sampler) const {
    for (const auto& study : last) {
      if (study && study->data == prepared->data && study->request.sampler == sampler) {
        return study.get();
      }
    }
    return nullptr;
  }

  void draw_fields(SamplingStudy& study, const Watch& watch);
};

void SamplingLaboratory::State::draw_fields(SamplingStudy& study, const Watch& watch) {
  const SamplingRequest& request = study.request;
  if (request.classifier == "none" || study.after) {
    return;
  }
  const DataSet& data = *prepared->data;
  if (before.prepared != prepared || before.classifier != request.classifier) {
    watch.report(0.6, "decision regions before");
    before = {};
    before.field = field_of(*prepared, data.points, data.labels, request, watch);
    before.classifier = request.classifier;
    before.prepared = prepared;
  }
  study.before = before.field;
  const SyntheticSet& synthetic = study.resampled.synthetic;
  if (synthetic.size() == 0) {
    study.after = study.before;
    return;
  }
  watch.report(0.8, "decision regions after");
  Matrix points = data.points;
  points.data.insert(points.data.end(), synthetic.points.data.begin(), synthetic.points.data.end());
  points.n_rows += synthetic.points.n_rows;
  std::vector<int> labels = data.labels;
  labels.insert(labels.end(), synthetic.labels.begin(), synthetic.labels.end());
  study.after = field_of(*prepared, points, labels, request, watch);
}

SamplingLaboratory::SamplingLaboratory() : m_state(std::make_unique<State>()) {}
SamplingLaboratory::~SamplingLaboratory() = default;

std::shared_ptr<const SamplingStudy> SamplingLaboratory::study(const SamplingRequest& request,
                                                               const Watch& watch) {
  const ProcessorScope processor(request.cpu);
  m_state->prepare_data(request, watch);
  const PreparedData& prepared = *m_state->prepared;
  auto study = std::make_shared<SamplingStudy>();
  if (const SamplingStudy* same = m_state->find_sampled(request.sampler)) {
    *study = *same;
    if (same->request.classifier != request.classifier) {
      study->before = nullptr;
      study->after = nullptr;
    }
    study->request = request;
  } else {
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
    watch.report(0.4, "simplicial complex");
    study->complex = summarize_complex(study->resampled, watch);
    watch.report(0.5, "diagnostics");
    study->diagnostics =
        make_diagnostics(*study->data, study->resampled, request.sampler.standardize, watch);
    add_notes(study->data->notes, study->notes);
    add_notes(study->resampled.notes, study->notes);
    study->notes = a_handful(std::move(study->notes));
  }
  m_state->draw_fields(*study, watch);
  m_state->last = {study, m_state->last[0]};
  return study;
}

}  // namespace baryscope
