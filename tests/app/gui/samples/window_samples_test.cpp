// The samples view in the real window, by mouse and keys; the studies are real, the engine a fake.
#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QDockWidget>
#include <QDropEvent>
#include <QFile>
#include <QLabel>
#include <QMimeData>
#include <QPushButton>
#include <QSlider>
#include <QSpinBox>
#include <QTableView>
#include <QTemporaryDir>
#include <QToolButton>
#include <QUrl>
#include <algorithm>

#include "app/gui/samples/class_counts.h"
#include "app/gui/samples/samples_desk.h"
#include "app/gui/samples/samples_inspector.h"
#include "app/gui/samples/samples_panel.h"
#include "app/gui/samples/samples_results.h"
#include "app/gui/samples/samples_table.h"
#include "app/gui/samples/score_plot.h"
#include "app/gui/samples/step_player.h"
#include "app/gui/scene/paired_scenes.h"
#include "app/gui/widgets/fact_grid.h"
#include "app/gui/widgets/inspector_panel.h"
#include "app/gui/widgets/message_bar.h"
#include "app/gui/widgets/option_editor.h"
#include "app/gui/window/preferences.h"
#include "app/gui/window/window_host.h"
#include "tests/app/gui/window_fixture.h"

namespace baryscope {
namespace {

using testing::WindowTest;

class WindowSamplesTest : public WindowTest {
 protected:
  void SetUp() override {
    open({}, {{"view", "samples"}, {"n-samples", "120"}});
    ASSERT_TRUE(wait([&] { return samples().active(); }));
  }

