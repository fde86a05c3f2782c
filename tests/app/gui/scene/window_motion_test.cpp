// Pictures glide into one another, and stop doing so where motion is not wanted.
#include <QComboBox>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusVariant>
#include <QDBusVirtualObject>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QStandardPaths>
#include <algorithm>
#include <memory>
#include <optional>
#include <vector>

#include "app/gui/window/preferences.h"
#include "app/gui/window/system_motion.h"
#include "tests/app/gui/own_widgets.h"
#include "tests/app/gui/window_fixture.h"

namespace baryscope {
namespace {

using testing::WindowTest;

class WindowMotionTest : public WindowTest {
 protected:
  void SetUp() override {
    WindowTest::SetUp();
    ASSERT_TRUE(idle());
    set("text", "a b c d e");
  }
  void TearDown() override { Preferences().set_motion(QStringLiteral("auto")); }

  SceneWidget& view() { return window->frame().scene(); }
  void set(const char* id, const char* value) {
    const auto before = window->session().current();
    window->session().set_option(id, value);
    ASSERT_TRUE(wait([&] { return window->session().current() != before; }));
    ASSERT_TRUE(idle());
    ASSERT_TRUE(wait([&] { return view().scene_on_the_way() == nullptr; }));
  }
  static std::optional<Vec3> place_of(const Scene& scene, const Subject& subject) {
    for (const TokenCloud& cloud : scene.clouds) {
      for (const ScenePoint& each : cloud.points) {
        if (each.subject == subject) return each.position;
      }
    }
    return std::nullopt;
  }
  /// Changes an option and keeps every scene that is shown until the picture has arrived.
  std::vector<std::shared_ptr<const Scene>> shown_after(const char* id, const char* value) {
    std::vector<std::shared_ptr<const Scene>> shown;
    const auto before = window->session().current();
    window->session().set_option(id, value);
    EXPECT_TRUE(QTest::qWaitFor(
        [&] {
          const auto now = view().scene_on_the_way();
          if (now != nullptr && (shown.empty() || shown.back() != now)) shown.push_back(now);
          return window->session().current() != before && !window->session().busy() &&
                 now == nullptr;
        },
        testing::k_patience_ms));
    return shown;
  }
  /// How many pixels differ between two pictures of the same size.
  static int n_different(const QImage& a, const QImage& b) {
    int n = 0;
    for (int y = 0; y < std::min(a.height(), b.height()); ++y) {
      for (int x = 0; x < std::min(a.width(), b.width()); ++x) n += a.pixel(x, y) != b.pixel(x, y);
    }
    return n;
  }
};

TEST_F(WindowMotionTest, TokensAreSeenBetweenTheirPlaces) {
  const Vec3 from = *place_of(*view().scene(), token_subject(2));
  const auto shown = shown_after("layer", "1");
  const Vec3 to = *place_of(*view().scene(), token_subject(2));
  ASSERT_GT(length(to - from), 0);
  ASSERT_GE(shown.size(), 2) << "nothing between the first and the last picture";
  EXPECT_EQ(place_of(*shown.front(), token_subject(2)), from);
  double last = 0;
  int n_between = 0;
  for (const auto& scene : shown) {
    const Vec3 at = *place_of(*scene, token_subject(2));
    const double share = length(at - from) / length(to - from);
    EXPECT_NEAR(length(at - from) + length(to - at), length(to - from), 1e-9) << "off the way";
    EXPECT_GE(share, last);
    last = share;
    n_between += share > 0.02 && share < 0.98 ? 1 : 0;
  }
  EXPECT_GE(n_between, 1);
  EXPECT_FALSE(view().scene()->way);
}

TEST_F(WindowMotionTest, TheFramesOfTheWayAreDrawn) {
  view().hold();
  view().resume();
  const QImage before = view().grabFramebuffer();
  std::vector<QImage> pictures;
  window->session().set_option("layer", "1");
  ASSERT_TRUE(wait([&] { return view().scene_on_the_way() != nullptr; }));
  ASSERT_TRUE(wait([&] {
    pictures.push_back(view().grabFramebuffer());
    return view().scene_on_the_way() == nullptr;
  }));
  const QImage after = view().grabFramebuffer();
  ASSERT_EQ(before.size(), after.size());
  const bool differs = std::any_of(pictures.begin(), pictures.end(), [&](const QImage& each) {
    return n_different(each, before) > 200 && n_different(each, after) > 200;
  });
  EXPECT_TRUE(differs) << "no picture of " << pictures.size() << " lies between";
}

TEST_F(WindowMotionTest, AChangeOnTheWayBeginsWithWhatIsSeen) {
  const Vec3 from = *place_of(*view().scene(), token_subject(2));
  window->session().set_option("layer", "1");
  ASSERT_TRUE(wait([&] {
    const auto now = view().scene_on_the_way();
    return now != nullptr && !(place_of(*now, token_subject(2)) == from);
  }));
  Vec3 seen = from;
  window->session().set_option("layer", "2");
  std::shared_ptr<const Scene> first;
  const auto target = view().scene();
  ASSERT_TRUE(wait([&] {
    const auto now = view().scene_on_the_way();
    if (view().scene() == target && now != nullptr) {
      seen = *place_of(*now, token_subject(2));
    }
    first = now;
    return view().scene() != target;
  }));
  if (first != nullptr) {  // the second result came while the first was on its way
    const Vec3 old_end = *place_of(*target, token_subject(2));
    const Vec3 begins = *place_of(*first, token_subject(2));
    EXPECT_LE(length(begins - seen), length(begins - old_end) + 1e-9);
  }
  ASSERT_TRUE(wait([&] { return view().scene_on_the_way() == nullptr; }));
  ASSERT_TRUE(wait([&] { return view().shown_camera() == view().cameras().camera(); }));
}

TEST_F(WindowMotionTest, AnotherTextIsThereAtOnceAndItsTailIsNot) {
  EXPECT_FALSE(shown_after("text", "a b c d elephants").empty());
  EXPECT_TRUE(shown_after("text", "other words of which none was there before").empty());
}

TEST_F(WindowMotionTest, ReducedMotionShowsTheEndAtOnce) {
  open({}, {{"reduced-motion", "on"}});
  ASSERT_TRUE(idle());
  EXPECT_TRUE(view().reduced_motion());
  EXPECT_TRUE(shown_after("layer", "1").empty());
  EXPECT_EQ(view().shown_camera(), view().cameras().camera());
  view().look_from("top");
  EXPECT_EQ(view().shown_camera(), view().cameras().camera()) << "the camera does not fly";
  // Given for this run, it is nobody's preference, and none overrules it.
  EXPECT_EQ(Preferences().motion(), "auto");
  Preferences().set_motion(QStringLiteral("off"));
  set("layer", "2");
  EXPECT_TRUE(view().reduced_motion());
  EXPECT_EQ(window->session().undo(), true);
  EXPECT_TRUE(view().reduced_motion());
}

TEST_F(WindowMotionTest, ThePreferenceIsFollowedWhileSomethingMoves) {
  EXPECT_FALSE(view().reduced_motion());
  window->findChild<QAction*>("preferences")->trigger();
  auto* choice = testing::find_own<QComboBox>(window.get(), "reduced-motion");
  ASSERT_NE(choice, nullptr);
  EXPECT_TRUE(choice->isEnabled());
  EXPECT_EQ(choice->currentData().toString(), "auto");
  window->session().set_option("layer", "1");
  ASSERT_TRUE(wait([&] { return view().scene_on_the_way() != nullptr; }));
  choice->setCurrentIndex(choice->findData("on"));
  Q_EMIT choice->activated(choice->currentIndex());
  EXPECT_EQ(view().scene_on_the_way(), nullptr) << "what moves stops at its end";
  EXPECT_TRUE(view().reduced_motion());
  EXPECT_EQ(Preferences().motion(), "on");
  open({});
  EXPECT_TRUE(view().reduced_motion()) << "kept for the next start";
  open({}, {{"reduced-motion", "off"}});
  EXPECT_FALSE(view().reduced_motion());
  window->findChild<QAction*>("preferences")->trigger();
  choice = testing::find_own<QComboBox>(window.get(), "reduced-motion");
  ASSERT_NE(choice, nullptr);
  EXPECT_FALSE(choice->isEnabled());
  EXPECT_EQ(choice->currentData().toString(), "off");
}

/// A desktop whose person chose how much moves.
class MotionPortal : public QDBusVirtualObject {
 public:
  [[nodiscard]] QString introspect(const QString& /*path*/) const override { return {}; }
  bool handleMessage(const QDBusMessage& message, const QDBusConnection& bus) override {
    if (message.member() != "Read") return false;
    if (message.arguments().value(1).toString() != "enable-animations") {
      return bus.send(message.createErrorReply("org.freedesktop.portal.Error.NotFound", ""));
    }
    const QVariant inner = QVariant::fromValue(QDBusVariant(QVariant(animations)));
    return bus.send(message.createReply(QVariant::fromValue(QDBusVariant(inner))));
  }
  void tell(QDBusConnection bus) const {
    QDBusMessage signal = QDBusMessage::createSignal(
        "/org/freedesktop/portal/desktop", "org.freedesktop.portal.Settings", "SettingChanged");
    signal << "org.gnome.desktop.interface"
           << "enable-animations" << QVariant::fromValue(QDBusVariant(QVariant(animations)));
    bus.send(signal);
  }
  bool animations = false;
};

TEST_F(WindowMotionTest, TheDesktopIsFollowed) {
  ASSERT_FALSE(qEnvironmentVariableIsEmpty("DBUS_SESSION_BUS_ADDRESS"))
      << "run it by on_display.sh";
  QDBusConnection bus =
      QDBusConnection::connectToBus(QDBusConnection::SessionBus, "calm-portal-of-the-test");
  MotionPortal portal;
  ASSERT_TRUE(bus.registerVirtualObject("/org/freedesktop/portal/desktop", &portal));
  ASSERT_TRUE(bus.registerService("org.freedesktop.portal.Desktop"));
  open({});
  EXPECT_TRUE(wait([&] { return view().reduced_motion(); })) << "a calm desktop at the start";
  portal.animations = true;
  portal.tell(bus);
  EXPECT_TRUE(wait([&] { return !view().reduced_motion(); })) << "it moves while it runs";
  Preferences().set_motion(QStringLiteral("on"));
  set("layer", "3");
  EXPECT_TRUE(view().reduced_motion());
  portal.tell(bus);
  QTest::qWait(50);
  EXPECT_TRUE(view().reduced_motion()) << "a person's own choice stays";
  open({}, {{"reduced-motion", "auto"}});
  EXPECT_FALSE(view().reduced_motion()) << "given for this run, the desktop's setting holds";
  QDBusConnection::disconnectFromBus("calm-portal-of-the-test");
}

/// Written into the person's configuration, and gone at the end.
class SettingsFile {
 public:
  SettingsFile(const QString& name, const QByteArray& text)
      : m_path(QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation) +
               QLatin1Char('/') + name) {
    QDir().mkpath(QFileInfo(m_path).path());
    QFile file(m_path);
    EXPECT_TRUE(file.open(QFile::WriteOnly)) << m_path.toStdString();
    file.write(text);
  }
  ~SettingsFile() { QFile::remove(m_path); }

 private:
  QString m_path;
};

TEST(SystemMotion, WithoutAPortalTheDesktopsFilesAreRead) {
  const auto reduced = [] { return SystemMotion([] {}).reduced(); };
  EXPECT_FALSE(reduced());
  {
    const SettingsFile kde("kdeglobals", "[KDE]\nAnimationDurationFactor=0\n");
    EXPECT_TRUE(reduced());
  }
  {
    const SettingsFile kde("kdeglobals", "[KDE]\nAnimationDurationFactor=0.5\n");
    EXPECT_FALSE(reduced());
  }
  {
    const SettingsFile gtk("gtk-3.0/settings.ini", "[Settings]\ngtk-enable-animations=false\n");
    EXPECT_TRUE(reduced());
    const SettingsFile newer("gtk-4.0/settings.ini", "[Settings]\ngtk-enable-animations=1\n");
    EXPECT_FALSE(reduced());
  }
  const SettingsFile odd("kdeglobals", "[KDE]\nAnimationDurationFactor=fast\n");
  EXPECT_FALSE(reduced());
}

}  // namespace
}  // namespace baryscope
