// The chooser of the model: what comes with the program, and what other programs have fetched.
#include <QAbstractItemView>
#include <QApplication>
#include <QComboBox>
#include <QScreen>
#include <QStandardItemModel>

#include "app/gui/attention/model_items.h"
#include "app/gui/widgets/noted_items.h"
#include "tests/app/gui/found_models.h"

namespace baryscope {
namespace {

class ModelChooserTest : public testing::FoundModelsTest {
 protected:
  QComboBox* picker(const char* name = "model-picker") {
    return window->findChild<QComboBox*>(name);
  }
  bool found() {
    return wait([this] { return picker()->findData(in_cache("tiny.gguf")) >= 0; });
  }
  QString hint(int row) { return picker()->itemData(row, Qt::ToolTipRole).toString(); }
  bool enabled(int row) {
    return static_cast<QStandardItemModel*>(picker()->model())->item(row)->isEnabled();
  }
};

TEST_F(ModelChooserTest, ModelsOfOtherProgramsStandUnderTheirNames) {
  ASSERT_TRUE(found()) << "looked for once the first picture was there";
  EXPECT_EQ(picker()->currentData().toString(), "minilm") << "nothing was chosen by it";
  for (const char* name : {"model-picker", "compared-picker"}) {
    const int row = picker(name)->findData(QStringLiteral("ollama/tiny:latest"));
    ASSERT_GE(row, 0) << name;
    EXPECT_EQ(picker(name)->itemText(row), "ollama/tiny:latest");
    EXPECT_EQ(picker(name)->itemData(row, k_note_role).toString(),
              QStringLiteral("llama · 30 × 9 · Q4_1 · 1.7 kB"));
  }
  const int heading = picker()->findText("Ollama");
  ASSERT_GE(heading, 0);
  EXPECT_FALSE(enabled(heading));
  EXPECT_TRUE(picker()->itemData(heading).toString().isEmpty());
  const int tiny = picker()->findData(in_cache("tiny.gguf"));
  EXPECT_EQ(picker()->itemText(tiny), "tiny.gguf");
  EXPECT_TRUE(hint(tiny).startsWith(
      QStringLiteral("Llama, 30 layers × 9 heads, Q4_1, 1.7 kB, in llama.cpp's cache.\n")))
      << hint(tiny).toStdString();
  EXPECT_EQ(picker()->itemText(picker()->count() - 1), "Open a model or capture…");
}

TEST_F(ModelChooserTest, WhatDoesNotOpenIsGreyAndSaysWhy) {
  ASSERT_TRUE(found());
  const int row = picker()->findData(in_cache("other.gguf"));
  ASSERT_GE(row, 0);
  EXPECT_FALSE(enabled(row));
  EXPECT_TRUE(picker()->itemData(row, k_note_role).toString().contains("'mamba'"));
  EXPECT_TRUE(hint(row).startsWith("Cannot be opened: ")) << hint(row).toStdString();
}

TEST_F(ModelChooserTest, OneIsOpenedByItsName) {
  ASSERT_TRUE(found());
  const int row = picker()->findData(QStringLiteral("ollama/tiny:latest"));
  picker()->setCurrentIndex(row);
  Q_EMIT picker()->activated(row);
  EXPECT_EQ(option("model"), "ollama/tiny:latest");
  EXPECT_EQ(picker()->currentText(), "ollama/tiny:latest");
}

TEST_F(ModelChooserTest, AClickOnWhatDoesNotOpenOpensNothing) {
  ASSERT_TRUE(found());
  QAbstractItemView& list = *picker()->view();
  for (const int row : {picker()->findData(in_cache("other.gguf")), picker()->findText("Ollama")}) {
    picker()->showPopup();
    list.setCurrentIndex(list.model()->index(picker()->findData(in_cache("tiny.gguf")), 0));
    const QModelIndex broken = list.model()->index(row, 0);
    list.scrollTo(broken);
    QTest::qWait(QApplication::doubleClickInterval() + 50);  // the list ignores a click before
    QTest::mouseClick(list.viewport(), Qt::LeftButton, {}, list.visualRect(broken).center());
    EXPECT_EQ(option("model"), "minilm") << row;
    picker()->hidePopup();
  }
}

TEST_F(ModelChooserTest, OpeningTheListLooksAgain) {
  ASSERT_TRUE(found());
  write("cache/newer.gguf", test::small_llama_gguf());
  picker()->showPopup();
  EXPECT_TRUE(wait([&] { return picker()->findData(in_cache("newer.gguf")) >= 0; }));
  const QWidget* list = picker()->view()->window();
  EXPECT_GE(list->width(), picker()->width());
  EXPECT_TRUE(window->screen()->geometry().contains(list->geometry()));
  picker()->hidePopup();
}

TEST_F(ModelChooserTest, AModelOpenedByItsPathHasItsTitle) {
  ASSERT_TRUE(found());
  const std::string blob =
      (m_folder.path() / "ollama/blobs" / ("sha256-" + std::string(64, 'a'))).string();
  window->session().set_option("model", blob);
  EXPECT_EQ(picker()->currentData().toString().toStdString(), blob);
  EXPECT_EQ(picker()->currentText(), "ollama/tiny:latest");
}

}  // namespace
}  // namespace baryscope