  bool has_studies() {
    const auto current = window->session().current();
    return current != nullptr && !current->studies.empty();
  }
  const SamplingStudy& study() { return *window->session().current()->studies.front(); }
  QDockWidget* dock(const char* name) { return window->findChild<QDockWidget*>(name); }
  template <typename Widget>
  Widget* find(const char* name) {
    return window->findChild<Widget*>(name);
  }
  void choose(QComboBox* picker, const char* name) {
    picker->setCurrentIndex(picker->findData(name, Qt::UserRole));
    Q_EMIT picker->activated(picker->currentIndex());
  }
  /// Where the picture has a point of the kind.
  QPoint pixel_of(Subject::Kind kind, int* row) {
    const SceneWidget& view = window->frame().scene();
    for (int y = 4; y < view.height(); y += 3) {
      for (int x = 4; x < view.width(); x += 3) {
        const auto pick =
            find_pick(*view.scene(), view.cameras().camera(), view.viewport(), x, y, 2);
        if (pick && pick->subject.kind == kind) {
          *row = pick->subject.number();
          return {x, y};
        }
      }
    }
    return {};
  }
  int n_rings() {
    int n = 0;
    for (const TokenCloud& cloud : window->frame().scene().scene()->clouds) {
      n += cloud.name == "selection" ? static_cast<int>(cloud.points.size()) : 0;
    }
    return n;
  }
};

TEST_F(WindowSamplesTest, AfterTheLastSyntheticPointComesTheFirst) {
  ASSERT_TRUE(idle());
  const int last = study().resampled.synthetic.size() - 1;
  ASSERT_GT(last, 0);
  window->session().set_option("sample", std::to_string(last));
  ASSERT_TRUE(idle());
  find<QToolButton>("step-another")->click();
  EXPECT_EQ(option("sample"), "0");
}

TEST_F(WindowSamplesTest, AttentionGivesWayAndComesBackAsItWas) {
  EXPECT_TRUE(attention().sentence().isHidden());
  EXPECT_TRUE(dock("dock-head")->isHidden());
  EXPECT_FALSE(dock("dock-samples")->isHidden());
  EXPECT_FALSE(samples().player()->isHidden());
  EXPECT_TRUE(window->windowTitle().contains("two moons", Qt::CaseInsensitive))
      << window->windowTitle().toStdString();
  EXPECT_FALSE(window->frame().scene().accessibleDescription().isEmpty());
  EXPECT_FALSE(window->findChild<QAction*>("next-head")->isEnabled());

  window->session().set_option("view", "space");
  ASSERT_TRUE(wait([&] { return !samples().active(); }));
  EXPECT_FALSE(attention().sentence().isHidden());
  EXPECT_FALSE(dock("dock-head")->isHidden());
  EXPECT_TRUE(dock("dock-samples")->isHidden());
  EXPECT_TRUE(samples().player()->isHidden());
  EXPECT_TRUE(window->findChild<QAction*>("next-head")->isEnabled());

  dock("dock-mechanism")->close();
  dock("dock-head")->close();
  window->session().set_option("view", "samples");
  ASSERT_TRUE(wait([&] { return samples().active(); }));
  dock("dock-sample-results")->close();
  window->session().set_option("view", "space");
  ASSERT_TRUE(wait([&] { return !samples().active(); }));
  EXPECT_TRUE(dock("dock-mechanism")->isHidden());
  EXPECT_FALSE(dock("dock-inspector")->isHidden());
  window->session().set_option("view", "samples");
  ASSERT_TRUE(wait([&] { return samples().active(); }));
  EXPECT_TRUE(dock("dock-sample-results")->isHidden());
  EXPECT_FALSE(dock("dock-samples")->isHidden());
}

TEST_F(WindowSamplesTest, JustTheOptionsThatASamplerReadsAreShown) {
  const auto shown = [&](const char* id) {
    return samples().panel().sampler_form()->editor(id) != nullptr;
  };
  EXPECT_TRUE(shown("k-neighbors") && shown("arity") && shown("alpha") && shown("boundary-bias"));
  EXPECT_FALSE(shown("m-neighbors"));
  EXPECT_FALSE(shown("bias-strength"));  // of no bias
  window->session().set_option("boundary-bias", "tilt");
  EXPECT_TRUE(shown("bias-strength"));
  choose(find<QComboBox>("sampler-picker"), "borderline-smote-1");
  EXPECT_EQ(option("sampler"), "borderline-smote-1");
  EXPECT_TRUE(shown("m-neighbors"));
  EXPECT_FALSE(shown("arity"));
  EXPECT_FALSE(shown("alpha"));
  choose(find<QComboBox>("sampler-picker"), "none");
  EXPECT_FALSE(shown("k-neighbors"));
}

TEST_F(WindowSamplesTest, ChangingKByTheSliderRedraws) {
  auto* slider = find<QSlider>("slider-k-neighbors");
  ASSERT_NE(slider, nullptr);
  ASSERT_TRUE(idle());
  const auto before = window->session().current();
  const std::size_t edges = study().complex.n_edges;
  slider->setFocus();
  for (int i = 0; i < 4; ++i) QTest::keyClick(slider, Qt::Key_Right);
  ASSERT_TRUE(wait([&] { return option("k-neighbors") == "9"; }));
  ASSERT_TRUE(idle());
  EXPECT_GT(study().complex.n_edges, edges);
  EXPECT_NE(window->session().current(), before);
  EXPECT_EQ(find<QSpinBox>("option-k-neighbors")->value(), 9);
  QTest::qWait(900);  // the keys of one gesture are one step of history
  ASSERT_TRUE(window->session().undo());
  EXPECT_EQ(option("k-neighbors"), "5");
  EXPECT_EQ(slider->value(), 4);
  ASSERT_TRUE(window->session().redo());
  EXPECT_EQ(option("k-neighbors"), "9");
}

TEST_F(WindowSamplesTest, ADraggedSliderSendsOneValueAtATime) {
  auto* slider = find<QSlider>("slider-k-neighbors");
  ASSERT_TRUE(idle());
  int n_results = 0;
  const auto show = window->session().on_finished;
  window->session().on_finished = [&] {
    ++n_results;
    show();
  };
  slider->setSliderDown(true);
  for (int place = 0; place <= 20; ++place) {
    slider->setSliderPosition(place);
    QTest::qWait(15);
  }
  slider->setSliderDown(false);
  ASSERT_TRUE(wait([&] { return option("k-neighbors") == "21"; }));
  ASSERT_TRUE(idle());
  EXPECT_GT(n_results, 1) << "a steady hand sees no picture";
  EXPECT_LE(n_results, 21);
  window->session().on_finished = show;
}

TEST_F(WindowSamplesTest, CountsAndDiagnosticsSayWhatTheStudySays) {
  ASSERT_TRUE(idle());
  const auto& rows = samples().results().counts()->rows();
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0].glyph, Glyph::cross);  // the majority
  EXPECT_EQ(rows[0].before, 96u);
  EXPECT_EQ(rows[1].before, 24u);
  EXPECT_EQ(rows[1].after.front(), 96u);
  EXPECT_TRUE(
      samples().results().counts()->accessibleDescription().contains("24 before, 96 after"));
  EXPECT_EQ(samples().results().complexes()->value("graph"),
            QString("%1 edges").arg(study().complex.n_edges));
  ASSERT_TRUE(study().complex.betti_numbers.has_value());
  const int pieces = study().complex.betti_numbers->front();
  EXPECT_TRUE(
      samples().results().complexes()->value("shape").startsWith(QString("%1 piece").arg(pieces)));
}

