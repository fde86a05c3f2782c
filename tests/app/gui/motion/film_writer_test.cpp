// Films that are written while the window goes on.
#include "app/gui/motion/film_writer.h"

#include <QAbstractButton>
#include <QDir>
#include <QFile>
#include <QLabel>
#include <QMessageBox>
#include <QPushButton>
#include <QTemporaryDir>
#include <stop_token>

#include "app/gui/widgets/message_bar.h"
#include "app/gui/window/window_host.h"
#include "app/session/computer.h"
#include "app/session/film/film_estimate.h"
#include "core/base/error.h"
#include "tests/app/gui/window_fixture.h"

namespace baryscope::testing {
namespace {

class FilmWriterTest : public WindowTest {
 protected:
  FilmWriter& films() { return window->host().films(); }
  /// Of small frames.
  FilmOrder order(const QString& target, const char* seconds) {
    OptionValues values = window->session().options();
    values.set("animate", "turntable");
    values.set("duration", seconds);
    values.set("size", "160x100");
    FilmOrder order = films().order(values);
    order.outputs.targets = {target.toStdString()};
    return order;
  }
  bool written() {
    return wait([&] { return !films().writing(); });
  }
  [[nodiscard]] QString path(const char* name) const {
    return m_folder.filePath(QString::fromLatin1(name));
  }
  [[nodiscard]] QStringList files() const {
    return QDir(m_folder.path()).entryList(QDir::Files | QDir::Hidden | QDir::NoDotAndDotDot);
  }
  static QByteArray bytes_of(const QString& file) {
    QFile open(file);
    EXPECT_TRUE(open.open(QIODevice::ReadOnly)) << file.toStdString();
    return open.readAll();
  }
  QPushButton& cancel() { return *window->findChild<QPushButton*>(QStringLiteral("cancel")); }

