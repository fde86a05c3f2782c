// A table that cannot be read as it is: the window offers how it can be.
#include <QComboBox>
#include <QInputDialog>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTimer>

#include "app/gui/widgets/message_bar.h"
#include "app/gui/window/window_host.h"
#include "tests/app/gui/own_widgets.h"
#include "tests/app/gui/window_fixture.h"

namespace baryscope {
namespace {

using testing::WindowTest;

/// Two classes around (0, 0) and (5, 5), by the second column.
QByteArray flowers(const QByteArray& header) {
  QByteArray text = header;
  for (int i = 0; i < 24; ++i) {
    const bool rare = i % 3 == 0;
    const double x = (rare ? 5 : 0) + 0.13 * (i % 5), y = (rare ? 5 : 0) + 0.21 * (i % 7);
    text +=
        QByteArray::number(x) + "," + (rare ? "iris" : "rose") + "," + QByteArray::number(y) + "\n";
  }
  return text;
}

class TableChoicesTest : public WindowTest {
 protected:
  QString write(const char* name, const QByteArray& text) {
    QFile file(m_folder.filePath(name));
    EXPECT_TRUE(file.open(QIODevice::WriteOnly));
    file.write(text);
    return file.fileName();
  }
  QPushButton* answer(const char* name) {
    for (QPushButton* button : window->findChildren<QPushButton*>()) {
      if (button->text() == QString::fromUtf8(name) && button->isVisible()) return button;
    }
    return nullptr;
  }
  bool shows(const char* name) {
    const auto shown = window->session().current();
    return shown != nullptr && !shown->studies.empty() &&
           shown->studies.front()->data->name == name && !window->session().busy();
  }
  const DataSet& data() { return *window->session().current()->studies.front()->data; }

  QTemporaryDir m_folder;
};

TEST_F(TableChoicesTest, RowsWithAMissingValueAreLeftOutOnRequest) {
  window->host().open(write("holes.csv", flowers("x,label,y\n") + ",rose,1\n"));
  ASSERT_TRUE(wait([&] { return answer("Leave Such Rows Out") != nullptr; }));
  EXPECT_EQ(option("missing"), "refuse");
  QTest::mouseClick(answer("Leave Such Rows Out"), Qt::LeftButton);
  ASSERT_TRUE(wait([&] { return shows("holes.csv"); }));
  EXPECT_EQ(option("missing"), "drop");
  EXPECT_EQ(data().n_points(), 24);
  EXPECT_EQ(answer("Leave Such Rows Out"), nullptr);
}

TEST_F(TableChoicesTest, AnOfferGoesWhereSomethingElseIsAskedFor) {
  window->host().open(write("holes.csv", flowers("x,label,y\n") + ",rose,1\n"));
  ASSERT_TRUE(wait([&] { return answer("Leave Such Rows Out") != nullptr; }));
  window->session().set_option("palette", "viridis");
  ASSERT_TRUE(idle());
  EXPECT_EQ(answer("Leave Such Rows Out"), nullptr);
}

TEST_F(TableChoicesTest, TheLabelColumnIsAskedForWhereTheRuleFindsNone) {
  window->host().open(write("kinds.csv", flowers("x,kind,y\n")));
  ASSERT_TRUE(wait([&] { return answer("Choose the Label Column…") != nullptr; }));
  QTimer::singleShot(200, window.get(), [] {
    auto* dialog = qobject_cast<QInputDialog*>(QApplication::activeModalWidget());
    ASSERT_NE(dialog, nullptr);
    EXPECT_EQ(dialog->comboBoxItems(), (QStringList{"x", "kind", "y"}));
    dialog->setTextValue("kind");
    dialog->accept();
  });
  QTest::mouseClick(answer("Choose the Label Column…"), Qt::LeftButton);
  ASSERT_TRUE(wait([&] { return shows("kinds.csv"); }));
  EXPECT_EQ(option("label-column"), "kind");
  EXPECT_EQ(data().n_classes(), 2);
}

TEST_F(TableChoicesTest, OneRemedyKeepsTheOther) {
  window->host().open(write("both.csv", flowers("x,kind,y\n") + ",rose,1\n"));
  ASSERT_TRUE(wait([&] { return answer("Choose the Label Column…") != nullptr; }));
  QTimer::singleShot(200, window.get(), [] {
    auto* dialog = qobject_cast<QInputDialog*>(QApplication::activeModalWidget());
    ASSERT_NE(dialog, nullptr);
    dialog->setTextValue("kind");
    dialog->accept();
  });
  QTest::mouseClick(answer("Choose the Label Column…"), Qt::LeftButton);
  ASSERT_TRUE(wait([&] { return answer("Leave Such Rows Out") != nullptr; }));
  QTest::mouseClick(answer("Leave Such Rows Out"), Qt::LeftButton);
  ASSERT_TRUE(wait([&] { return shows("both.csv"); }));
  EXPECT_EQ(option("label-column"), "kind");
  EXPECT_EQ(option("missing"), "drop");
}

TEST_F(TableChoicesTest, ThePanelOffersTheColumnsAndAnotherTableBeginsByTheRule) {
  QByteArray text = "x,group,y,label\n";
  for (int i = 0; i < 24; ++i) {
    text += QByteArray::number(i % 3 == 0 ? 5 + 0.1 * i : 0.1 * i) + "," +
            QByteArray::number(i % 2) + "," + QByteArray::number(0.3 * i) + "," +
            QByteArray::number(i % 3 == 0) + "\n";
  }
  window->host().open(write("groups.csv", text));
  ASSERT_TRUE(wait([&] { return shows("groups.csv"); }));
  EXPECT_EQ(data().label_name, "label");
  auto* box = window->findChild<QComboBox*>("option-label-column");
  ASSERT_NE(box, nullptr);
  ASSERT_EQ(box->count(), 5);
  EXPECT_EQ(box->itemText(2), "group");
  box->setCurrentIndex(2);
  Q_EMIT box->textActivated(box->itemText(2));
  ASSERT_TRUE(wait([&] { return data().label_name == "group"; }));
  EXPECT_EQ(option("label-column"), "group");
  window->host().open(write("other.csv", flowers("x,label,y\n")));
  ASSERT_TRUE(wait([&] { return shows("other.csv"); }));
  EXPECT_EQ(option("label-column"), "auto");
}

TEST_F(TableChoicesTest, AFolderIsOpenedAsAModel) {
  window->dispatcher().run_line("open-folder '" + m_folder.path().toStdString() + "'");
  ASSERT_TRUE(wait([&] { return !window->frame().message().text().isEmpty(); }));
  EXPECT_TRUE(window->frame().message().text().contains(m_folder.path()));
  auto* action = window->findChild<QAction*>("open-folder");
  ASSERT_NE(action, nullptr);
  EXPECT_EQ(action->text(), "Open Folder…");
}

}  // namespace
}  // namespace baryscope
