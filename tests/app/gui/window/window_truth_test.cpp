// The window after changes that fail, are cancelled or still run: it follows what is shown.
#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QDir>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTimer>
#include <cstdint>
#include <filesystem>
#include <fstream>

#include "app/gui/widgets/message_bar.h"
#include "app/gui/window/window_host.h"
#include "app/session/session_file.h"
#include "tests/app/gui/window_fixture.h"

namespace baryscope {
namespace {

using testing::WindowTest;

class WindowTruthTest : public WindowTest {
 protected:
  void SetUp() override {
    WindowTest::SetUp();
    // Files for the hashes of a session.
    ASSERT_TRUE(QDir(m_folder.path()).mkdir("minilm"));
    for (const char* name : {"config.json", "model.safetensors", "tokenizer.json"}) {
      std::ofstream(m_folder.filePath("minilm/").toStdString() + name) << "{}";
    }
    m_models = qgetenv("BARYSCOPE_MODEL_PATH");
    qputenv("BARYSCOPE_MODEL_PATH", m_folder.path().toUtf8());
    ASSERT_TRUE(idle());
  }
  void TearDown() override { qputenv("BARYSCOPE_MODEL_PATH", m_models); }

  QByteArray m_models;  ///< where others look

  bool fails() {
    return wait([&] { return !window->frame().message().text().isEmpty(); }) && idle();
  }
  /// A session file with these options and a camera of its own.
  QString write_session(const std::vector<std::pair<std::string, std::string>>& values) {
    OptionValues options(all_options());
    for (const auto& [id, value] : values) options.set(id, value);
    m_camera.position = {3, 5, 7};
    // Not beside the folder minilm, which would be its model then.
    QDir(m_folder.path()).mkdir("sessions");
    QString path = m_folder.filePath("sessions/a.bary.json");
    std::ofstream(path.toStdString()) << to_session_text({options, m_camera, {}});
    return path;
  }
  QPushButton* cancel_button() { return window->findChild<QPushButton*>("cancel"); }
  Camera camera() { return window->frame().scene().cameras().camera(); }

  QTemporaryDir m_folder;
  Camera m_camera;
};

TEST_F(WindowTruthTest, AFailedChangeIsGoneFromEveryPartAndFile) {
  const auto before = window->session().current();
  const QString title = window->windowTitle();
  window->session().set_option("layer", "77");
  ASSERT_TRUE(fails());
  EXPECT_EQ(option("layer"), "5");
  EXPECT_EQ(window->session().current(), before);
  EXPECT_EQ(window->windowTitle(), title);
  EXPECT_FALSE(window->findChild<QAction*>("undo")->isEnabled());
  window->session().set_option("theme", "dark");
  ASSERT_TRUE(idle());
  const QString path = m_folder.filePath("figure.png");
  window->host().writer().save(path);
  ASSERT_EQ(window->frame().message().text().toStdString(), "");
  const SessionFile file = load_session(all_options(), path.toStdString());
  EXPECT_EQ(file.options.text("layer"), "5");
  EXPECT_EQ(file.options.text("theme"), "dark");
  type_text("another text");
  ASSERT_TRUE(wait([&] { return analysis().request.text == "another text"; }));
  EXPECT_EQ(analysis().layer, 5);
}

TEST_F(WindowTruthTest, TheMessageOfAFailureStaysUntilTheNextChange) {
  window->session().set_options({{"layer", "77"}, {"theme", "dark"}});
  ASSERT_TRUE(fails());
  QTest::qWait(100);
  EXPECT_TRUE(window->frame().message().text().contains("77"));
  EXPECT_GT(window->palette().color(QPalette::Window).lightness(), 150) << "the theme fell back";
  window->session().set_option("head", "4");
  EXPECT_EQ(window->frame().message().text(), "");
}

TEST_F(WindowTruthTest, ProgressEndsWithTheWorkAfterAnOpenedSession) {
  window->host().open_session(write_session({{"layer", "5"}, {"head", "7"}}));
  ASSERT_TRUE(wait([&] { return analysis().head == 7; }));
  ASSERT_TRUE(idle());
  QTest::qWait(500);  // it would come after 300 ms
  EXPECT_FALSE(cancel_button()->isVisible());
  EXPECT_EQ(camera(), m_camera);
}

TEST_F(WindowTruthTest, ASessionOfTheSamePictureBringsItsCamera) {
  const QString path = write_session({{"layer", "5"}, {"head", "3"}, {"query", "bakery"}});
  window->host().open_session(path);
  ASSERT_TRUE(idle());
  EXPECT_EQ(camera(), m_camera);
}

TEST_F(WindowTruthTest, ACameraOfASessionThatFailsIsForgotten) {
  window->host().open_session(write_session({{"model", "nowhere"}}));
  ASSERT_TRUE(fails());
  EXPECT_EQ(option("model"), "minilm");
  window->session().set_option("head", "4");
  ASSERT_TRUE(wait([&] { return analysis().head == 4; }));
  EXPECT_FALSE(camera() == m_camera);
}

TEST_F(WindowTruthTest, ACancelledSessionLeavesNothingBehind) {
  window->host().open_session(write_session({{"text", "slow text"}, {"head", "9"}}));
  ASSERT_TRUE(wait([&] { return cancel_button()->isVisible(); }));
  QTest::mouseClick(cancel_button(), Qt::LeftButton);
  ASSERT_TRUE(idle());
  EXPECT_FALSE(cancel_button()->isVisible());
  EXPECT_EQ(option("head"), "3");
  window->session().set_option("head", "4");
  ASSERT_TRUE(wait([&] { return analysis().head == 4; }));
  EXPECT_FALSE(camera() == m_camera);
  // An error after it undoes no earlier change.
  window->session().set_option("layer", "77");
  ASSERT_TRUE(fails());
  EXPECT_EQ(option("head"), "4");
}

TEST_F(WindowTruthTest, AFigureWrittenWhileATextIsReadCarriesItsOwnOptions) {
  // Asked for after the text, it shows the text.
  window->session().set_option("text", "another text");
  const QString path = m_folder.filePath("figure.png");
  window->host().writer().save(path);
  EXPECT_EQ(load_session(all_options(), path.toStdString()).options.text("text"), "another text");
  // After a change that fails there is none.
  const QString none = m_folder.filePath("none.png");
  window->session().set_option("layer", "77");
  window->host().writer().save(none);
  EXPECT_FALSE(QFile::exists(none));
  EXPECT_TRUE(window->frame().message().text().contains("77"));
}

TEST_F(WindowTruthTest, TheWindowLivesWhileASessionIsCopied) {
  const std::string weights = m_folder.filePath("minilm/model.safetensors").toStdString();
  std::filesystem::resize_file(weights, std::uintmax_t{256} << 20);  // sparse, but read whole
  QApplication::clipboard()->clear();
  int n_beats = 0;
  QTimer beat;
  QObject::connect(&beat, &QTimer::timeout, &beat, [&] { ++n_beats; });
  beat.start(5);
  window->findChild<QAction*>("copy-session")->trigger();
  EXPECT_GT(n_beats, 3) << "no event was handled while the model was hashed";
  EXPECT_EQ(window->frame().message().text().toStdString(), "");
  const SessionFile copied = session_from_text(
      all_options(), QApplication::clipboard()->text().toStdString(), "the clipboard");
  EXPECT_EQ(copied.options.text("layer"), "5");
  EXPECT_EQ(copied.inputs.size(), 3u);
}

}  // namespace
}  // namespace baryscope
