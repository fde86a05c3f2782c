// The samples view in the real window, by mouse and keys.
#include <QAction>
#include <QApplication>
#include <QDropEvent>
#include <QFile>
#include <QMimeData>
#include <QSlider>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QToolButton>
#include <QUrl>

#include "app/gui/samples/class_counts.h"
#include "app/gui/samples/samples_panel.h"
#include "app/gui/samples/samples_results.h"
#include "app/gui/samples/step_player.h"
#include "app/gui/widgets/fact_grid.h"
#include "app/gui/widgets/message_bar.h"
#include "app/gui/widgets/option_editor.h"
#include "app/gui/window/window_host.h"
#include "tests/app/gui/samples/samples_fixture.h"

namespace baryscope {
namespace {

using testing::WindowSamplesTest;

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

TEST_F(WindowSamplesTest, TwoSamplersStandBesideEachOther) {
  choose(find<QComboBox>("compared-sampler-picker"), "smote");
  EXPECT_EQ(option("compare-sampler"), "smote");
  ASSERT_TRUE(wait([&] { return window->frame().scenes().second() != nullptr; }));
  EXPECT_EQ(samples().results().counts()->rows().front().after.size(), 2u);
  EXPECT_TRUE(samples().results().complexes()->value("graph").contains("|"));
  EXPECT_TRUE(
      samples().results().complexes()->value("drawn from").contains(" maximal simplices: "));
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
