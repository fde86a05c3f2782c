/// A window whose timeline has key frames.
#pragma once

#include <QLineEdit>
#include <string>
#include <utility>

#include "tests/app/gui/motion/motion_fixture.h"

namespace baryscope::testing {

class TimelineTest : public MotionTest {
 protected:
  void fill(int n, double apart) {
    Timeline many;
    for (int i = 0; i < n; ++i)
      many.add({i * apart, {}, std::nullopt, "caption " + std::to_string(i)});
    session().set_timeline(std::move(many), {{"animate", "keys"}});
    show_timeline();
  }
  QLineEdit* field() { return timeline()->findChild<QLineEdit*>("key-caption"); }
};

}  // namespace baryscope::testing
