// What outlives a window: trainings that ended early go on, trained models and sessions open again.
#include <gtest/gtest.h>

#include <QAction>
#include <QComboBox>
#include <QDir>
#include <QFile>
#include <QPushButton>
#include <QTemporaryDir>
#include <algorithm>
#include <filesystem>
#include <fstream>

#include "app/gui/training/training_curves.h"
#include "app/gui/training/training_panel.h"
#include "app/gui/widgets/message_bar.h"
#include "app/gui/window/session_keeper.h"
#include "app/session/session_file.h"
#include "core/training/checkpoint_state.h"
#include "core/training/kept_training.h"
#include "tests/app/gui/own_widgets.h"
#include "tests/app/gui/window_fixture.h"

namespace baryscope::testing {
namespace {

namespace fs = std::filesystem;

class KeptTrainingTest : public WindowTest {
 protected:
  void SetUp() override { qputenv("XDG_DATA_HOME", m_data.path().toUtf8()); }
  void TearDown() override {
    window.reset();
    qunsetenv("XDG_DATA_HOME");
  }
  fs::path models() { return fs::path(m_data.path().toStdString()) / "baryscope" / "models"; }
  TrainingPanel& panel() { return training().panel(); }
  QPushButton* button(const char* name) { return panel().findChild<QPushButton*>(name); }

  /// What a training leaves that was broken off.
  TrainingRequest keep(const char* name, int steps_done, int n_steps) {
    TrainingRequest request;
    request.mechanism.mechanism = "two-simplicial";
    request.task.plots = 31;
    request.shape.head_dim = 7;
    request.optimizer.steps = n_steps;
    request.seed = 6;
    request.output = models() / name;
    CheckpointState state;
    state.steps_done = steps_done;
    state.random = {1, 2, 3, 4};
    for (int step = 100; step <= steps_done; step += 100) {
      TrainingPoint point;
      point.step = step;
      point.loss = 3;
      state.curve.push_back(point);
    }
    state.request = request_options(request);
    fs::create_directories(request.output);
    const std::string byte(4, '\0');
    write_safetensors({{"weights.none", ElementType::f32, {1}, byte}}, checkpoint_metadata(state),
                      request.output / checkpoint_name);
    return request;
  }

