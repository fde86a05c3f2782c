// How fast a training runs in the window while the picture follows its weights, against the same
// training while it does not, in turn in one run on an X server: a JSON line.
#include <QApplication>
#include <QElapsedTimer>
#include <QLocale>
#include <QTemporaryDir>
#include <algorithm>
#include <clocale>
#include <cstdio>
#include <vector>

#include "app/gui/training/training_desk.h"
#include "app/gui/training/training_follower.h"
#include "app/gui/training/training_panel.h"
#include "app/gui/window/main_window.h"
#include "app/gui/window/prepare_application.h"
#include "app/session/all_options.h"
#include "app/session/engine_library.h"
#include "app/session/view_library.h"
#include "tests/benchmarks/timing.h"

namespace {

using namespace baryscope;

constexpr int k_n_rounds = 8;
constexpr int k_warm_up_ms = 500;
constexpr int k_round_ms = 4000;

void run_events(int milliseconds) {
  QElapsedTimer clock;
  clock.start();
  while (clock.elapsed() < milliseconds) {
    QApplication::processEvents(QEventLoop::WaitForMoreEvents, 20);
  }
}

/// Steps a second over a round, by the training's own count of its steps.
double speed(const TrainingRun& run) {
  run_events(k_warm_up_ms);
  QElapsedTimer clock;
  clock.start();
  int first = -1;
  int last = -1;
  qint64 first_ns = 0;
  qint64 last_ns = 0;
  while (clock.elapsed() < k_round_ms) {
    QApplication::processEvents(QEventLoop::WaitForMoreEvents, 20);
    const int step = run.state().curve.empty() ? 0 : run.state().curve.back().step;
    if (step == last) continue;
    last = step;
    last_ns = clock.nsecsElapsed();
    if (first < 0) {
      first = step;
      first_ns = last_ns;
    }
  }
  return last_ns > first_ns ? 1e9 * (last - first) / static_cast<double>(last_ns - first_ns) : 0;
}

}  // namespace

int main(int argc, char** argv) {
  prepare_application();
  QApplication application(argc, argv);
  QCoreApplication::setApplicationName("baryscope-benchmark");
  std::setlocale(LC_NUMERIC, "C");
  QLocale::setDefault(QLocale::c());
  const QTemporaryDir data;
  for (const char* place : {"XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME"}) {
    qputenv(place, data.path().toUtf8());
  }
  OptionValues options(all_options());
  options.set("train", "street");
  options.set("mechanism", "two-simplicial");
  for (const char* id : {"steps", "evaluate-every", "checkpoint-every"}) {
    options.set(id, "10000000");
  }
  const WindowRequest request{options, {}, open_engine};
  MainWindow window(request, [](const SceneView::Host& host) { return open_scene_view(host); });
  window.show();
  run_events(4000);
  TrainingDesk& desk = window.desks().of_kind<TrainingDesk>();
  desk.start();
  const TrainingRun* run = window.session().training();
  if (run == nullptr) return 1;
  const TrainingFollower& follower = desk.follower();
  QElapsedTimer clock;
  clock.start();
  while ((follower.n_pictures() < 3 || run->state().curve.empty()) && clock.elapsed() < 60000) {
    run_events(100);
  }
  std::vector<double> with;
  std::vector<double> without;
  std::vector<double> ratios;
  int n_pictures = 0;
  double seconds = 0;
  for (int round = 0; round < k_n_rounds && run->active(); ++round) {
    const int before = follower.n_pictures();
    clock.restart();
    with.push_back(speed(*run));
    seconds += 1e-3 * static_cast<double>(clock.elapsed());
    n_pictures += follower.n_pictures() - before;
    desk.panel().set_follows(false);
    without.push_back(speed(*run));
    desk.panel().set_follows(true);
    ratios.push_back(with.back() / without.back());
  }
  if (!run->active()) {
    std::fprintf(stderr, "the training ended: %s\n", run->state().message.c_str());
    return 1;
  }
  std::printf(
      "{\"name\":\"training-follow: steps a second with the picture following / without\","
      "\"ratio\":%.3f,\"goal\":\">= 0.9\",\"details\":\"%.0f / %.0f steps/s, %.1f pictures/s of "
      "%.0f + %.0f ms (analysis + window), street 2-simplicial, medians of %d rounds\"}\n",
      median(ratios), median(with), median(without), n_pictures / seconds,
      1e3 * follower.cost().analysis, 1e3 * follower.cost().window, k_n_rounds);
  return 0;
}