TEST_F(WindowSamplesTest, ClassesLookAsInThePicture) {
  window->session().set_option("dataset", "blobs");
  ASSERT_TRUE(idle());
  const auto& rows = samples().results().counts()->rows();
  ASSERT_EQ(rows.size(), 3u);
  for (const ClassRow& row : rows) {
    std::size_t n = 0;
    for (const TokenCloud& cloud : window->session().current()->scene->clouds) {
      n += static_cast<std::size_t>(
          std::count_if(cloud.points.begin(), cloud.points.end(), [&](const ScenePoint& point) {
            return point.role == row.role && point.glyph == row.glyph;
          }));
    }
    EXPECT_EQ(n, row.before) << row.name.toStdString();
  }
  window->session().set_option("sampler", "none");
  ASSERT_TRUE(idle());
  EXPECT_TRUE(window->frame().message().isHidden())
      << window->frame().message().text().toStdString();
  EXPECT_EQ(find<QTableView>("samples-table")->model()->rowCount(), 0);
  EXPECT_EQ(samples().results().distances()->value("distance, synthetic"), QString("–"));
}

TEST_F(WindowSamplesTest, IsEvaluatedByItself) {
  ScorePlot* plot = samples().results().plot();
  ASSERT_TRUE(wait([&] { return plot->evaluation() != nullptr; }));
  ASSERT_EQ(plot->evaluation()->rows.size(), 3u);
  EXPECT_TRUE(plot->accessibleDescription().contains("MCC"));
  plot->setFocus();
  QTest::keyClick(plot, Qt::Key_Down);
  EXPECT_EQ(plot->read_row(), 0);
  EXPECT_TRUE(plot->values_text().contains("F1")) << plot->values_text().toStdString();
  QTest::keyClick(plot, Qt::Key_Up);
  QTest::keyClick(plot, Qt::Key_Down);
  for (int i = 0; i < 9; ++i) QTest::keyClick(plot, Qt::Key_Down);
  EXPECT_EQ(plot->read_row(), 5);
  EXPECT_TRUE(plot->values_text().contains("MCC"));

  window->session().set_option("classifier", "none");
  ASSERT_TRUE(wait([&] { return plot->isHidden(); }));
  EXPECT_FALSE(find<QLabel>("score-words")->text().isEmpty());
  EXPECT_TRUE(window->frame().message().isHidden());
}

TEST_F(WindowSamplesTest, ManyPointsAreEvaluatedByTheButtonOnly) {
  window->session().set_option("n-samples", "3400");
  ASSERT_TRUE(idle());
  QTest::qWait(1200);
  EXPECT_FALSE(window->session().evaluating());
  EXPECT_EQ(window->session().evaluation(), nullptr);
  window->session().set_options({{"n-samples", "3100"}, {"folds", "2"}, {"sampler", "random"}});
  ASSERT_TRUE(idle());
  QTest::mouseClick(find<QPushButton>("evaluate"), Qt::LeftButton);
  EXPECT_TRUE(window->session().evaluating());
  ASSERT_TRUE(QTest::qWaitFor([&] { return window->session().evaluation() != nullptr; }, 60000));
}

