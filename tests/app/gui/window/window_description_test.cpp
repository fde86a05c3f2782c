// What the command describe-window tells of the window.
#include "app/gui/window/window_description.h"

#include <QApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include "app/gui/widgets/message_bar.h"
#include "tests/app/gui/window_fixture.h"

namespace baryscope {
namespace {

using testing::WindowTest;

class WindowDescriptionTest : public WindowTest {
 protected:
  QJsonObject described(const std::string& more = "{}") {
    const std::string line = describe_window(*window, more);
    EXPECT_EQ(line.find('\n'), std::string::npos);
    return QJsonDocument::fromJson(QByteArray::fromStdString(line)).object();
  }
  QJsonObject control(const QString& name) {
    for (const QJsonValue& row : described()["controls"].toArray()) {
      if (row["name"].toString() == name) return row.toObject();
    }
    return {};
  }
};

TEST_F(WindowDescriptionTest, ControlsAreWhereItSays) {
  int n_found = 0;
  for (const char* name : {"text", "head-grid", "mechanism-picker", "model-picker", "scene"}) {
    const QJsonArray box = control(name)["box"].toArray();
    ASSERT_EQ(box.size(), 4) << name;
    const QPoint middle(box[0].toInt() + box[2].toInt() / 2, box[1].toInt() + box[3].toInt() / 2);
    const QWidget* there = QApplication::widgetAt(middle);
    ASSERT_NE(there, nullptr) << name;
    EXPECT_EQ(there->objectName().toStdString(), name);
    ++n_found;
  }
  EXPECT_EQ(n_found, 5);
  EXPECT_TRUE(control("text-b").isEmpty()) << "it is not shown";
}

TEST_F(WindowDescriptionTest, WordsValuesAndFocusAreTold) {
  EXPECT_EQ(control("text")["words"].toString(), "Text");
  EXPECT_EQ(control("text")["value"].toString().toStdString(), option("text"));
  EXPECT_EQ(control("option-threshold")["inside"].toString(), "dock-drawing");
  attention().sentence().field()->setFocus();
  EXPECT_EQ(described()["focus"].toString(), "text");
  EXPECT_TRUE(control("text")["focus"].toBool());
  EXPECT_TRUE(control("text")["tab"].toBool());
  EXPECT_FALSE(control("scene")["focus"].toBool());
  EXPECT_TRUE(control("automatic-head").contains("checked"));
  const QJsonObject told = described(R"({"busy":false})");
  EXPECT_EQ(told["title"].toString(), window->windowTitle());
  EXPECT_TRUE(told.contains("busy"));
  EXPECT_EQ(told["menus"].toArray().at(0)["words"].toString(), "File");
}

TEST_F(WindowDescriptionTest, TheMessageIsInsideItsBar) {
  window->session().set_option("layer", "1");
  ASSERT_TRUE(idle());
  window->frame().message().show_message("no such thing");
  bool told = false;
  for (const QJsonValue& row : described()["controls"].toArray()) {
    told = told || (row["inside"].toString() == "message-bar" &&
                    row["value"].toString() == "no such thing");
  }
  EXPECT_TRUE(told);
}

}  // namespace
}  // namespace baryscope
