// Make a Film: what can move, how it will look, and the film that comes out.
#include "app/gui/motion/film_dialog.h"

#include <QAction>
#include <QComboBox>
#include <QDir>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QProcess>
#include <QPushButton>
#include <QSettings>
#include <QSlider>
#include <QSpinBox>
#include <QStandardItemModel>
#include <QTemporaryDir>
#include <QTextBrowser>

#include "app/gui/motion/film_player.h"
#include "app/gui/motion/film_screen.h"
#include "app/gui/widgets/message_bar.h"
#include "app/gui/window/window_host.h"
#include "tests/app/gui/window_fixture.h"

namespace baryscope::testing {
namespace {

class FilmDialogTest : public WindowTest {
 protected:
  void SetUp() override {
    for (const char* key : {"film-size", "film-scale", "film-ending", "film-folder"}) {
      QSettings().remove(QString::fromLatin1(key));
    }
    WindowTest::SetUp();
  }
  void TearDown() override {
    qunsetenv("BARYSCOPE_FFMPEG");
    window.reset();
  }

  FilmDialog& open_dialog() {
    window->findChild<QAction*>(QStringLiteral("make-film"))->trigger();
    auto* dialog =
        dynamic_cast<FilmDialog*>(window->findChild<QDialog*>(QStringLiteral("film-dialog")));
    EXPECT_NE(dialog, nullptr);
    return *dialog;
  }
  template <typename Widget>
  static Widget* part(QWidget& of, const char* name) {
    auto* found = of.findChild<Widget*>(QString::fromLatin1(name));
    EXPECT_NE(found, nullptr) << name;
    return found;
  }
  static void choose(QWidget& of, const char* name, const QString& data) {
    auto* box = part<QComboBox>(of, name);
    const int row = box->findData(data);
    ASSERT_GE(row, 0) << data.toStdString();
    box->setCurrentIndex(row);
    Q_EMIT box->activated(row);
  }
  /// As it is typed, and left.
  static void type(QWidget& of, const char* name, const QString& text) {
    auto* field = part<QLineEdit>(of, name);
    field->selectAll();
    QTest::keyClicks(field, text);
    Q_EMIT field->editingFinished();
  }
  /// Of a film of few small frames.
  void make_small(FilmDialog& dialog, double seconds = 0.2) {
    part<QDoubleSpinBox>(dialog, "option-duration")->setValue(seconds);
    type(dialog, "option-size", QStringLiteral("160x100"));
    part<QDoubleSpinBox>(dialog, "option-scale")->setValue(1);
  }
  bool ready(FilmDialog& dialog) {
    return wait([&] { return dialog.player().n_known() > 0; });
  }
  bool written() {
    return wait([&] { return !window->host().films().writing(); });
  }
  QString told() {
    auto* bar =
        dynamic_cast<MessageBar*>(window->findChild<QFrame*>(QStringLiteral("film-written")));
    return bar == nullptr ? QString() : bar->text();
  }
  [[nodiscard]] QString path(const char* name) const {
    return m_folder.filePath(QString::fromLatin1(name));
  }
  [[nodiscard]] QStringList files() const {
    return QDir(m_folder.path()).entryList(QDir::Files | QDir::Hidden | QDir::NoDotAndDotDot);
  }
  /// "160,100,yuv420p,6": of the first stream, its frames counted.
  static std::string probed(const QString& file) {
    QProcess probe;
    probe.start(QStringLiteral("ffprobe"),
                {QStringLiteral("-v"), QStringLiteral("error"), QStringLiteral("-count_frames"),
                 QStringLiteral("-show_entries"),
                 QStringLiteral("stream=width,height,pix_fmt,nb_read_frames"),
                 QStringLiteral("-of"), QStringLiteral("csv=p=0"), file});
    probe.waitForFinished();
    return probe.readAllStandardOutput().trimmed().toStdString();
  }
  QTemporaryDir m_folder;
};

TEST_F(FilmDialogTest, OffersWhatMovesAndSaysWhyTheRestDoesNot) {
  FilmDialog& dialog = open_dialog();
  auto* kinds = part<QComboBox>(dialog, "film-kind");
  const auto* model = dynamic_cast<QStandardItemModel*>(kinds->model());
  const auto enabled = [&](const char* kind) {
    return model->item(kinds->findData(QString::fromLatin1(kind)))->isEnabled();
  };
  const auto tip = [&](const char* kind) {
    return kinds->itemData(kinds->findData(QString::fromLatin1(kind)), Qt::ToolTipRole).toString();
  };
  EXPECT_TRUE(enabled("turntable"));
  EXPECT_TRUE(enabled("sweep"));
  EXPECT_FALSE(enabled("keys"));
  EXPECT_TRUE(tip("keys").contains("key frames")) << tip("keys").toStdString();
  EXPECT_FALSE(enabled("training"));
  EXPECT_FALSE(tip("training").contains("--")) << tip("training").toStdString();
  EXPECT_EQ(kinds->count(), 5);
}

TEST_F(FilmDialogTest, PreviewHasTheFilmsFramesAndItsLast) {
  FilmDialog& dialog = open_dialog();
  choose(dialog, "film-kind", QStringLiteral("turntable"));
  make_small(dialog, 0.5);
  ASSERT_TRUE(wait([&] { return dialog.player().n_known() > 2; }));
  auto* last = dynamic_cast<FilmScreen*>(dialog.findChild<QWidget*>(QStringLiteral("film-last")));
  ASSERT_TRUE(wait([&] { return !last->image().isNull(); }));
  EXPECT_EQ(last->image().size(), QSize(160, 100));
  const auto* facts = part<QLabel>(dialog, "film-facts");
  EXPECT_TRUE(facts->text().contains("15&nbsp;frames")) << facts->text().toStdString();
  EXPECT_TRUE(facts->text().contains(QString::fromUtf8("160&nbsp;×&nbsp;100")));
  EXPECT_TRUE(wait([&] { return facts->text().contains("about"); })) << facts->text().toStdString();
  // Scrubbing holds it and shows what is there.
  auto* place = part<QSlider>(dialog, "film-place");
  place->setFocus();
  place->setValue(3);
  EXPECT_FALSE(dialog.player().playing());
  QTest::keyClick(place, Qt::Key_Right);
  EXPECT_EQ(dialog.player().index(), 4);
  dialog.reject();
  EXPECT_EQ(option("animate"), "none") << "nothing was written: nothing is kept";
}

TEST_F(FilmDialogTest, WritesTheFilmAndKeepsItsOptionsAsOneStep) {
  FilmDialog& dialog = open_dialog();
  choose(dialog, "film-kind", QStringLiteral("turntable"));
  make_small(dialog);
  ASSERT_TRUE(ready(dialog));
  dialog.write_to(path("turn.mp4"));
  ASSERT_TRUE(written());
  EXPECT_EQ(probed(path("turn.mp4")), "160,100,yuv420p,6");
  EXPECT_EQ(files(), QStringList{QStringLiteral("turn.mp4")});
  EXPECT_TRUE(told().contains("6 frames")) << told().toStdString();
  EXPECT_TRUE(told().contains("turn.mp4"));
  EXPECT_TRUE(idle());
  EXPECT_EQ(option("animate"), "turntable");
  EXPECT_EQ(option("duration"), "0.2");
  EXPECT_EQ(option("size"), "1600x1000") << "the figure's size is not the film's";
  window->session().undo();
  EXPECT_EQ(option("animate"), "none");
  EXPECT_EQ(option("duration"), "6");
}

TEST_F(FilmDialogTest, ASweepIsCheckedWhileItIsTyped) {
  FilmDialog& dialog = open_dialog();
  choose(dialog, "film-kind", QStringLiteral("sweep"));
  choose(dialog, "sweep-option", QStringLiteral("temperature"));
  const auto* problem = part<QLabel>(dialog, "sweep-problem");
  EXPECT_TRUE(problem->isHidden());
  type(dialog, "sweep-from", QStringLiteral("-1"));
  EXPECT_FALSE(problem->isHidden());
  EXPECT_FALSE(problem->text().contains("--")) << problem->text().toStdString();
  EXPECT_FALSE(part<QPushButton>(dialog, "film-write")->isEnabled());
  type(dialog, "sweep-from", QStringLiteral("0.5"));
  type(dialog, "sweep-to", QStringLiteral("2"));
  EXPECT_TRUE(problem->isHidden());
  make_small(dialog);
  ASSERT_TRUE(ready(dialog));
  dialog.write_to(path("sweep.gif"));
  ASSERT_TRUE(written());
  EXPECT_EQ(probed(path("sweep.gif")).substr(0, 8), "160,100,");
  EXPECT_EQ(option("sweep"), "temperature=0.5:2");
}

TEST_F(FilmDialogTest, ANumberThatCannotBeStaysUntilItIsPutRight) {
  FilmDialog& dialog = open_dialog();
  auto* box = part<QDoubleSpinBox>(dialog, "option-duration");
  const auto* problem = part<QLabel>(dialog, "film-problem");
  const auto* write = part<QPushButton>(dialog, "film-write");
  const auto type_number = [&](const char* text) {
    box->selectAll();
    QTest::keyClicks(box, QString::fromLatin1(text));
    QFocusEvent left(QEvent::FocusOut, Qt::TabFocusReason);
    QApplication::sendEvent(box, &left);
  };
  for (const char* text : {"-1", "abc", "1e9", "0"}) {
    type_number(text);
    EXPECT_FALSE(problem->isHidden()) << text;
    EXPECT_TRUE(problem->text().contains(QString::fromUtf8("Duration “%1”").arg(text)))
        << problem->text().toStdString();
    EXPECT_FALSE(write->isEnabled()) << text;
    EXPECT_EQ(box->text(), QString::fromLatin1(text));
    EXPECT_EQ(dialog.form().values().text("duration"), "6");
  }
  type_number("6");
  EXPECT_TRUE(problem->isHidden()) << problem->text().toStdString();
  EXPECT_TRUE(write->isEnabled());
  type_number("2.5");
  EXPECT_EQ(dialog.form().values().text("duration"), "2.5");
  type(dialog, "option-size", QStringLiteral("wide"));
  EXPECT_TRUE(problem->text().contains("Size")) << problem->text().toStdString();
  EXPECT_FALSE(write->isEnabled());
  type(dialog, "option-size", QStringLiteral("1280x720"));
  EXPECT_TRUE(write->isEnabled());
}

TEST_F(FilmDialogTest, APlaceThatTakesNoFileIsToldInTheDialog) {
  FilmDialog& dialog = open_dialog();
  make_small(dialog);
  dialog.write_to(QStringLiteral("/proc/turn.gif"));
  EXPECT_TRUE(dialog.isVisible());
  const auto* problem = part<QLabel>(dialog, "film-problem");
  EXPECT_TRUE(problem->text().contains("Choose another folder")) << problem->text().toStdString();
  EXPECT_NE(QSettings().value("film-folder").toString(), QStringLiteral("/proc"));
  EXPECT_FALSE(window->host().films().writing());
}

TEST_F(FilmDialogTest, KeysTakeTheirOwnLength) {
  Timeline keys;
  keys.add({0, {}, std::nullopt, ""});
  keys.add({9.5, {}, std::nullopt, ""});
  window->session().set_timeline(std::move(keys), {{"duration", "2"}, {"animate", "turntable"}});
  FilmDialog& dialog = open_dialog();
  EXPECT_EQ(dialog.form().values().text("duration"), "2");
  choose(dialog, "film-kind", QStringLiteral("keys"));
  EXPECT_EQ(dialog.form().values().text("duration"), "9.5");
  const auto* words = part<QLabel>(dialog, "film-kind-words");
  EXPECT_FALSE(words->text().contains("before the last"));
  part<QDoubleSpinBox>(dialog, "option-duration")->setValue(2);
  EXPECT_TRUE(words->text().contains("before the last")) << words->text().toStdString();
  // As the timeline does.
  window->session().set_option("animate", "keys");
  EXPECT_FALSE(window->session().options().is_set("duration"));
}

TEST_F(FilmDialogTest, AGifsLastFrameIsShown) {
  FilmDialog& dialog = open_dialog();
  choose(dialog, "film-kind", QStringLiteral("turntable"));
  make_small(dialog, 0.3);
  choose(dialog, "film-format", QStringLiteral(".gif"));
  auto* last = dynamic_cast<FilmScreen*>(dialog.findChild<QWidget*>(QStringLiteral("film-last")));
  ASSERT_TRUE(wait([&] { return !last->image().isNull(); }));
  const auto* place = part<QLabel>(dialog, "film-place-words");
  part<QSlider>(dialog, "film-place")->setValue(0);
  EXPECT_TRUE(place->text().endsWith("frame 0")) << place->text().toStdString();
}

TEST_F(FilmDialogTest, MissingProgramIsToldWithWhatWorks) {
  qputenv("BARYSCOPE_FFMPEG", "/nonexistent");
  FilmDialog& dialog = open_dialog();
  make_small(dialog);
  const auto* problem = part<QLabel>(dialog, "film-problem");
  ASSERT_TRUE(wait([&] { return problem->text().contains("ffmpeg"); }))
      << problem->text().toStdString();
  EXPECT_TRUE(problem->text().contains("PNG sequence"));
  ASSERT_TRUE(ready(dialog)) << "it can be looked at all the same";
  dialog.write_to(path("turn.mp4"));
  EXPECT_TRUE(dialog.isVisible());
  EXPECT_TRUE(files().isEmpty());
  choose(dialog, "film-format", QStringLiteral("{frame}.png"));
  ASSERT_TRUE(wait([&] { return problem->isHidden(); }));
  dialog.write_to(path("turn_{frame:02}.png"));
  ASSERT_TRUE(written());
  EXPECT_EQ(files().size(), 6);
  EXPECT_TRUE(files().contains(QStringLiteral("turn_05.png")));
}

TEST_F(FilmDialogTest, PresetsSayFormatSizeAndQuality) {
  FilmDialog& dialog = open_dialog();
  auto* presets = part<QComboBox>(dialog, "film-preset");
  for (int row = 0; row < static_cast<int>(film_presets().size()); ++row) {
    presets->setCurrentIndex(row);
    Q_EMIT presets->activated(row);
    const FilmPreset& preset = film_presets()[static_cast<std::size_t>(row)];
    EXPECT_EQ(dialog.form().ending(), preset.ending);
    EXPECT_EQ(dialog.form().values().text("fps"), preset.fps);
    EXPECT_EQ(dialog.form().most_bytes(), preset.most_bytes);
  }
  type(dialog, "option-size", QStringLiteral("640x400"));
  EXPECT_EQ(presets->currentIndex(), presets->count() - 1) << "one's own";
  EXPECT_EQ(dialog.form().most_bytes(), 0U);
}

TEST_F(FilmDialogTest, AnOptionThatTheMechanismDoesNotUseIsTold) {
  FilmDialog& dialog = open_dialog();
  choose(dialog, "film-kind", QStringLiteral("sweep"));
  const auto* note = part<QLabel>(dialog, "sweep-note");
  EXPECT_TRUE(note->isHidden()) << "what is proposed changes the picture";
  choose(dialog, "sweep-option", QStringLiteral("affine-a"));
  EXPECT_FALSE(note->isHidden());
}

TEST_F(FilmDialogTest, AboutNamesTheEncoders) {
  window->findChild<QAction*>(QStringLiteral("about"))->trigger();
  auto* about = window->findChild<QDialog*>(QStringLiteral("about"));
  ASSERT_NE(about, nullptr);
  const QString text = about->findChild<QTextBrowser*>()->toPlainText();
  EXPECT_TRUE(text.contains("ffmpeg")) << text.toStdString();
  EXPECT_TRUE(text.contains("libx264")) << text.toStdString();
}

}  // namespace
}  // namespace baryscope::testing