TEST_F(WindowSamplesTest, ThePlayerWalksThroughTheSteps) {
  StepTimeline* timeline = samples().player()->timeline();
  timeline->setFocus();
  EXPECT_EQ(option("step"), "all");
  QTest::keyClick(timeline, Qt::Key_Home);
  ASSERT_TRUE(wait([&] { return option("step") == "0"; }));
  EXPECT_EQ(timeline->position(), 0);
  QTest::keyClick(timeline, Qt::Key_Right);
  EXPECT_EQ(option("step"), "1");
  QTest::keyClick(timeline, Qt::Key_Right);
  EXPECT_EQ(option("step"), "2");
  QTest::keyClick(timeline, Qt::Key_Left);
  EXPECT_EQ(option("step"), "1");
  EXPECT_TRUE(timeline->accessibleDescription().startsWith("step 1 of 6"));
  QTest::mouseClick(timeline, Qt::LeftButton, {},
                    QPoint(timeline->width() * 9 / 16, timeline->height() / 2));
  EXPECT_EQ(option("step"), "4");
  QTest::keyClick(timeline, Qt::Key_End);
  EXPECT_EQ(option("step"), "all");
  ASSERT_TRUE(window->session().undo());
  EXPECT_EQ(option("step"), "4");
  EXPECT_EQ(timeline->position(), 4);
}

TEST_F(WindowSamplesTest, ThePlayerPlaysGlidesAndHalts) {
  StepPlayer* player = samples().player();
  player->timeline()->setFocus();
  player->go(5);
  QTest::keyClick(player->timeline(), Qt::Key_Space);
  EXPECT_TRUE(player->playing());
  ASSERT_TRUE(wait([&] { return option("step").find('.') != std::string::npos; }));
  ASSERT_TRUE(wait([&] { return option("step") == "6"; }));
  QTest::keyClick(player->timeline(), Qt::Key_Space);
  EXPECT_FALSE(player->playing());
  ASSERT_TRUE(idle());
  // A play is one step of history.
  ASSERT_TRUE(window->session().undo());
  EXPECT_EQ(option("step"), "5");

  QTest::mouseClick(find<QToolButton>("step-play"), Qt::LeftButton);
  EXPECT_TRUE(player->playing());
  window->session().set_option("step", "2");  // a hand from elsewhere ends it
  EXPECT_FALSE(player->playing());
  EXPECT_EQ(option("step"), "2");
}

TEST_F(WindowSamplesTest, ReducedMotionJumps) {
  StepPlayer* player = samples().player();
  Preferences preferences;
  preferences.set_reduced_motion(true);
  player->go(0);
  std::vector<std::string> seen;
  const auto changed = window->session().on_changed_options;
  window->session().on_changed_options = [&] {
    seen.push_back(option("step"));
    changed();
  };
  find<QComboBox>("step-speed")->setCurrentIndex(2);
  player->toggle();
  ASSERT_TRUE(wait([&] { return option("step") == "2"; }));
  player->stop();
  preferences.set_reduced_motion(false);
  EXPECT_EQ(seen, (std::vector<std::string>{"1", "2"}));
  window->session().on_changed_options = changed;
}

TEST(StepPlay, RestsGlidesAndEndsAtTheFinishedSet) {
  EXPECT_EQ(play_position(0, 0, true), 0);
  EXPECT_EQ(play_position(0, 1.0, true), 0);
  EXPECT_NEAR(play_position(0, 1.7, true), 0.5, 1e-9);
  EXPECT_EQ(play_position(0, 1.7, false), 0);
  EXPECT_EQ(play_position(3, 2.1, true), 4);
  EXPECT_EQ(play_position(6, 2.0, true), 6);  // no way between the last step and the whole set
  EXPECT_EQ(play_position(0, 1e6, true), StepTimeline::n_places() - 1);
  EXPECT_GT(play_seconds(0), play_seconds(5));
}

