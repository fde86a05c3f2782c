/// A window on the fake engine, shown and with its first picture.
#pragma once

#include <gtest/gtest.h>

#include <QLineEdit>
#include <QTest>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "app/gui/attention/attention_desk.h"
#include "app/gui/attention/sentence_bar.h"
#include "app/gui/samples/samples_desk.h"
#include "app/gui/training/training_desk.h"
#include "app/gui/window/main_window.h"
#include "app/gui/window/shared_docks.h"
#include "app/session/all_options.h"
#include "app/session/view_library.h"
#include "tests/app/gui/fake_engine.h"

namespace baryscope::testing {

inline constexpr int k_patience_ms = 15000;

class WindowTest : public ::testing::Test {
 protected:
  void SetUp() override { open({}); }

  void open(std::vector<std::string> script,
            const std::vector<std::pair<std::string, std::string>>& more = {}) {
    window.reset();
    OptionValues options(all_options());
    apply_shipped_session(options);
    for (const auto& [id, value] : more) options.set(id, value);
    WindowRequest request{options, std::move(script),
                          [] { return std::make_unique<FakeEngine>(); }};
    window = std::make_unique<MainWindow>(request, make_view);
    window->show();
    ASSERT_TRUE(QTest::qWaitForWindowExposed(window.get()));
    window->activateWindow();
    ASSERT_TRUE(wait([&] { return window->session().current() != nullptr; }));
    ASSERT_TRUE(wait([&] { return window->frame().scene().n_frames() > 0; }))
        << "no picture was drawn";
  }

  template <typename Condition>
  static bool wait(Condition condition) {
    return QTest::qWaitFor(condition, k_patience_ms);
  }
  bool idle() {
    return wait([&] { return !window->session().busy(); });
  }
  const Analysis& analysis() { return *window->session().current()->analyses.front(); }
  AttentionDesk& attention() { return window->desks().of_kind<AttentionDesk>(); }
  SamplesDesk& samples() { return window->desks().of_kind<SamplesDesk>(); }
  TrainingDesk& training() { return window->desks().of_kind<TrainingDesk>(); }
  InspectorPanel& inspector() { return window->shared_docks().inspector(); }
  const Selection& selection() { return window->session().selection(); }
  std::string option(const char* id) { return window->session().options().text(id); }
  void type_text(const QString& text) {
    QLineEdit* field = attention().sentence().field();
    QTest::mouseClick(field, Qt::LeftButton);
    field->selectAll();
    QTest::keyClicks(field, text);
    QTest::keyClick(field, Qt::Key_Return);
  }
  /// Where the picture has a token that can be picked.
  QPoint token_pixel(int* position) {
    const SceneWidget& view = window->frame().scene();
    for (int y = 4; y < view.height(); y += 4) {
      for (int x = 4; x < view.width(); x += 4) {
        const auto pick =
            find_pick(*view.scene(), view.cameras().camera(), view.viewport(), x, y, 2);
        if (pick && pick->subject.kind == Subject::Kind::token) {
          *position = pick->subject.number();
          return {x, y};
        }
      }
    }
    return {};
  }

  SceneWidget::MakeView make_view = [](SceneView::Host host) {
    return open_scene_view(std::move(host));
  };
  std::unique_ptr<MainWindow> window;
};

}  // namespace baryscope::testing
