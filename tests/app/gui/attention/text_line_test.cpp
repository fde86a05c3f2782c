// The text line shows its letters whole, in every script and at every text size, emoji in colour.
#include <gtest/gtest.h>

#include <QApplication>
#include <QImage>
#include <QPainter>
#include <QPixmap>
#include <algorithm>
#include <cstdlib>

#include "app/gui/widgets/style.h"
#include "tests/app/gui/window_fixture.h"

namespace baryscope::testing {
namespace {

constexpr double k_usual_points = 10;

/// The rows in which something is drawn on the paper, from the first to the last; without the rim.
int n_ink_rows(const QImage& image, int rim) {
  const QColor paper = image.pixelColor(image.width() / 2, rim);
  int first = image.height(), last = -1;
  for (int y = rim; y < image.height() - rim; ++y) {
    for (int x = 10; x < image.width() - 10; ++x) {
      const QColor c = image.pixelColor(x, y);
      const int away =
          std::max({std::abs(c.red() - paper.red()), std::abs(c.green() - paper.green()),
                    std::abs(c.blue() - paper.blue())});
      if (away < 60) continue;
      first = std::min(first, y);
      last = std::max(last, y);
    }
  }
  return last - first + 1;
}

/// The same text with more than enough room.
QImage drawn_freely(const QString& text, const QFont& font) {
  QImage image(1400, 300, QImage::Format_RGB32);
  image.fill(Qt::white);
  QPainter painter(&image);
  painter.setPen(Qt::black);
  painter.setFont(font);
  painter.drawText(QPoint(30, 150), text);
  return image;
}

class TextLineTest : public WindowTest {
 protected:
  void TearDown() override {
    window.reset();
    apply_style(*qApp, false, k_usual_points);
  }
};

TEST_F(TextLineTest, LettersAreWholeInEveryScriptAtEverySize) {
  window->resize(1500, 900);
  QLineEdit* field = attention().sentence().field();
  for (const double points : {9.0, 10.0, 12.0, 15.0, 20.0}) {
    apply_style(*qApp, false, points);
    for (const char* text :
         {"gjpqy", "ÀÉÅ (gypsy) Ệg̃", "The 🐶 says 你好 to gypsy", "日本語 한국어", "ไทยที่ ผู้ใหญ่ปู่",
          "कृष्ण र्क्ष हिन्दी कुँ", "العَرَبِيَّة جِجِ", "שָׁלוֹם"}) {
      const QString words = QString::fromUtf8(text);
      field->setText(words);
      field->setCursorPosition(0);
      ASSERT_TRUE(wait([&] { return field->height() >= field->minimumSizeHint().height(); }))
          << field->height() << " of " << field->minimumSizeHint().height() << " at " << points;
      const QImage freely = drawn_freely(words, field->font());
      const int whole = n_ink_rows(freely, 2);
      ASSERT_GT(whole, 5);
      EXPECT_GE(n_ink_rows(field->grab().toImage(), 2), whole - 1) << text << " at " << points;
    }
  }
}

TEST_F(TextLineTest, EmojiAreColoured) {
  QLineEdit* field = attention().sentence().field();
  for (const char* text : {"🐶", "😀", "🐱"}) {
    field->setText(QString::fromUtf8(text));
    const QImage image = field->grab().toImage();
    int n_yellow_or_brown = 0;
    for (int y = 2; y < image.height() - 2; ++y) {
      for (int x = 10; x < image.width() - 10; ++x) {
        const QColor c = image.pixelColor(x, y);
        n_yellow_or_brown += c.red() - c.blue() > 60 ? 1 : 0;
      }
    }
    EXPECT_GT(n_yellow_or_brown, 20) << text;
  }
}

}  // namespace
}  // namespace baryscope::testing