TEST_F(WindowSamplesTest, AClickSelectsAndEverythingFollows) {
  ASSERT_TRUE(idle());
  QTest::qWait(500);
  int number = -1;
  const QPoint at = pixel_of(Subject::Kind::synthetic_point, &number);
  ASSERT_GE(number, 0);
  QTest::mouseClick(&window->frame().scene(), Qt::LeftButton, {}, at);
  EXPECT_EQ(selection().subject.kind, Subject::Kind::synthetic_point);
  EXPECT_EQ(selection().subject.number(), number);
  EXPECT_EQ(option("sample"), std::to_string(number));
  ASSERT_TRUE(idle());
  EXPECT_EQ(n_rings(), 1);
  auto* table = find<QTableView>("samples-table");
  EXPECT_EQ(table->currentIndex().row(), number);
  EXPECT_TRUE(inspector().text().contains(combination_text(study(), number)));
  EXPECT_TRUE(inspector().text().contains("Worked out") || inspector().text().contains(" = "));

  // The table leads as well.
  const int other = number == 3 ? 4 : 3;
  table->setCurrentIndex(table->model()->index(other, 0));
  EXPECT_EQ(selection().subject.number(), other);
  EXPECT_EQ(option("sample"), std::to_string(other));
  ASSERT_TRUE(window->session().undo());
  ASSERT_TRUE(idle());
  EXPECT_EQ(selection().subject.number(), number);
}

TEST_F(WindowSamplesTest, ADataPointIsInspected) {
  ASSERT_TRUE(idle());
  QTest::qWait(500);
  int row = -1;
  const QPoint at = pixel_of(Subject::Kind::data_point, &row);
  ASSERT_GE(row, 0);
  QTest::mouseClick(&window->frame().scene(), Qt::LeftButton, {}, at);
  EXPECT_EQ(selection().subject.kind, Subject::Kind::data_point);
  EXPECT_EQ(selection().subject.number(), row);
  EXPECT_TRUE(inspector().text().contains(QString("row\t%1\n").arg(row)));
  EXPECT_TRUE(inspector().text().contains("others around it"));
  ASSERT_TRUE(idle());
  EXPECT_EQ(n_rings(), 1);
  auto* table = find<QTableView>("samples-table");
  EXPECT_EQ(table->currentIndex().row(), row);
  EXPECT_EQ(table->model()->rowCount(), study().data->n_points());
  // It stays selected while the sampler changes, and goes with the data.
  window->session().set_option("k-neighbors", "7");
  ASSERT_TRUE(idle());
  EXPECT_EQ(selection().subject.number(), row);
  window->session().set_option("dataset", "torus");
  ASSERT_TRUE(idle());
  EXPECT_EQ(selection().subject.kind, Subject::Kind::none);
}

TEST_F(WindowSamplesTest, TwoSamplersStandBesideEachOther) {
  choose(find<QComboBox>("compared-sampler-picker"), "smote");
  EXPECT_EQ(option("compare-sampler"), "smote");
  ASSERT_TRUE(wait([&] { return window->frame().scenes().second() != nullptr; }));
  EXPECT_EQ(samples().results().counts()->rows().front().after.size(), 2u);
  EXPECT_TRUE(samples().results().complexes()->value("graph").contains("|"));
  EXPECT_TRUE(window->windowTitle().contains("|"));
  EXPECT_EQ(window->frame().scene().shown_camera(),
            window->frame().scenes().second()->shown_camera());
  QTest::mouseClick(find<QToolButton>("close-comparison"), Qt::LeftButton);
  ASSERT_TRUE(wait([&] { return window->frame().scenes().second() == nullptr; }));
  EXPECT_EQ(option("compare-sampler"), "off");
}

