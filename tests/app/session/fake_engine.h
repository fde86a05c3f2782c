/// An engine that computes nothing: answers at once, or waits until it is told to go on.
#pragma once

#include <atomic>
#include <chrono>
#include <cmath>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "core/base/error.h"
#include "core/engine/engine.h"

namespace baryscope {

/// What the test and the engine (on the worker) share.
struct FakeEngineState {
  std::atomic<int> n_made = 0;
  std::atomic<int> n_analyzed = 0;  ///< requests that were begun
  std::atomic<int> n_cancelled = 0;
  std::atomic<bool> held = false;  ///< a request runs until this is false or it is stopped
  std::atomic<bool> running = false;
  std::atomic<bool> broken = false;  ///< every request fails
  std::atomic<int> n_steps = 0;      ///< of trainings
};

class FakeEngine : public Engine {
 public:
  explicit FakeEngine(FakeEngineState& state) : m_state(state) { ++m_state.n_made; }

  std::vector<std::shared_ptr<const Analysis>> analyze(const AnalysisRequest& request,
                                                       const Watch& watch) override {
    ++m_state.n_analyzed;
    m_state.running = true;
    try {
      while (m_state.held) {
        watch.report(0.5, "holding");
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
      }
      watch.check();
    } catch (const Cancelled&) {
      ++m_state.n_cancelled;
      m_state.running = false;
      throw;
    }
    m_state.running = false;
    if (m_state.broken || request.text == "break") {
      throw Error("the text breaks");
    }
    if (request.model == "one-head" && request.head.index > 0) {
      throw UsageError("head " + std::to_string(request.head.index) + ": this model has one");
    }
    auto analysis = std::make_shared<Analysis>();
    analysis->request = request;
    analysis->model.n_layers = 6;
    analysis->model.n_heads = 12;
    analysis->layer = request.layer.index;
    analysis->head = request.head.index;
    analysis->mechanism.mechanism =
        request.mechanism.mechanism.empty() ? "pairwise" : request.mechanism.mechanism;
    analysis->tokens.resize(8);
    for (std::size_t i = 0; i < analysis->tokens.size(); ++i) {
      analysis->tokens[i].text =
          (request.text.starts_with("other") ? "word" : "token") + std::to_string(i);
    }
    analysis->queries.resize(1);
    analysis->queries[0].position =
        request.query.kind == Selector::Kind::index ? request.query.index : 2;
    if (request.query.kind == Selector::Kind::text) {
      analysis->queries[0].position = request.query.text.back() - '0';
    }
    place(*analysis);
    return {analysis};
  }

  /// The same cloud in every layer, in other axes each.
  static void place(Analysis& analysis) {
    const int n_tokens = static_cast<int>(analysis.tokens.size());
    const double angle = 0.9 * analysis.layer, c = std::cos(angle), s = std::sin(angle);
    Placement& placement = analysis.placement;
    placement.tokens = Matrix(n_tokens, 3);
    for (int i = 0; i < n_tokens; ++i) {
      const double x = std::cos(2.0 * i) * (1 + i), y = std::sin(3.0 * i) * 2, z = 0.5 * i;
      placement.tokens(i, 0) = analysis.layer % 2 == 0 ? c * x - s * y : s * y - c * x;
      placement.tokens(i, 1) = s * x + c * y;
      placement.tokens(i, 2) = z;
    }
    placement.outputs = placement.nearest = Matrix(1, 3);
    analysis.queries[0].inside_hull = true;
  }

  void write_capture(const AnalysisRequest&, const std::filesystem::path&, const Watch&) override {}
  std::string continue_text(const AnalysisRequest& request, double sample_temperature,
                            const Watch&) override {
    return request.text + (sample_temperature > 0 ? " drawn" : " likeliest");
  }
  [[nodiscard]] std::string describe() const override { return "no engine"; }

  /// A millisecond a step, none for a batch of 1; a learning rate above 1 diverges in the third.
  TrainingResult train(const TrainingRequest& request, const TrainingListener& listener,
                       const Watch& watch) override {
    TrainingResult result;
    while (result.steps_done < request.optimizer.steps) {
      if (!listener.go_on()) {
        watch.check();
        result.stopped = true;
        break;
      }
      if (request.optimizer.batch > 1) {
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
      }
      ++m_state.n_steps;
      TrainingPoint point;
      point.step = ++result.steps_done;
      point.loss = 1.0 / point.step;
      result.curve.push_back(point);
      listener.on_point(point);
      if (point.step == 3 && request.optimizer.learning_rate > 1) {
        throw Error("the loss is NaN in step 3");
      }
      if (listener.wants_snapshot()) {
        listener.on_snapshot(point.step);
      }
    }
    return result;
  }

 private:
  FakeEngineState& m_state;
};

/// Functions that were posted, run by the test's thread.
class PostQueue {
 public:
  void post(std::function<void()> function) {
    {
      const std::lock_guard lock(m_mutex);
      m_functions.push_back(std::move(function));
    }
    m_wake.notify_one();
  }

  /// Runs what was posted until `done()`; false after ten seconds.
  bool run_until(const std::function<bool()>& done) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    while (!done()) {
      std::function<void()> function;
      {
        std::unique_lock lock(m_mutex);
        m_wake.wait_for(lock, std::chrono::milliseconds(5),
                        [this] { return !m_functions.empty(); });
        if (!m_functions.empty()) {
          function = std::move(m_functions.front());
          m_functions.pop_front();
        }
      }
      if (function) {
        function();
      } else if (std::chrono::steady_clock::now() > deadline) {
        return false;
      }
    }
    return true;
  }

 private:
  std::mutex m_mutex;
  std::condition_variable m_wake;
  std::deque<std::function<void()>> m_functions;
};

}  // namespace baryscope