  QTemporaryDir m_folder;
};

TEST_F(FilmWriterTest, TheFilmIsOfWhatWasShownWhenItBegan) {
  films().start(order(path("alone_{frame}.png"), "0.3"));
  ASSERT_TRUE(written());
  films().start(order(path("beside_{frame}.png"), "0.3"));
  const int n_frames = window->frame().scene().n_frames();
  window->session().set_option("layer", "2");
  ASSERT_TRUE(wait([&] { return analysis().layer == 2; })) << "the session goes on";
  ASSERT_TRUE(wait([&] { return window->frame().scene().n_frames() > n_frames; }))
      << "and so does the picture";
  ASSERT_TRUE(written());
  ASSERT_EQ(files().size(), 18);
  for (int i = 0; i < 9; ++i) {
    EXPECT_EQ(bytes_of(path("alone_%1.png").arg(i)), bytes_of(path("beside_%1.png").arg(i))) << i;
  }
}

TEST_F(FilmWriterTest, CancelLeavesNothingAndTheNextFilmFollows) {
  films().start(order(path("long.mp4"), "60"));
  ASSERT_TRUE(wait([&] { return cancel().isVisible(); })) << "progress is shown";
  EXPECT_THROW(films().start(order(path("second.mp4"), "1")), UsageError);
  cancel().click();
  ASSERT_TRUE(written());
  EXPECT_TRUE(files().isEmpty()) << files().join(' ').toStdString();
  EXPECT_FALSE(cancel().isVisible());
  films().start(order(path("short.mp4"), "0.1"));
  ASSERT_TRUE(written());
  EXPECT_EQ(files(), QStringList{QStringLiteral("short.mp4")});
}

TEST_F(FilmWriterTest, WhatGoesWrongIsTheWindowsMessage) {
  EXPECT_THROW(films().start(order(path("no_such_folder/x.mp4"), "1")), Error);
  QFile encoder(path("encoder"));
  ASSERT_TRUE(encoder.open(QIODevice::WriteOnly));
  encoder.write(
      "#!/bin/sh\ncase \"$*\" in *-encoders*) echo ' V....D libx264 x'; exit 0;; "
      "*-version*) echo 'ffmpeg version 1 x'; exit 0;; esac\n"
      "echo 'the disk is full' >&2; exit 1\n");
  encoder.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
  encoder.close();
  qputenv("BARYSCOPE_FFMPEG", path("encoder").toUtf8());
  films().start(order(path("x.mp4"), "0.5"));
  const bool ended = written();
  qunsetenv("BARYSCOPE_FFMPEG");
  ASSERT_TRUE(ended);
  EXPECT_TRUE(window->frame().message().text().contains("the disk is full"))
      << window->frame().message().text().toStdString();
  EXPECT_EQ(files(), QStringList{QStringLiteral("encoder")});
}

TEST_F(FilmWriterTest, ClosingTheWindowAsksFirst) {
  films().start(order(path("long.mp4"), "60"));
  window->close();
  EXPECT_TRUE(window->isVisible());
  auto* box = window->findChild<QMessageBox*>(QStringLiteral("close-while-filming"));
  ASSERT_NE(box, nullptr);
  box->findChild<QPushButton*>(QStringLiteral("close-stop"))->click();
  ASSERT_TRUE(wait([&] { return !window->isVisible(); }));
  EXPECT_TRUE(files().isEmpty()) << files().join(' ').toStdString();
}

TEST_F(FilmWriterTest, AWindowThatGoesEndsItsFilm) {
  films().start(order(path("long.mp4"), "60"));
  wait([&] { return cancel().isVisible(); });
  window.reset();
  EXPECT_TRUE(files().isEmpty()) << files().join(' ').toStdString();
}

TEST_F(FilmWriterTest, AFilmThatIsTooLargeIsMadeSmallerUntilItFits) {
  FilmOrder big = order(path("free.gif"), "0.6");
  big.options.set("size", "320x200");
  big.options.set("quality", "best");
  Computer computer([] { return std::make_unique<FakeEngine>(); });
  const WrittenFilm free = write_films(big, computer, Watch()).front();
  ASSERT_GT(free.n_bytes, 0U);
  EXPECT_TRUE(free.notes.empty());
  big.outputs.targets = {path("fits.gif").toStdString()};
  big.outputs.most_bytes = free.n_bytes / 2;
  const WrittenFilm fits = write_films(big, computer, Watch()).front();
  EXPECT_LE(fits.n_bytes, big.outputs.most_bytes);
  EXPECT_EQ(static_cast<std::uint64_t>(QFile(path("fits.gif")).size()), fits.n_bytes);
  EXPECT_FALSE(fits.notes.empty());
  // What can never fit says so, and nothing stands there.
  big.outputs.targets = {path("never.gif").toStdString()};
  big.outputs.most_bytes = 500;
  EXPECT_THROW(write_films(big, computer, Watch()), Error);
  EXPECT_FALSE(files().contains(QStringLiteral("never.gif")));
}

TEST_F(FilmWriterTest, AnEstimateIsNearWhatComesOut) {
  constexpr int k_n_frames = 40, k_side = 64;
  std::vector<Image> frames;
  for (int i = 0; i < k_n_frames; ++i) {
    Image image{k_side, k_side, std::vector<std::uint8_t>(4 * k_side * k_side, 255)};
    for (int row = 0; row < 8; ++row) image.rgba[4 * (k_side * (row + 20) + i)] = 0;
    frames.push_back(image);
  }
  for (const char* name : {"a.gif", "a.apng"}) {
    FilmFormat format;
    format.width = format.height = k_side;
    format.fps = 20;
    format.n_frames = k_n_frames;
    const auto sink = make_frame_sink(path(name).toStdString(), format);
    for (const Image& frame : frames) sink->write(frame);
    sink->finish();
    const auto real = static_cast<double>(QFile(path(name)).size());
    const std::vector<Image> some(frames.begin(), frames.begin() + k_n_looked_at);
    const FilmEstimate told = estimate_film(name, format, some, 0.01, Watch());
    EXPECT_GT(static_cast<double>(told.n_bytes), 0.4 * real) << name;
    EXPECT_LT(static_cast<double>(told.n_bytes), 2.5 * real) << name;
  }
}

}  // namespace
}  // namespace baryscope::testing
