// The handbook: complete by the program's own tables, searchable, on one page.
#include "app/gui/window/handbook.h"

#include <gtest/gtest.h>

#include <QAction>
#include <QDockWidget>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QRegularExpression>
#include <QScrollBar>
#include <QTextBlock>
#include <QTextBrowser>
#include <QTextCursor>
#include <set>
#include <string>

#include "app/commands/command_table.h"
#include "app/gui/window/handbook_chapters.h"
#include "app/gui/window/handbook_words.h"
#include "app/gui/window/menus.h"
#include "app/session/all_options.h"
#include "core/analysis/mechanism_list.h"
#include "core/base/error.h"
#include "core/options/window_words.h"
#include "core/sampling/data/data_source.h"
#include "core/sampling/samplers/sampler.h"
#include "core/tasks/task.h"
#include "tests/app/gui/window_fixture.h"
#include "viz/export/exporter_list.h"
#include "viz/views/view_list.h"

namespace baryscope::testing {
namespace {

QString page_text() {
  Handbook handbook;
  return handbook.findChild<QTextBrowser*>()->toPlainText();
}

/// The title of the chapter that the text cursor is in.
QString chapter_at_cursor(const QTextBrowser& page) {
  QTextBlock block = page.textCursor().block();
  while (block.isValid() && block.blockFormat().headingLevel() != 1) block = block.previous();
  return block.text();
}

TEST(Handbook, NamesEverythingThatTheTablesHave) {
  const QString text = page_text();
  const auto expect_name = [&](const std::string& name, const char* of) {
    EXPECT_TRUE(text.contains(QString::fromStdString(name))) << of << ": " << name;
  };
  for (const ViewInfo& each : views())
    expect_name(each.name, "view"), expect_name(each.title, "view");
  for (const char* menu : menu_order()) expect_name(menu, "menu");
  for (const Command& each : commands()) {
    expect_name(each.menu.empty() ? each.id : each.title, "command");
  }
  std::set<std::string> groups;
  for (const OptionSpec& each : all_options().specs()) {
    groups.insert(each.group);
    expect_name("--" + each.id, "option");
  }
  for (const std::string& group : groups) {
    EXPECT_TRUE(text.contains(QRegularExpression(
        QStringLiteral("^%1$").arg(QString::fromStdString(group)),
        QRegularExpression::CaseInsensitiveOption | QRegularExpression::MultilineOption)))
        << group;
  }
  for (const MechanismInfo& each : mechanisms()) expect_name(each.name, "mechanism");
  for (const SamplerInfo& each : samplers()) expect_name(each.name, "sampler");
  for (const DataSetInfo& each : data_sets()) expect_name(each.name, "data set");
  for (const TaskInfo& each : tasks()) expect_name(each.name, "task");
  for (const Exporter& each : exporters()) expect_name(each.ending, "format");
}

TEST(Handbook, NamesNoOptionThatIsNotThereAndLeavesNoMarkup) {
  QString text = page_text();
  text.remove(QRegularExpression(QStringLiteral("\\{frame(:04)?\\}")));  // a name of files
  const std::set<QString> switches = {"help", "version", "list", "no-config"};
  static const QRegularExpression option(QStringLiteral("(?<![A-Za-z-])--([a-z][a-z-]*)"));
  int n_options = 0;
  for (auto found = option.globalMatch(text); found.hasNext(); ++n_options) {
    const QString id = found.next().captured(1);
    EXPECT_TRUE(switches.contains(id) || all_options().find_spec(id.toStdString()) != nullptr)
        << id.toStdString();
  }
  EXPECT_GT(n_options, 50);
  for (const char* mark : {"{", "}", "\\", "_{", "^"}) {
    EXPECT_FALSE(text.contains(QLatin1String(mark))) << mark;
  }
}

TEST(Handbook, AnUnknownNameIsRefused) {
  EXPECT_EQ(with_names("press {undo}").indexOf("press <b>Edit › Undo</b>"), 0);
  EXPECT_EQ(with_names("{--place-by}"), QString("<b>place by</b>"));
  EXPECT_EQ(with_names("{--place-by}", OptionNames::flags), QString("<code>--place-by</code>"));
  EXPECT_THROW(with_names("{no-such-command}"), UsageError);
  EXPECT_THROW(with_names("{--no-such-option}"), UsageError);
}

TEST(Handbook, FlagsAreInTheChaptersOfTheCommandLineAndOfAllOptionsAlone) {
  static const QRegularExpression flag(QStringLiteral("--[A-Za-z]"));
  QString options;
  for (const HandbookChapter& each : handbook_chapters()) {
    const bool typed = each.name == QLatin1String("command-line");
    const bool both = each.name == QLatin1String("options");
    EXPECT_EQ(each.html.contains(flag), typed || both)
        << each.name.toStdString() << ": " << flag.match(each.html).capturedStart();
    if (both) options = each.html;
  }
  for (const OptionSpec& each : all_options().specs()) {
    const std::string row = option_words(each.id) + "<br><code>--" + each.id + "</code>";
    EXPECT_TRUE(options.contains(QString::fromStdString(row))) << row;
  }
}

TEST(Handbook, SamplesTrainingAndFiguresHaveChapters) {
  std::set<QString> names;
  for (const HandbookChapter& each : handbook_chapters()) {
    EXPECT_TRUE(names.insert(each.name).second) << each.name.toStdString();
    EXPECT_GT(each.html.size(), 400) << each.name.toStdString();
  }
  for (const char* name : {"picture", "samples", "training", "files", "command-line", "options"}) {
    EXPECT_TRUE(names.contains(QString(name))) << name;
  }
}

TEST(Handbook, ContentsLeadToTheirChaptersAndFollow) {
  Handbook handbook;
  handbook.show();
  ASSERT_TRUE(QTest::qWaitForWindowExposed(&handbook));
  auto* contents = handbook.findChild<QListWidget*>();
  auto* page = handbook.findChild<QTextBrowser*>();
  const auto chapters = handbook_chapters();
  ASSERT_EQ(contents->count(), static_cast<int>(chapters.size()));
  int before = -1;
  for (int row = 0; row < contents->count(); ++row) {
    contents->setCurrentRow(row);
    EXPECT_EQ(contents->currentRow(), row);
    const int top = page->verticalScrollBar()->value();
    EXPECT_GT(top, before) << row;
    before = top;
    const QString line = page->cursorForPosition(QPoint(40, 24)).block().text();
    EXPECT_EQ(line, chapters[static_cast<std::size_t>(row)].title);
  }
  page->verticalScrollBar()->setValue(0);
  EXPECT_EQ(contents->currentRow(), 0);
}

TEST(Handbook, TypingGoesToTheSearch) {
  Handbook handbook;
  handbook.show();
  ASSERT_TRUE(QTest::qWaitForWindowExposed(&handbook));
  auto* field = handbook.findChild<QLineEdit*>("handbook-search");
  ASSERT_EQ(handbook.focusWidget(), static_cast<QWidget*>(field));
  QTest::keyClicks(handbook.focusWidget(), "hull");
  EXPECT_EQ(field->text(), QString("hull"));
}

TEST(Handbook, AHitStandsAThirdBelowTheTopAndItsChapterIsMarked) {
  Handbook handbook;
  handbook.show();
  ASSERT_TRUE(QTest::qWaitForWindowExposed(&handbook));
  auto* contents = handbook.findChild<QListWidget*>();
  auto* page = handbook.findChild<QTextBrowser*>();
  const QScrollBar* bar = page->verticalScrollBar();
  std::set<QString> marked;
  int n_scrolled = 0;
  for (int i = 0; i < 12; ++i) {
    ASSERT_TRUE(handbook.find("weights", i > 8));
    ASSERT_NE(contents->currentItem(), nullptr);
    EXPECT_EQ(contents->currentItem()->text(), chapter_at_cursor(*page)) << i;
    marked.insert(contents->currentItem()->text());
    if (bar->value() == bar->minimum() || bar->value() == bar->maximum()) continue;
    ++n_scrolled;
    QTextCursor begin = page->textCursor();
    begin.setPosition(begin.selectionStart());
    EXPECT_NEAR(page->cursorRect(begin).top(), page->viewport()->height() / 3, 2) << i;
  }
  EXPECT_GT(n_scrolled, 2);
  EXPECT_GT(marked.size(), 1U);
  // In the first lines of a chapter: the one before is at the top of the view.
  ASSERT_TRUE(handbook.find("Baryscope trains small models"));
  EXPECT_EQ(contents->currentItem()->text(), QString("Training"));
  const int place = bar->value();
  EXPECT_FALSE(handbook.find("zzzz"));
  EXPECT_EQ(bar->value(), place) << "what is not found moves nothing";
  EXPECT_EQ(contents->currentItem()->text(), QString("Training"));
  // The marked chapter is still led to.
  const QRect row = contents->visualItemRect(contents->currentItem());
  QTest::mouseClick(contents->viewport(), Qt::LeftButton, {}, row.center());
  EXPECT_GT(bar->value(), place);
}

TEST(Handbook, SearchGoesRoundAndSaysWhenNothingIsFound) {
  Handbook handbook;
  handbook.show();
  ASSERT_TRUE(QTest::qWaitForWindowExposed(&handbook));
  auto* field = handbook.findChild<QLineEdit*>("handbook-search");
  auto* nothing = handbook.findChild<QLabel*>("handbook-nothing");
  auto* page = handbook.findChild<QTextBrowser*>();
  QTest::keyClicks(field, "barycentric");
  std::set<int> places;
  for (int i = 0; i < 40; ++i) {
    QTest::keyClick(field, Qt::Key_Return);
    EXPECT_EQ(page->textCursor().selectedText().toLower(), QString("barycentric"));
    if (!places.insert(page->textCursor().position()).second) break;
  }
  EXPECT_GT(places.size(), 2U);
  EXPECT_LT(places.size(), 40U) << "after the last comes the first";
  EXPECT_FALSE(nothing->isVisible());
  field->clear();
  QTest::keyClicks(field, "zzzz");
  QTest::keyClick(field, Qt::Key_Return);
  EXPECT_TRUE(nothing->isVisible());
  QTest::keyClicks(field, "z");
  EXPECT_FALSE(nothing->isVisible());
}

class HandbookTest : public WindowTest {};

TEST_F(HandbookTest, EveryPanelIsNamedAndItOpensOnce) {
  const QString text = page_text();
  for (const QDockWidget* dock : window->findChildren<QDockWidget*>()) {
    EXPECT_TRUE(text.contains(dock->windowTitle())) << dock->windowTitle().toStdString();
  }
  window->findChild<QAction*>("handbook")->trigger();
  auto* handbook = window->findChild<QDialog*>("help");
  ASSERT_NE(handbook, nullptr);
  handbook->findChild<QListWidget*>()->setFocus();
  window->findChild<QAction*>("handbook")->trigger();
  EXPECT_EQ(window->findChildren<QDialog*>("help").size(), 1);
  ASSERT_NE(handbook->focusWidget(), nullptr);
  EXPECT_EQ(handbook->focusWidget()->objectName(), QString("handbook-search"));
}

}  // namespace
}  // namespace baryscope::testing
