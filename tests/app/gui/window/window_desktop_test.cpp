// The window among others: what a crash leaves, other windows that run, the desktop's theme.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusVariant>
#include <QDBusVirtualObject>
#include <QDir>
#include <QFile>
#include <QPushButton>
#include <QSysInfo>
#include <fstream>

#include "app/gui/widgets/message_bar.h"
#include "app/gui/window/session_keeper.h"
#include "tests/app/gui/own_widgets.h"
#include "tests/app/gui/window_fixture.h"

namespace baryscope {
namespace {

using testing::find_own;
using testing::WindowTest;

/// A process number that no process has.
pid_t gone_process() {
  static const pid_t gone = [] {
    const pid_t child = ::fork();
    if (child == 0) ::_exit(0);
    ::waitpid(child, nullptr, 0);
    return child;
  }();
  return gone;
}

TEST_F(WindowTest, ACrashIsOfferedAgainAndALiveWindowIsNot) {
  const QString folder = SessionKeeper::state_folder();
  const auto bar = [&] { return find_own<MessageBar>(window.get(), "recovery-bar"); };
  const auto n_files = [&] {
    return QDir(folder).entryList({"running-*.bary.json"}, QDir::Files).size();
  };
  EXPECT_EQ(bar(), nullptr);
  EXPECT_EQ(n_files(), 0);
  window->session().set_options({{"head", "7"}, {"mechanism", "differential"}});
  ASSERT_TRUE(wait([&] { return n_files() == 1; })) << "what is open is not kept";

  // This window still runs: another start leaves its session alone.
  {
    SessionKeeper other(folder, [] { return std::string(); });
    EXPECT_FALSE(other.take_crashed().has_value());
  }
  EXPECT_EQ(n_files(), 1);

  // What a crash leaves: the session, and the lock of a process that is gone.
  const QString kept = QDir(folder).entryList({"running-*.bary.json"}, QDir::Files).first();
  const QString left = folder + "/running-" + QString::number(gone_process()) + "-0";
  ASSERT_TRUE(QFile::copy(folder + "/" + kept, left + ".bary.json"));
  QFile lock(left + ".lock");
  ASSERT_TRUE(lock.open(QFile::WriteOnly));
  lock.write(QByteArray::number(gone_process()) + "\nbaryscope\n" +
             QSysInfo::machineHostName().toUtf8() + "\n");
  lock.close();

  open({});
  ASSERT_NE(bar(), nullptr) << "the session is not offered";
  EXPECT_TRUE(bar()->isVisible());
  EXPECT_EQ(option("head"), "3");
  QTest::mouseClick(bar()->findChildren<QPushButton*>().first(), Qt::LeftButton);
  EXPECT_EQ(window->frame().message().text().toStdString(), "");
  ASSERT_TRUE(wait([&] { return analysis().head == 7; })) << option("head");
  EXPECT_EQ(analysis().mechanism.mechanism, "differential");
  EXPECT_TRUE(wait([&] { return !bar()->isVisible(); }));
  EXPECT_FALSE(QFile::exists(left + ".bary.json"));
  EXPECT_EQ(n_files(), 1) << "the restored session is kept in its turn";

  window->close();
  window.reset();
  EXPECT_TRUE(QDir(folder).entryList({"running-*"}, QDir::Files).isEmpty()) << "a clean end";
}

TEST_F(WindowTest, ADismissedSessionIsNotOfferedAgain) {
  const QString folder = SessionKeeper::state_folder();
  std::ofstream(folder.toStdString() + "/running-1-0.bary.json") << "{}";
  open({});
  auto* bar = find_own<MessageBar>(window.get(), "recovery-bar");
  ASSERT_NE(bar, nullptr);
  QTest::mouseClick(bar->findChildren<QPushButton*>().last(), Qt::LeftButton);
  EXPECT_FALSE(bar->isVisible());
  open({});
  EXPECT_EQ(find_own<MessageBar>(window.get(), "recovery-bar"), nullptr);
}

/// The desktop's portal, played by this test on a bus of its own.
class Portal : public QDBusVirtualObject {
 public:
  [[nodiscard]] QString introspect(const QString& /*path*/) const override { return {}; }
  bool handleMessage(const QDBusMessage& message, const QDBusConnection& bus) override {
    if (message.member() != "Read") return false;
    const QVariant inner = QVariant::fromValue(QDBusVariant(QVariant(scheme)));
    return bus.send(message.createReply(QVariant::fromValue(QDBusVariant(inner))));
  }
  void tell(QDBusConnection bus) const {
    QDBusMessage signal = QDBusMessage::createSignal(
        "/org/freedesktop/portal/desktop", "org.freedesktop.portal.Settings", "SettingChanged");
    signal << "org.freedesktop.appearance"
           << "color-scheme" << QVariant::fromValue(QDBusVariant(QVariant(scheme)));
    bus.send(signal);
  }
  uint scheme = 0;
};

TEST_F(WindowTest, TheDesktopsThemeIsFollowed) {
  ASSERT_FALSE(qEnvironmentVariableIsEmpty("DBUS_SESSION_BUS_ADDRESS"))
      << "run it by on_display.sh";
  QDBusConnection bus =
      QDBusConnection::connectToBus(QDBusConnection::SessionBus, "portal-of-the-test");
  Portal portal;
  portal.scheme = 1;
  ASSERT_TRUE(bus.registerVirtualObject("/org/freedesktop/portal/desktop", &portal));
  ASSERT_TRUE(bus.registerService("org.freedesktop.portal.Desktop"));
  const auto shade = [&] { return window->palette().color(QPalette::Window).lightness(); };
  open({});
  EXPECT_TRUE(wait([&] { return shade() < 100; })) << "a dark desktop at the start";
  EXPECT_TRUE(wait([&] { return window->session().system_theme() == "dark"; }));
  portal.scheme = 2;
  portal.tell(bus);
  EXPECT_TRUE(wait([&] { return shade() > 150; })) << "light while it runs";
  window->session().set_option("theme", "light");
  portal.scheme = 1;
  portal.tell(bus);
  EXPECT_TRUE(wait([&] { return window->session().system_theme() == "dark"; }));
  EXPECT_GT(shade(), 150) << "a person's own choice stays";
  QDBusConnection::disconnectFromBus("portal-of-the-test");
}

}  // namespace
}  // namespace baryscope
