#include "core/engine/engine.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <ATen/core/grad_mode.h>
#include <fmt/format.h>
#include <torch/headeronly/version.h>

#include <algorithm>
#include <cstdint>
#include <new>
#include <system_error>
#include <thread>
#include <utility>

#include "core/analysis/gguf_files.h"
#include "core/analysis/model_library.h"
#include "core/base/processor.h"
#include "core/engine/capture_store.h"
#include "core/engine/head_analysis.h"
#include "core/engine/live_models.h"
#include "core/engine/request_choice.h"
#include "core/engine/working_memory.h"
#include "core/model/device.h"
#include "core/model/weights/model_files.h"
#include "core/training/closed_form.h"
#include "core/training/trainer.h"

namespace baryscope {
namespace {

// Texts up to so many tokens (or bytes, before they are read) are computed by one thread: their
// products are so small that threads would wait for each other longer than they work, by far so on
// a busy machine.
constexpr std::size_t short_text_tokens = 100;
constexpr std::size_t short_text_bytes = 400;

// But products with layers of models of so many bytes are large, however short the text.
constexpr std::uintmax_t large_model_bytes = std::uintmax_t{2} << 30U;

bool reads_large_model(const AnalysisRequest& request) {
  const std::filesystem::path model = find_model(request.model);
  if (!is_model_path(model)) {
    return false;
  }
  std::uintmax_t n_bytes = 0;
  for (const std::filesystem::path& file : model_files(model)) {
    std::error_code missing;
    const std::uintmax_t size = std::filesystem::file_size(file, missing);
    n_bytes += missing ? 0 : size;
  }
  return n_bytes >= large_model_bytes;
}

// Before it is read; a capture's products are small in any case.
bool is_short_text(const AnalysisRequest& request) {
  return !request.capture.empty() ||
         (request.text.size() + request.text_b.value_or("").size() <= short_text_bytes &&
          !reads_large_model(request));
}

void choose_threads(const AnalysisRequest& request, int n_default, bool is_short) {
  // More threads than processors only wait for each other.
  const int n_processors = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  const int n_threads = request.n_threads > 0 ? std::min(request.n_threads, n_processors)
                        : is_short            ? 1
                                              : n_default;
  if (n_threads != at::get_num_threads()) {
    at::set_num_threads(n_threads);
  }
}

// Runs a step of the engine with LibTorch's errors said in our own words. `smaller`: what to choose
// where the memory does not do.
template <class Step>
auto translated(const char* smaller, const Step& step) {
  try {
    return step();
  } catch (const c10::OutOfMemoryError&) {
    throw Error(std::string("the device has not enough memory for this request; choose a smaller "
                            "one (") +
                smaller + ") or --device cpu");
  } catch (const c10::ValueError& error) {
    throw UsageError(error.what_without_backtrace());
  } catch (const c10::Error& error) {
    throw Error(std::string("LibTorch could not compute this: ") + error.what_without_backtrace());
  } catch (const std::bad_alloc&) {
    throw Error(std::string("not enough memory for this request; choose a smaller one (") +
                smaller + ")");
  }
}

template <class Step>
auto analyzed(const AnalysisRequest& request, int n_default_threads, const Step& step) {
  const at::NoGradGuard no_gradients;
  const ProcessorScope processor(request.cpu);
  choose_threads(request, n_default_threads, is_short_text(request));
  return translated("--query, --window, a shorter text", step);
}

// A folder is trained into once at a time, and what is live of it ends with the training.
class LiveTraining {
 public:
  LiveTraining(LiveModels& models, const std::filesystem::path& folder)
      : m_models(models), m_folder(folder) {
    if (!models.claim(folder)) {
      throw UsageError("--output " + folder.string() + ": a training writes there already");
    }
  }
  ~LiveTraining() { m_models.withdraw(m_folder); }
  LiveTraining(const LiveTraining&) = delete;
  LiveTraining& operator=(const LiveTraining&) = delete;

 private:
  LiveModels& m_models;
  const std::filesystem::path& m_folder;
};

class TorchEngine : public Engine {
 public:
  std::vector<std::shared_ptr<const Analysis>> analyze(const AnalysisRequest& request,
                                                       const Watch& watch) override {
    return analyzed(request, m_n_default_threads, [&] {
      watch.report(0, "opening");
      const std::shared_ptr<OpenCapture> opened =
          m_store.open(request, n_needed_layers(request), watch);
      choose_threads(request, m_n_default_threads,
                     opened->capture.tokens.size() <= short_text_tokens);
      const std::vector<HeadTask> tasks = choose_heads(request, *opened, watch);
      std::vector<std::shared_ptr<const Analysis>> analyses;
      for (std::size_t i = 0; i < tasks.size(); ++i) {
        if (tasks.size() > 1) {
          watch.report(static_cast<double>(i) / static_cast<double>(tasks.size()),
                       fmt::format("head {} of {}", i + 1, tasks.size()));
        }
        analyses.push_back(analyze_head(request, *opened, tasks[i], watch));
      }
      return analyses;
    });
  }

  void write_capture(const AnalysisRequest& request, const std::filesystem::path& target,
                     const Watch& watch) override {
    analyzed(request, m_n_default_threads, [&] {
      const std::shared_ptr<OpenCapture> opened = m_store.open(request, max_layers, watch);
      watch.report(0.9, "writing the capture");
      save_capture(opened->capture, target);
    });
  }

  std::string continue_text(const AnalysisRequest& request, double sample_temperature,
                            const Watch& watch) override {
    return analyzed(request, m_n_default_threads, [&] {
      if (!request.capture.empty() || request.text_b) {
        throw UsageError(request.text_b ? "continue: a pair of sentences is not continued"
                                        : "continue: a capture holds no model that could write");
      }
      return m_store.model(request, watch)
          ->continued(request.text, {sample_temperature, request.seed}, watch,
                      request.special_in_text);
    });
  }

  TrainingResult train(const TrainingRequest& request, const TrainingListener& listener,
                       const Watch& watch) override {
    const LiveTraining live(m_live, request.output);
    return translated("--batch, --model-dim, --n-heads, a smaller task", [&] {
      if (request.closed_form) {
        return write_closed_form(request, listener, watch);
      }
      return train_model(request, listener, watch,
                         [&](std::shared_ptr<const Model> model, int /*step*/) {
                           m_live.publish(request.output, std::move(model));
                         });
    });
  }

  [[nodiscard]] std::string describe() const override {
    return fmt::format("LibTorch {}.{}.{}, {}, {} threads", TORCH_VERSION_MAJOR,
                       TORCH_VERSION_MINOR, TORCH_VERSION_PATCH,
                       cuda_obstacle().empty() ? "CUDA" : "CPU", at::get_num_threads());
  }

 private:
  // Asked before any thread of the engine has set its own.
  int m_n_default_threads = at::get_num_threads();
  LiveModels m_live;
  CaptureStore m_store{m_live};
};

}  // namespace

std::unique_ptr<Engine> make_engine() {
  keep_working_memory();
  return std::make_unique<TorchEngine>();
}

}  // namespace baryscope
