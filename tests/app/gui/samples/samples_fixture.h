/// The samples view in the real window; the studies are real, the engine a fake.
#pragma once

#include <QComboBox>
#include <QDockWidget>

#include "app/gui/scene/paired_scenes.h"
#include "tests/app/gui/window_fixture.h"

namespace baryscope::testing {

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

}  // namespace baryscope::testing
