// What the window says where something cannot be done, and that the picture stays.
#include <QApplication>
#include <QComboBox>
#include <QDropEvent>
#include <QLineEdit>
#include <QMimeData>
#include <QPushButton>
#include <QTemporaryDir>
#include <fstream>

#include "app/gui/attention/mechanism_panel.h"
#include "app/gui/scene/paired_scenes.h"
#include "app/gui/widgets/message_bar.h"
#include "tests/app/gui/window_fixture.h"

namespace baryscope {
namespace {

using testing::FakeEngine;
using testing::WindowTest;

TEST_F(WindowTest, CancelStopsTheWorkAndKeepsThePicture) {
  const auto shown = window->session().current();
  const int before = FakeEngine::n_cancelled;
  type_text("slow text");
  auto* cancel = window->findChild<QPushButton*>("cancel");
  ASSERT_NE(cancel, nullptr);
  ASSERT_TRUE(wait([&] { return cancel->isVisible(); })) << "no progress after 0.3 s";
  QTest::mouseClick(cancel, Qt::LeftButton);
  ASSERT_TRUE(wait([&] { return FakeEngine::n_cancelled > before; }));
  ASSERT_TRUE(idle());
  EXPECT_EQ(window->session().current(), shown);
  EXPECT_FALSE(cancel->isVisible());
}

TEST_F(WindowTest, ABrokenFileSaysSoAndTheOldPictureStays) {
  QTemporaryDir folder;
  const QString path = folder.filePath("broken.safetensors");
  std::ofstream(path.toStdString()) << "not tensors at all";
  const auto shown = window->session().current();
  QMimeData data;
  data.setUrls({QUrl::fromLocalFile(path)});
  QDragEnterEvent enter(QPoint(50, 50), Qt::CopyAction, &data, Qt::LeftButton, {});
  QApplication::sendEvent(window.get(), &enter);
  QDropEvent drop(QPointF(50, 50), Qt::CopyAction, &data, Qt::LeftButton, {});
  QApplication::sendEvent(window.get(), &drop);
  ASSERT_TRUE(wait([&] { return !window->frame().message().text().isEmpty(); }));
  ASSERT_TRUE(idle());
  EXPECT_TRUE(window->frame().message().text().contains("broken.safetensors"));
  EXPECT_EQ(window->session().current()->analyses.front()->model.name,
            shown->analyses.front()->model.name);
  EXPECT_EQ(option("model"), "minilm");
  EXPECT_EQ(window->frame().scene().scene()->clouds.size(), shown->scene->clouds.size());
}

TEST_F(WindowTest, ABadValueIsRefusedInTheWindow) {
  attention().mechanism_panel().refresh();
  auto* field = window->findChild<QComboBox*>("option-window");
  auto* line =
      field != nullptr ? field->lineEdit() : window->findChild<QLineEdit*>("option-window");
  ASSERT_NE(line, nullptr);
  line->setFocus();
  line->selectAll();
  QTest::keyClicks(line, "0");
  QTest::keyClick(line, Qt::Key_Return);
  EXPECT_TRUE(window->frame().message().text().contains("window"))
      << window->frame().message().text().toStdString();
  EXPECT_EQ(option("window"), "none");
  EXPECT_EQ(line->text(), "none");
}

TEST_F(WindowTest, AMessageLiesOverThePictureAndMovesNothing) {
  ASSERT_TRUE(idle());
  const QWidget& page = *window->frame().scenes().parentWidget();
  const auto places = [&] {
    std::vector<QRect> all;
    for (const QWidget* each : page.findChildren<QWidget*>(Qt::FindDirectChildrenOnly)) {
      if (each->isVisible() && each->objectName() != "messages") all.push_back(each->geometry());
    }
    return all;
  };
  const std::vector<QRect> before = places();
  MessageBar& bar = window->frame().message();
  for (const QString& text :
       {QStringLiteral("short"), QStringLiteral("long and long ").repeated(50)}) {
    bar.show_message(text);
    ASSERT_TRUE(wait([&] { return bar.height() >= bar.heightForWidth(bar.width()); }));
    EXPECT_EQ(places(), before);
    const QRect picture(window->frame().scenes().mapTo(window.get(), QPoint()),
                        window->frame().scenes().size());
    const QRect told(bar.mapTo(window.get(), QPoint()), bar.size());
    EXPECT_EQ(told.topLeft(), picture.topLeft());
    EXPECT_EQ(told.width(), picture.width());
    EXPECT_GE(told.height(), bar.heightForWidth(told.width()));
    const QWidget* top = window->childAt(told.center());
    EXPECT_TRUE(top == &bar || bar.isAncestorOf(top));
  }
  bar.hide();
  QTest::qWait(50);
  EXPECT_EQ(places(), before);
  EXPECT_EQ(window->childAt(window->frame().scene().mapTo(window.get(), QPoint(40, 8))),
            &window->frame().scene());
}

}  // namespace
}  // namespace baryscope
