#include "core/training/evaluation.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <algorithm>
#include <span>

#include "core/training/head_metrics.h"
#include "core/training/task_tensors.h"

namespace baryscope {
namespace {

constexpr int examples_a_batch = 250;

template <class Element>
std::span<const Element> row(const std::vector<Element>& values, int index, int width) {
  return std::span(values).subspan(
      static_cast<std::size_t>(index) * static_cast<std::size_t>(width),
      static_cast<std::size_t>(width));
}

/// Asked answers that are right, of one batch.
std::int64_t count_right(const at::Tensor& answers, const TaskBatch& batch, const Task& task) {
  const int n_places = batch.n_examples * batch.n_tokens;
  std::int64_t n_right = 0;
  if (batch.vectors.empty()) {
    const at::Tensor best = answers.argmax(-1).to(at::kCPU).contiguous();
    const std::int64_t* answer = best.const_data_ptr<std::int64_t>();
    for (int i = 0; i < n_places; ++i) {
      const auto place = static_cast<std::size_t>(i);
      n_right += batch.asked[place] != 0 && answer[i] == batch.labels[place] ? 1 : 0;
    }
    return n_right;
  }
  const int width = task.vector_dim();
  const at::Tensor plain = answers.to(at::kCPU).contiguous();
  const std::span<const float> all(plain.const_data_ptr<float>(),
                                   static_cast<std::size_t>(plain.numel()));
  for (int i = 0; i < n_places; ++i) {
    const auto begin = static_cast<std::size_t>(i) * static_cast<std::size_t>(width);
    n_right += batch.asked[static_cast<std::size_t>(i)] != 0 &&
                       task.is_right(all.subspan(begin, static_cast<std::size_t>(width)),
                                     row(batch.vectors, i, width))
                   ? 1
                   : 0;
  }
  return n_right;
}

}  // namespace

TaskMetrics evaluate(const Transformer& model, const Task& task, const std::string& mechanism,
                     Random random, const EvaluationSize& size, const Watch& watch) {
  const at::NoGradGuard no_gradients;
  const at::Device device = model.device();
  HeadMetrics heads(task, mechanism, size.max_hull_outputs);
  double loss = 0;
  std::int64_t n_asked = 0, n_right = 0;
  int n_looked_at = 0;
  for (int begin = 0; begin < size.n_examples; begin += examples_a_batch) {
    const TaskBatch batch = task.make(random, std::min(examples_a_batch, size.n_examples - begin));
    const BatchTensors tensors = batch_tensors(batch, task.vector_dim(), device);
    const at::Tensor answers = model.run(tensors.ids, {}, nullptr, watch).answers;
    const auto asked_here = std::count_if(batch.asked.begin(), batch.asked.end(),
                                          [](std::uint8_t asked) { return asked != 0; });
    if (asked_here > 0) {
      loss += answer_loss(answers, tensors).item<double>() * static_cast<double>(asked_here);
      n_asked += asked_here;
      n_right += count_right(answers, batch, task);
    }
    for (int i = 0; i < batch.n_examples && n_looked_at < size.n_texts; ++i, ++n_looked_at) {
      watch.check();
      Capture capture;
      capture.causal = model.config().causal;
      static_cast<void>(model.run(tensors.ids.narrow(0, i, 1), {}, &capture, watch));
      heads.add(capture, row(batch.ids, i, batch.n_tokens), row(batch.asked, i, batch.n_tokens),
                watch);
    }
  }
  TaskMetrics metrics;
  if (n_asked > 0) {
    metrics.loss = loss / static_cast<double>(n_asked);
    metrics.accuracy = static_cast<double>(n_right) / static_cast<double>(n_asked);
  }
  heads.report(metrics);
  return metrics;
}

}  // namespace baryscope