TEST_F(WindowSamplesTest, ATableOpensAndABadOneLeavesThePicture) {
  QTemporaryDir folder;
  const auto write = [&](const char* name, const char* text) {
    QFile file(folder.filePath(name));
    EXPECT_TRUE(file.open(QIODevice::WriteOnly));
    file.write(text);
    return file.fileName();
  };
  const QString good = write("good.csv",
                             "a,b,label\n0,0,x\n1,0,x\n0,1,x\n1,1,x\n5,5,y\n6,5,y\n5,6,y\n6,6,y\n"
                             "5.5,5.5,y\n7,7,y\n");
  const QString bad = write("bad.csv", "a,b,label\n0,0,x\n1,oops,y\n");
  QMimeData dropped;
  dropped.setUrls({QUrl::fromLocalFile(good)});
  QDragEnterEvent enter({50, 50}, Qt::CopyAction, &dropped, Qt::LeftButton, Qt::NoModifier);
  QApplication::sendEvent(window.get(), &enter);
  QDropEvent drop({50, 50}, Qt::CopyAction, &dropped, Qt::LeftButton, Qt::NoModifier);
  QApplication::sendEvent(window.get(), &drop);
  EXPECT_TRUE(window->frame().message().isHidden())
      << window->frame().message().text().toStdString();
  ASSERT_TRUE(wait([&] { return has_studies() && study().data->name == "good.csv"; }));
  EXPECT_EQ(find<QComboBox>("dataset-picker")->currentText(), "good.csv");
  EXPECT_NE(samples().panel().data_form()->editor("missing"), nullptr);
  EXPECT_EQ(samples().panel().data_form()->editor("noise"), nullptr);
  ASSERT_TRUE(idle());

  const auto picture = window->session().current()->studies;
  window->host().open(bad);
  ASSERT_TRUE(wait([&] { return !window->frame().message().isHidden(); }));
  EXPECT_TRUE(window->frame().message().text().contains("bad.csv"))
      << window->frame().message().text().toStdString();
  ASSERT_TRUE(idle());
  EXPECT_TRUE(option("dataset").ends_with("good.csv"));
  EXPECT_EQ(window->session().current()->studies.front()->data->name, "good.csv");
  EXPECT_FALSE(window->frame().message().isHidden());

  const QString out = folder.filePath("out.csv");
  window->host().writer().save(out);
  QFile written(out);
  ASSERT_TRUE(written.open(QIODevice::ReadOnly));
  EXPECT_TRUE(written.readLine().startsWith("a,b,label,origin,simplex,coordinates"));
}

TEST_F(WindowSamplesTest, TheTableHoldsManyPointsAndCopiesThem) {
  window->session().set_options(
      {{"n-samples", "20000"}, {"imbalance", "30"}, {"classifier", "none"}});
  ASSERT_TRUE(QTest::qWaitFor([&] { return !window->session().busy(); }, 60000));
  auto* table = find<QTableView>("samples-table");
  ASSERT_GT(table->model()->rowCount(), 18000);
  dock("dock-table")->raise();
  table->scrollToBottom();
  QApplication::processEvents();
  table->setCurrentIndex(table->model()->index(18000, 0));
  EXPECT_EQ(selection().subject.number(), 18000);
  table->setFocus();
  QTest::keyClick(table, Qt::Key_C, Qt::ControlModifier);
  EXPECT_TRUE(QApplication::clipboard()->text().startsWith("18000\t"));
}

TEST_F(WindowSamplesTest, EverythingHasAName) {
  for (const QWidget* widget : samples().panel().findChildren<QWidget*>()) {
    if ((widget->focusPolicy() & Qt::TabFocus) == 0 || widget->isHidden()) continue;
    // Parts of a named widget.
    if (widget->inherits("QAbstractItemView")) continue;
    if (widget->inherits("QLineEdit") && (widget->parentWidget()->inherits("QAbstractSpinBox") ||
                                          widget->parentWidget()->inherits("QComboBox"))) {
      continue;
    }
    EXPECT_FALSE(widget->accessibleName().isEmpty() && !widget->inherits("QCheckBox"))
        << widget->metaObject()->className() << ' ' << widget->objectName().toStdString();
  }
}

TEST_F(WindowSamplesTest, ANewSeedIsAnotherDraw) {
  ASSERT_TRUE(idle());
  const Matrix before = study().data->points;
  const std::string seed = option("seed");
  QTest::mouseClick(find<QToolButton>("new-seed"), Qt::LeftButton);
  EXPECT_NE(option("seed"), seed);
  ASSERT_TRUE(idle());
  EXPECT_NE(study().data->points.data, before.data);
}

}  // namespace
}  // namespace baryscope
