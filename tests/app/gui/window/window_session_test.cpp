// Sessions opened in the real window; only the engine is a fake.
#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QColorSpace>
#include <QFileDialog>
#include <QFrame>
#include <QImage>
#include <QMenu>
#include <QPushButton>
#include <QStatusBar>
#include <QTemporaryDir>
#include <QTimer>
#include <fstream>

#include "app/gui/widgets/message_bar.h"
#include "app/gui/window/window_host.h"
#include "app/session/sha256.h"
#include "tests/app/gui/window_fixture.h"

namespace baryscope {
namespace {

using testing::WindowTest;

class WindowSessionTest : public WindowTest {
 protected:
  static constexpr const char* k_data = "x,y,label\n1,2,a\n2,1,a\n3,3,a\n4,4,b\n5,4,b\n4,5,b\n";

  void write(const char* name, const std::string& text) const {
    std::ofstream(path(name), std::ios::binary) << text;
  }
  [[nodiscard]] std::string path(const char* name) const {
    return m_folder.filePath(QLatin1String(name)).toStdString();
  }
  /// A session of data.csv beside it, as it was made with `data`.
  void write_session(const std::string& data) const {
    write("s.bary.json",
          R"({"schema": 1, "options": {"dataset": "data.csv", "view": "samples"}, "inputs": [)"
          R"({"dataset": "data.csv", "sha256": ")" +
              sha256(data) + "\"}]}");
  }
  QFrame* question() { return window->findChild<QFrame*>(QStringLiteral("question-bar")); }
  void answer(int which) {
    QTest::mouseClick(question()->findChildren<QPushButton*>().at(which), Qt::LeftButton);
    ASSERT_TRUE(wait([&] { return question() == nullptr; }));
  }

  QTemporaryDir m_folder;
};

TEST_F(WindowSessionTest, FindsItsInputBesideItself) {
  write("data.csv", k_data);
  write_session(k_data);
  open({"open '" + path("s.bary.json") + "'"});
  ASSERT_TRUE(wait([&] { return option("view") == "samples"; }));
  EXPECT_EQ(option("dataset"), path("data.csv"));
  ASSERT_TRUE(idle());
  ASSERT_EQ(window->session().current()->studies.size(), 1u);
  EXPECT_EQ(window->session().current()->studies.front()->data->points.n_rows, 6);
  EXPECT_EQ(question(), nullptr);
}

TEST_F(WindowSessionTest, IsSavedAndOpenedByTheFileMenu) {
  write("data.csv", k_data);
  open({"save-session '" + path("kept.bary.json") + "'"},
       {{"view", "samples"}, {"dataset", path("data.csv")}});
  ASSERT_TRUE(wait([&] { return QFile::exists(m_folder.filePath("kept.bary.json")); }));
  open({"open-session '" + path("kept.bary.json") + "'"});
  ASSERT_TRUE(wait([&] { return option("view") == "samples"; }));
  EXPECT_EQ(option("dataset"), path("data.csv"));
  for (const char* id : {"save-session", "open-session"}) {
    const auto* action = window->findChild<QAction*>(QString::fromLatin1(id));
    ASSERT_NE(action, nullptr) << id;
    ASSERT_EQ(action->associatedObjects().size(), 1) << id;
    EXPECT_EQ(qobject_cast<QMenu*>(action->associatedObjects().front())->title(), "&File") << id;
  }
}

TEST_F(WindowSessionTest, AsksWhetherItOpensWithAnInputThatHasChanged) {
  write("data.csv", k_data);
  write_session("another table");
  for (const bool opens : {false, true}) {
    open({"open '" + path("s.bary.json") + "'"});
    ASSERT_TRUE(wait([&] { return question() != nullptr && question()->isVisible(); }));
    EXPECT_NE(option("view"), "samples");
    answer(opens ? 0 : 1);
    ASSERT_TRUE(idle());
    EXPECT_EQ(option("view") == "samples", opens);
  }
}

TEST_F(WindowSessionTest, AFigureIsCopiedInTheSizeThatIsSaved) {
  write("data.csv", k_data);  // its hash is in the saved one
  open({},
       {{"view", "samples"}, {"dataset", path("data.csv")}, {"size", "640x480"}, {"scale", "1.5"}});
  QApplication::clipboard()->clear();
  window->findChild<QAction*>(QStringLiteral("copy-figure"))->trigger();
  ASSERT_EQ(window->frame().message().text().toStdString(), "");
  const QImage copied = QApplication::clipboard()->image();
  EXPECT_EQ(copied.size(), QSize(960, 720));
  EXPECT_EQ(window->statusBar()->currentMessage().toStdString(),
            "Copied the figure, 960 × 720 pixels");
  window->host().writer().save(QString::fromStdString(path("figure.png")));
  QImage saved(QString::fromStdString(path("figure.png")));
  ASSERT_EQ(saved.size(), copied.size());
  saved.setColorSpace({});  // the file names its own; the pixels are compared
  EXPECT_EQ(copied.convertToFormat(QImage::Format_RGBA8888),
            saved.convertToFormat(QImage::Format_RGBA8888));
}

TEST_F(WindowSessionTest, TheDialogThatSavesSaysTheSize) {
  QString title;
  QTimer look;
  QObject::connect(&look, &QTimer::timeout, &look, [&] {
    if (auto* dialog = window->findChild<QFileDialog*>()) {
      title = dialog->windowTitle();
      dialog->reject();
    }
  });
  look.start(20);
  window->findChild<QAction*>(QStringLiteral("save-figure"))->trigger();
  EXPECT_EQ(title, QString::fromUtf8("Save what is shown (1600 × 1000 pixels)"));
}

}  // namespace
}  // namespace baryscope
