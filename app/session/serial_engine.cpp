#include "app/session/serial_engine.h"

#include <chrono>
#include <mutex>
#include <utility>

namespace baryscope {
namespace {

class SerialEngine : public Engine {
 public:
  explicit SerialEngine(std::unique_ptr<Engine> engine) : m_engine(std::move(engine)) {}

  std::vector<std::shared_ptr<const Analysis>> analyze(const AnalysisRequest& request,
                                                       const Watch& watch) override {
    const auto turn = wait(watch);
    return m_engine->analyze(request, watch);
  }
  void write_capture(const AnalysisRequest& request, const std::filesystem::path& target,
                     const Watch& watch) override {
    const auto turn = wait(watch);
    m_engine->write_capture(request, target, watch);
  }
  std::string continue_text(const AnalysisRequest& request, double sample_temperature,
                            const Watch& watch) override {
    const auto turn = wait(watch);
    return m_engine->continue_text(request, sample_temperature, watch);
  }
  TrainingResult train(const TrainingRequest& request, const TrainingListener& listener,
                       const Watch& watch) override {
    return m_engine->train(request, listener, watch);
  }
  [[nodiscard]] std::string describe() const override { return m_engine->describe(); }

 private:
  std::unique_lock<std::timed_mutex> wait(const Watch& watch) {
    std::unique_lock lock(m_mutex, std::defer_lock);
    while (!lock.try_lock_for(std::chrono::milliseconds(10))) {
      watch.check();
    }
    return lock;
  }

  std::unique_ptr<Engine> m_engine;
  std::timed_mutex m_mutex;
};

class BorrowedEngine : public Engine {
 public:
  explicit BorrowedEngine(std::shared_ptr<Engine> engine) : m_engine(std::move(engine)) {}

  std::vector<std::shared_ptr<const Analysis>> analyze(const AnalysisRequest& request,
                                                       const Watch& watch) override {
    return m_engine->analyze(request, watch);
  }
  void write_capture(const AnalysisRequest& request, const std::filesystem::path& target,
                     const Watch& watch) override {
    m_engine->write_capture(request, target, watch);
  }
  std::string continue_text(const AnalysisRequest& request, double sample_temperature,
                            const Watch& watch) override {
    return m_engine->continue_text(request, sample_temperature, watch);
  }
  TrainingResult train(const TrainingRequest& request, const TrainingListener& listener,
                       const Watch& watch) override {
    return m_engine->train(request, listener, watch);
  }
  [[nodiscard]] std::string describe() const override { return m_engine->describe(); }

 private:
  std::shared_ptr<Engine> m_engine;
};

}  // namespace

std::function<std::unique_ptr<Engine>()> make_serial_engine(
    std::function<std::unique_ptr<Engine>()> make) {
  return [make = std::move(make)]() -> std::unique_ptr<Engine> {
    return std::make_unique<SerialEngine>(make());
  };
}

std::unique_ptr<Engine> borrow_engine(std::shared_ptr<Engine> engine) {
  return std::make_unique<BorrowedEngine>(std::move(engine));
}

std::shared_ptr<Engine> wait_for_engine(const std::shared_future<std::shared_ptr<Engine>>& engine,
                                        const Watch& watch) {
  while (engine.wait_for(std::chrono::milliseconds(10)) != std::future_status::ready) {
    watch.check();
  }
  return engine.get();
}

}  // namespace baryscope
