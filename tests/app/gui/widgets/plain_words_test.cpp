// Nothing in the window speaks of flags: not a message, not a label, not a tooltip.
#include <QAction>
#include <QLabel>
#include <QRegularExpression>
#include <QTemporaryDir>

#include "app/gui/widgets/message_bar.h"
#include "app/gui/widgets/plain_words.h"
#include "app/gui/window/part_toggles.h"
#include "app/gui/window/window_host.h"
#include "core/analysis/mechanism_list.h"
#include "tests/app/gui/own_widgets.h"
#include "tests/app/gui/window_fixture.h"

namespace baryscope {
namespace {

using testing::WindowTest;

const QRegularExpression k_flag(QStringLiteral("(^|[^-a-zA-Z])--[a-zA-Z]"));

class PlainWordsTest : public WindowTest {
 protected:
  /// What every message bar shows.
  QString told() {
    QString text;
    for (const MessageBar* bar : testing::all_own<MessageBar>(window.get())) text += bar->text();
    return text;
  }
  /// A request fails, and says why without a flag.
  void fails(const std::string& line) {
    window->frame().message().hide();
    window->host().drop_question();
    window->dispatcher().run_line(line);
    EXPECT_TRUE(wait([&] { return !told().isEmpty(); })) << line << " told nothing";
    EXPECT_FALSE(told().contains(k_flag)) << line << ": " << told().toStdString();
    EXPECT_TRUE(idle());
    ++n_failures;
  }
  QStringList words_of(const QObject& object) {
    QStringList words;
    for (const char* name : {"text", "toolTip", "statusTip", "accessibleName",
                             "accessibleDescription", "placeholderText", "title", "windowTitle"}) {
      words << object.property(name).toString();
    }
    return words;
  }
  void expect_plain() {
    int n_words = 0;
    for (const QObject* each : window->findChildren<QObject*>()) {
      for (const QString& words : words_of(*each)) {
        n_words += words.isEmpty() ? 0 : 1;
        EXPECT_FALSE(words.contains(k_flag))
            << each->metaObject()->className() << " " << each->objectName().toStdString() << ": "
            << words.toStdString();
      }
    }
    EXPECT_GT(n_words, 300);
  }

  int n_failures = 0;
};

TEST_F(PlainWordsTest, EveryOptionRefusesInTheWordsOfTheWindow) {
  for (const OptionSpec& spec : all_options().specs()) {
    if (!is_live_option(spec) || (spec.type == OptionType::text && !spec.parse)) continue;
    // No sweep is a value too.
    if (spec.type != OptionType::list && spec.id != "sweep") fails("set " + spec.id + " ''");
    if (spec.type != OptionType::text) fails("set " + spec.id + " 'no such value'");
  }
  EXPECT_GT(n_failures, 80);
}

TEST_F(PlainWordsTest, RequestsThatFailSayWhyInTheWordsOfTheWindow) {
  for (const char* line : {"set layer 77",
                           "set head 77",
                           "set query zebra",
                           "set model none-such",
                           "set compare none-such",
                           "set text 'broken text'",
                           "set no-such-option 3",
                           "no-such-command",
                           "next-head 3",
                           "set layer",
                           "set size 9",
                           "set scale 99",
                           "output x.bmp",
                           "output ''",
                           "save-session a.png",
                           "open-session a.csv",
                           "open-data a.png",
                           "open none.csv",
                           "open none.txt",
                           "open-folder /none-such",
                           "select-edge 99 99",
                           "select-row 3",
                           "select-sample 3",
                           "evaluate-samples",
                           "save-samples x.csv",
                           "query-token",
                           "set-training no-such 3",
                           "set-training steps 0",
                           "set-training text hello",
                           "pause-training",
                           "stop-training",
                           "set output x.png"}) {
    fails(line);
  }
  window->session().set_option("show", "edges");
  fails("set hide edges");
  window->session().set_options({{"show", ""}, {"size", "16000x16000"}});
  fails("set scale 4");
}

TEST_F(PlainWordsTest, TablesThatCannotBeReadSayWhyInTheWordsOfTheWindow) {
  QTemporaryDir folder;
  const auto write = [&](const char* name, const QByteArray& text) {
    QFile file(folder.filePath(name));
    EXPECT_TRUE(file.open(QIODevice::WriteOnly));
    file.write(text);
    return file.fileName().toStdString();
  };
  fails("open " + write("empty.csv", ""));
  fails("open " + write("holes.csv", "x,label\n1,a\n,b\n2,b\n"));
  fails("open " + write("texts.csv", "x,y\na,1\nb,2\nc,1\n"));
  fails("open " + write("one.csv", "x\n1\n2\n"));
  fails("open " + write("odd.bin", "nothing"));
  window->session().set_options({{"view", "samples"}, {"n-samples", "80"}, {"classifier", "none"}});
  ASSERT_TRUE(wait([&] { return samples().active(); }));
  fails("evaluate-samples");
  fails("select-sample 9999");
  fails("select-token 3");
  fails("set clique-limit 1");
  window->session().set_option("compare-sampler", "smote");
  ASSERT_TRUE(idle());
  fails("output " + folder.filePath("x.csv").toStdString());
  fails("output " + folder.filePath("x.safetensors").toStdString());
}

TEST_F(PlainWordsTest, NoControlSpeaksOfFlags) {
  expect_plain();
  for (const MechanismInfo& info : mechanisms()) {
    window->session().set_option("mechanism", info.name);
  }
  ASSERT_TRUE(idle());
  expect_plain();
  window->session().set_options({{"view", "samples"}, {"n-samples", "80"}});
  ASSERT_TRUE(wait([&] { return samples().active(); }));
  expect_plain();
}

TEST_F(PlainWordsTest, TheLastDoorOfEveryMessageTranslates) {
  MessageBar bar;
  bar.show_message(QStringLiteral("--query zebra: no such token; see --key-prime"));
  EXPECT_EQ(bar.text(), QStringLiteral("query zebra: no such token; see “key prime”"));
}

}  // namespace
}  // namespace baryscope