  QTemporaryDir m_data;
};

TEST_F(KeptTrainingTest, AfterARestartAKeptTrainingGoesOn) {
  const TrainingRequest kept = keep("mine", 1200, 100000);
  keep("done", 500, 500);
  open({});
  window->findChild<QAction*>("show-training")->trigger();
  auto* list = panel().findChild<QComboBox*>("training-kept");
  ASSERT_NE(list, nullptr);
  EXPECT_TRUE(list->isVisible());
  ASSERT_EQ(list->count(), 2) << "the finished one has no step left";
  EXPECT_EQ(list->itemText(1),
            QStringLiteral("go on with mine · 1\u202f200 of 100\u202f000 steps"));
  EXPECT_EQ(button("training-start")->text(), QStringLiteral("Start"));
  list->setFocus();
  QTest::keyClick(list, Qt::Key_Down);
  EXPECT_EQ(button("training-start")->text(), QStringLiteral("Go on"));
  const TrainingRequest request = panel().form().request();
  EXPECT_TRUE(request.resume);
  EXPECT_EQ(request.output, kept.output);
  EXPECT_EQ(request_options(request), request_options(kept));
  QTest::keyClick(list, Qt::Key_Up);
  EXPECT_FALSE(panel().form().request().resume);
  EXPECT_NE(panel().form().request().output, kept.output);

  QTest::keyClick(list, Qt::Key_Down);
  QTest::mouseClick(button("training-start"), Qt::LeftButton);
  TrainingRun* run = window->session().training();
  ASSERT_NE(run, nullptr) << window->frame().message().text().toStdString();
  EXPECT_TRUE(run->state().request.resume);
  EXPECT_EQ(run->state().request.output, kept.output);
  EXPECT_FALSE(panel().form().goes_on()) << "the one after it is new";
  EXPECT_EQ(list->currentText(), QStringLiteral("going on with mine"));
  run->stop();
  ASSERT_TRUE(wait([&] { return !run->active(); }));
}

TEST_F(KeptTrainingTest, TheCurveOfATrainingThatGoesOnBeginsWithItsEarlierPart) {
  keep("mine", 1200, 100000);
  open({});
  window->findChild<QAction*>("show-training")->trigger();
  auto* list = panel().findChild<QComboBox*>("training-kept");
  list->setFocus();
  QTest::keyClick(list, Qt::Key_Down);
  QTest::mouseClick(button("training-start"), Qt::LeftButton);
  TrainingRun* run = window->session().training();
  ASSERT_NE(run, nullptr) << window->frame().message().text().toStdString();
  const auto& curve = run->state().curve;
  ASSERT_TRUE(wait([&] { return !curve.empty() && curve.back().step > 1300; }));
  EXPECT_EQ(curve.front().step, 100);
  EXPECT_EQ(curve.front().loss, 3);
  EXPECT_TRUE(std::is_sorted(curve.begin(), curve.end(),
                             [](const auto& a, const auto& b) { return a.step < b.step; }));
  EXPECT_TRUE(panel().curves().accessibleDescription().startsWith("The loss went from 3 to "))
      << panel().curves().accessibleDescription().toStdString();
  run->stop();
  ASSERT_TRUE(wait([&] { return !run->active(); }));
}

TEST_F(KeptTrainingTest, ADamagedCheckpointIsNotOffered) {
  keep("mine", 10, 20);
  fs::create_directories(models() / "broken");
  std::ofstream(models() / "broken" / checkpoint_name) << "broken";
  open({});
  EXPECT_EQ(panel().findChild<QComboBox*>("training-kept")->count(), 2);
  fs::remove_all(models() / "mine");
  window->findChild<QAction*>("show-training")->trigger();
  EXPECT_FALSE(panel().findChild<QComboBox*>("training-kept")->isVisible());
}

TEST_F(KeptTrainingTest, TrainedModelsAreInTheLists) {
  for (const char* file : {"config.json", "model.safetensors"}) {
    fs::create_directories(models() / "my-street");
    std::ofstream(models() / "my-street" / file) << "{}";
  }
  fs::create_directories(models() / "no-model");
  open({});
  for (const char* name : {"model-picker", "compared-picker"}) {
    const auto* picker = window->findChild<QComboBox*>(name);
    EXPECT_GE(picker->findData("my-street"), 0) << name;
    EXPECT_LT(picker->findData("no-model"), 0) << name;
    EXPECT_GE(picker->findData("minilm"), 0) << name;
  }
  const auto* picker = window->findChild<QComboBox*>("model-picker");
  EXPECT_EQ(picker->currentData().toString(), "minilm");
}

TEST_F(KeptTrainingTest, ASessionThatCannotBeRestoredIsOfferedAgain) {
  OptionValues options(all_options());
  options.set("model", "/nowhere/gone");
  const QString file = SessionKeeper::state_folder() + "/running-1-0.bary.json";
  QDir().mkpath(SessionKeeper::state_folder());
  std::ofstream(file.toStdString()) << to_session_text({options, std::nullopt, {}});
  open({});
  auto* bar = find_own<MessageBar>(window.get(), "recovery-bar");
  ASSERT_NE(bar, nullptr);
  QTest::mouseClick(bar->findChildren<QPushButton*>().first(), Qt::LeftButton);
  ASSERT_TRUE(wait([&] { return !window->frame().message().text().isEmpty(); }));
  ASSERT_TRUE(idle());
  EXPECT_EQ(option("model"), "minilm");
  EXPECT_TRUE(bar->isVisible());
  EXPECT_TRUE(QFile::exists(file)) << "what could not be opened is lost";
  QTest::mouseClick(bar->findChildren<QPushButton*>().last(), Qt::LeftButton);
  EXPECT_FALSE(QFile::exists(file));
}

}  // namespace
}  // namespace baryscope::testing
