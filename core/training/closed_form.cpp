#include "core/training/closed_form.h"

#include <ATen/Parallel.h>

#include <algorithm>

#include "core/base/error.h"
#include "core/base/processor.h"
#include "core/model/match3_model.h"
#include "core/training/evaluation.h"
#include "core/training/model_folder.h"

namespace baryscope {
namespace {

/// The calling thread's number of threads, for as long as this lives: it is part of the request.
class RequestedThreads {
 public:
  explicit RequestedThreads(int n_threads) : m_before(at::get_num_threads()) {
    at::set_num_threads(std::max(1, n_threads));
  }
  ~RequestedThreads() { at::set_num_threads(m_before); }
  RequestedThreads(const RequestedThreads&) = delete;
  RequestedThreads& operator=(const RequestedThreads&) = delete;

 private:
  int m_before;
};

}  // namespace

TrainingResult write_closed_form(const TrainingRequest& request, const TrainingListener& listener,
                                 const Watch& watch) {
  if (request.task.name != "match3" || !request.task.blank) {
    throw UsageError("--closed-form on: only match3, with its blank token, has a closed form");
  }
  if (request.resume) {
    throw UsageError(
        "--resume on beside --closed-form on: nothing is trained, so there is nothing "
        "to go on with");
  }
  const RequestedThreads threads(request.n_threads);
  const ProcessorScope processor(request.cpu);
  const auto task = make_task(request.task);
  const Transformer model = make_match3_model(request.task);
  const ModelFolder folder(request);
  TrainingResult result;
  for (const auto& [name, values] : model.parameters()) {
    result.n_parameters += values.numel();
  }
  EvaluationSize size;
  size.n_examples = std::max(1, request.n_evaluated);
  TrainingPoint point;
  point.evaluation = result.metrics =
      evaluate(model, *task, request.mechanism.mechanism, Random(request.seed), size, watch);
  point.loss = result.metrics.loss;
  result.curve = {point};
  if (listener.on_point) {
    listener.on_point(point);
  }
  write_model_folder(folder.path(), model, *task, request, result);
  return result;
}

}  // namespace baryscope
