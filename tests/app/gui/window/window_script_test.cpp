// A script runs in the window, and a figure is written beside it.
#include <QDir>
#include <QImage>
#include <QTemporaryDir>
#include <QTimer>
#include <fstream>

#include "app/gui/scene/paired_scenes.h"
#include "app/gui/widgets/message_bar.h"
#include "app/gui/window/window_host.h"
#include "tests/app/gui/window_fixture.h"

namespace baryscope {
namespace {

using testing::WindowTest;

TEST_F(WindowTest, AScriptRunsAndQuits) {
  open({"next-head", "set mechanism differential", "select-token 3", "quit"});
  ASSERT_TRUE(wait([&] { return !window->isVisible(); }));
  EXPECT_EQ(analysis().head, 4);
  EXPECT_EQ(analysis().mechanism.mechanism, "differential");
  EXPECT_EQ(window->session().selected_token(), 3);
  EXPECT_EQ(window->exit_code(), 0);
}

TEST_F(WindowTest, AFailingScriptLineIsToldWithItsNumber) {
  open({"next-head", "no-such-command"});
  ASSERT_TRUE(wait([&] { return !window->frame().message().text().isEmpty(); }));
  EXPECT_TRUE(window->frame().message().text().contains("script line 2"));
  EXPECT_EQ(window->exit_code(), 1);
}

TEST_F(WindowTest, AScriptStopsWhereARequestFails) {
  open({"set layer 77", "next-mechanism"});
  ASSERT_TRUE(wait([&] { return window->exit_code() == 1; }));
  EXPECT_EQ(option("mechanism"), "auto");
}

TEST_F(WindowTest, TheWindowLivesWhileAFigureIsWritten) {
  QTemporaryDir folder;
  ASSERT_TRUE(QDir(folder.path()).mkdir("minilm"));
  for (const char* name : {"config.json", "model.safetensors", "tokenizer.json"}) {
    std::ofstream(folder.filePath("minilm/").toStdString() + name) << "{}";
  }
  const QByteArray models = qgetenv("BARYSCOPE_MODEL_PATH");
  qputenv("BARYSCOPE_MODEL_PATH", folder.path().toUtf8());
  QTimer beat;
  int n_beats = 0;
  bool changed = false;
  QObject::connect(&beat, &QTimer::timeout, &beat, [&] {
    ++n_beats;
    if (n_beats == 3) {
      window->session().set_option("head", "7");
      changed = true;
    }
  });
  beat.start(5);
  const QString path = folder.filePath("figure.png");
  window->host().writer().save(path);
  EXPECT_GT(n_beats, 3) << "no event was handled while the figure was drawn";
  EXPECT_TRUE(changed);
  EXPECT_EQ(window->frame().message().text().toStdString(), "");
  EXPECT_EQ(QImage(path).size(), QSize(1600, 1000));
  ASSERT_TRUE(wait([&] { return analysis().head == 7; }));
  const int n_frames = window->frame().scene().n_frames();
  EXPECT_TRUE(wait([&] { return window->frame().scene().n_frames() > n_frames; }))
      << "it stands still";
  qputenv("BARYSCOPE_MODEL_PATH", models);
}

}  // namespace
}  // namespace baryscope
