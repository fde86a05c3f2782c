// Beside it: another model, or the same model by another mechanism, chosen in the panel.
#include <QComboBox>
#include <QLabel>
#include <QStandardItemModel>

#include "app/gui/scene/paired_scenes.h"
#include "tests/app/gui/window_fixture.h"

namespace baryscope {
namespace {

using testing::WindowTest;

class ComparedMechanismTest : public WindowTest {
 protected:
  QComboBox* picker(const char* name) { return window->findChild<QComboBox*>(name); }
  QComboBox* models() { return picker("compared-picker"); }
  QComboBox* names() { return picker("compared-mechanism-picker"); }
  void choose(QComboBox* box, const QString& value) {
    box->setCurrentIndex(box->findData(value, Qt::UserRole));
    ASSERT_GE(box->currentIndex(), 0) << value.toStdString();
    Q_EMIT box->activated(box->currentIndex());
    ASSERT_TRUE(idle());
  }
  bool same_twins() {
    const auto shown = window->session().current();
    return shown->compared.empty() ||
           shown->analyses.front()->mechanism == shown->compared.front()->mechanism;
  }
  QLabel* warning() { return window->findChild<QLabel*>("twin-pictures"); }
};

TEST_F(ComparedMechanismTest, TheSameModelBesideItselfIsReadByAnotherMechanism) {
  ASSERT_TRUE(idle());
  choose(models(), QStringLiteral("minilm"));
  EXPECT_EQ(option("compare"), "");
  EXPECT_EQ(option("compare-mechanism"), "two-simplicial");
  EXPECT_EQ(models()->currentData().toString(), "minilm");
  EXPECT_TRUE(models()->currentText().contains("another mechanism"));
  ASSERT_NE(window->frame().scenes().second(), nullptr);
  EXPECT_FALSE(same_twins());
  EXPECT_TRUE(warning()->isHidden());
  choose(models(), QString());
  EXPECT_EQ(option("compare-mechanism"), "same");
  EXPECT_TRUE(window->session().current()->compared.empty());
}

TEST_F(ComparedMechanismTest, AMechanismAloneIsASecondPicture) {
  ASSERT_TRUE(idle());
  choose(names(), QStringLiteral("cog"));
  EXPECT_EQ(option("compare-mechanism"), "cog");
  EXPECT_FALSE(window->session().current()->compared.empty());
  EXPECT_FALSE(same_twins());
  EXPECT_EQ(models()->currentData().toString(), "minilm");
}

TEST_F(ComparedMechanismTest, AnotherModelMayHaveTheSameMechanism) {
  window->session().set_option("compare", "twin");
  ASSERT_TRUE(idle());
  EXPECT_EQ(names()->currentData(Qt::UserRole).toString(), "same");
  EXPECT_TRUE(warning()->isHidden());
  const auto* items = static_cast<QStandardItemModel*>(names()->model());
  const int pairwise = names()->findData("pairwise", Qt::UserRole);
  EXPECT_TRUE(items->item(pairwise)->isEnabled());
  choose(names(), QStringLiteral("two-simplicial"));
  EXPECT_EQ(option("compare"), "twin");
  EXPECT_EQ(window->session().current()->compared.front()->mechanism.mechanism, "two-simplicial");
}

TEST_F(ComparedMechanismTest, TwoPicturesOfTheSameNumbersAreTold) {
  ASSERT_TRUE(idle());
  const auto* items = static_cast<QStandardItemModel*>(names()->model());
  EXPECT_FALSE(items->item(names()->findData("pairwise", Qt::UserRole))->isEnabled());
  window->session().set_option("compare", "minilm");  // as the command line can
  ASSERT_TRUE(idle());
  EXPECT_FALSE(warning()->isHidden());
  choose(names(), QStringLiteral("cog"));
  EXPECT_TRUE(warning()->isHidden());
}

}  // namespace
}  // namespace baryscope
