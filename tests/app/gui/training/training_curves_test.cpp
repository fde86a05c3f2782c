// The curves of a training: axes, thinning, what is read at a step, and what is painted.
#include "app/gui/training/training_curves.h"

#include <gtest/gtest.h>

#include <QApplication>
#include <QElapsedTimer>
#include <QTest>
#include <cmath>
#include <limits>
#include <set>

#include "app/gui/plots/curve_plot.h"
#include "app/gui/widgets/style.h"

namespace baryscope {
namespace {

std::vector<std::string> labels(const CurveAxis& axis) {
  std::vector<std::string> texts;
  for (const AxisTick& tick : axis.ticks) texts.push_back(tick.label);
  return texts;
}

using Labels = std::vector<std::string>;

TEST(CurveAxis, LinearTicksAreRoundNumbers) {
  EXPECT_EQ(labels(linear_axis(0, 1, 5)), (Labels{"0", "0.2", "0.4", "0.6", "0.8", "1"}));
  EXPECT_EQ(labels(linear_axis(0, 3000, 5)),
            (Labels{"0", "1\u202f000", "2\u202f000", "3\u202f000"}));
  EXPECT_EQ(labels(linear_axis(0.5, 1, 4)), (Labels{"0.6", "0.8", "1"}));
}

TEST(CurveAxis, LogarithmicTicksAreOnesTwosAndFivesWhereThereIsRoom) {
  EXPECT_EQ(labels(logarithmic_axis(0.3, 0.7, 5)), (Labels{"0.2", "0.5", "1"}));
  const CurveAxis axis = logarithmic_axis(1e-7, 2, 5);
  EXPECT_DOUBLE_EQ(axis.low, 1e-7);
  EXPECT_DOUBLE_EQ(axis.high, 2);
  EXPECT_EQ(axis.ticks.front().label, "10⁻⁷");
  EXPECT_LE(axis.ticks.size(), 6U);
}

TEST(CurveAxis, NoTwoLabelsOfALogarithmicAxisAreEqual) {
  EXPECT_EQ(labels(logarithmic_axis(1.2e-5, 6e-5, 5)),
            (Labels{"10⁻⁵", "2·10⁻⁵", "5·10⁻⁵", "10⁻⁴"}));
  for (double low = 1e-9; low < 1e6; low *= 1.7) {
    for (double share = 1.1; share < 1e7; share *= 2.3) {
      const Labels texts = labels(logarithmic_axis(low, low * share, 5));
      EXPECT_EQ(std::set<std::string>(texts.begin(), texts.end()).size(), texts.size())
          << low << " to " << low * share;
    }
  }
}

TEST(CurveAxis, PlacesValuesAndHoldsWhatIsBeyond) {
  const CurveAxis axis = logarithmic_axis(0.01, 1, 5);
  EXPECT_NEAR(axis.place(0.1), 0.5, 1e-12);
  EXPECT_EQ(axis.place(0), 0);
  EXPECT_EQ(axis.place(100), 1);
  EXPECT_EQ(axis.place(std::numeric_limits<double>::quiet_NaN()), 0);
}

TEST(CurvePlot, AHundredThousandPointsBecomeColumnsThatKeepEveryExtreme) {
  std::vector<CurvePoint> points;
  for (int i = 0; i < 100000; ++i) points.push_back({static_cast<double>(i), std::sin(0.37 * i)});
  points[54321].y = 9;
  points[77777].y = std::numeric_limits<double>::infinity();
  const auto columns = thinned(points, 0, 100000, 300);
  ASSERT_EQ(columns.size(), 300U);
  double high = 0;
  for (const CurveColumn& column : columns) {
    EXPECT_LE(column.low, column.last);
    EXPECT_GE(column.high, column.last);
    high = std::max(high, column.high);
  }
  EXPECT_EQ(high, 9);
}

TEST(CurvePlot, TheRunningMeanOfAConstantIsTheConstantFromTheFirstPoint) {
  const std::vector<CurvePoint> points(50, CurvePoint{1, 0.25});
  for (const CurvePoint& mean : smoothed(points, 10)) EXPECT_DOUBLE_EQ(mean.y, 0.25);
}

TEST(TrainingWords, AccuracyIsAHundredOnlyWhereEveryAnswerIsRight) {
  EXPECT_EQ(accuracy_text(1), QStringLiteral("100 %"));
  EXPECT_EQ(accuracy_text(0.99999), QStringLiteral("99.99 %"));
  EXPECT_EQ(accuracy_text(0.8349), QStringLiteral("83.4 %"));
}

std::vector<TrainingPoint> falling(int n_points, int stride) {
  std::vector<TrainingPoint> curve;
  for (int i = 1; i <= n_points; ++i) {
    TrainingPoint point;
    point.step = i * stride;
    point.loss = 0.7 * std::exp(-3.0 * i / n_points) * (1 + 0.3 * std::sin(12.9 * i));
    if (i % (n_points / 10) == 0) {
      TaskMetrics metrics;
      metrics.loss = 0.7 * std::exp(-3.0 * i / n_points);
      metrics.accuracy = 1 - 0.4 * std::exp(-4.0 * i / n_points);
      metrics.heaviest_pair_true = 0.9 - 0.7 * std::exp(-4.0 * i / n_points);
      point.evaluation = metrics;
    }
    curve.push_back(point);
  }
  return curve;
}

TEST(TrainingCurves, KeysAndMouseReadTheValuesAtAStep) {
  TrainingCurves curves;
  curves.resize(300, 270);
  curves.show();
  EXPECT_TRUE(curves.summary().contains(QStringLiteral("No step")));
  curves.set_curve(1000, falling(100, 5));
  EXPECT_TRUE(curves.accessibleDescription().contains(QStringLiteral("500 of 1\u202f000 steps")))
      << curves.accessibleDescription().toStdString();
  curves.setFocus();
  QTest::keyClick(&curves, Qt::Key_Home);
  EXPECT_EQ(curves.read_step(), 5);
  QTest::keyClick(&curves, Qt::Key_Right);
  EXPECT_EQ(curves.read_step(), 10);
  QTest::keyClick(&curves, Qt::Key_End);
  EXPECT_EQ(curves.read_step(), 500);
  EXPECT_TRUE(curves.values_text().startsWith(QStringLiteral("step 500 · loss 0.04")))
      << curves.values_text().toStdString();
  // Half of the planned steps lie in the left half: far right is the last step, not an empty one.
  QTest::mouseMove(&curves, QPoint(290, 60));
  EXPECT_TRUE(QTest::qWaitFor([&] { return curves.read_step() == 500; }, 2000));
  QTest::mouseMove(&curves, QPoint(36, 60));
  EXPECT_TRUE(QTest::qWaitFor([&] { return curves.read_step().value_or(500) < 60; }, 2000));
}

TEST(TrainingCurves, PaintsEveryCurveInItsColourInBothThemes) {
  for (const bool dark : {false, true}) {
    apply_style(*qApp, dark, 10);
    TrainingCurves curves;
    curves.resize(300, 270);
    const auto count = [&](const QColor& color) {
      const QImage image = curves.grab().toImage();
      int n = 0;
      for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
          n += image.pixelColor(x, y).rgb() == color.rgb() ? 1 : 0;
        }
      }
      return n;
    };
    const WindowColors c = window_colors(dark);
    EXPECT_EQ(count(c.key) + count(c.query), 0);
    curves.set_curve(1000, falling(200, 5));
    EXPECT_GT(count(c.key), 150);
    EXPECT_GT(count(c.query), 150);
    EXPECT_GT(count(c.key_prime), 60);
  }
  apply_style(*qApp, false, 10);
}

TEST(TrainingCurves, OnePointAloneIsADot) {
  apply_style(*qApp, false, 10);
  TrainingPoint point;
  point.step = 500;
  point.loss = 0.6;
  point.evaluation.emplace();
  point.evaluation->loss = 0.9;
  point.evaluation->accuracy = 0.8;
  TrainingCurves curves;
  curves.resize(300, 270);
  curves.set_curve(1000, {point});
  const QImage image = curves.grab().toImage();
  // Of a colour between two heights: the headers with their keys lie elsewhere.
  const auto count = [&](const QColor& color, double from, double to) {
    int n = 0;
    for (int y = static_cast<int>(from * image.height()); y < to * image.height(); ++y) {
      for (int x = 0; x < image.width(); ++x) {
        n += image.pixelColor(x, y).rgb() == color.rgb() ? 1 : 0;
      }
    }
    return n;
  };
  EXPECT_GT(count(window_colors(false).query, 0.65, 1), 4);
  EXPECT_GT(count(window_colors(false).key, 0.1, 0.45), 4);
}

TEST(TrainingCurves, AHundredThousandPointsArePaintedWithinAFrame) {
  TrainingCurves curves;
  curves.resize(300, 270);
  curves.set_curve(100000, falling(100000, 1));
  QElapsedTimer clock;
  curves.grab();
  clock.start();
  for (int i = 0; i < 5; ++i) curves.grab();
  EXPECT_LT(clock.elapsed() / 5.0, 100);  // a frame on an idle machine; room for a busy one
}

TEST(TrainingCurves, LossesThatAreNoNumbersAreLeftOut) {
  std::vector<TrainingPoint> curve = falling(20, 1);
  curve[15].loss = std::numeric_limits<double>::quiet_NaN();
  curve[16].loss = std::numeric_limits<double>::infinity();
  TrainingCurves curves;
  curves.resize(300, 270);
  curves.set_curve(20, curve);
  EXPECT_FALSE(curves.summary().contains(QStringLiteral("nan"))) << curves.summary().toStdString();
  EXPECT_FALSE(curves.grab().isNull());
}

TEST(TrainingCurves, WithoutTriplesThereIsNoCurveOfPairs) {
  std::vector<TrainingPoint> curve = falling(20, 1);
  for (TrainingPoint& point : curve) {
    if (point.evaluation) point.evaluation->heaviest_pair_true.reset();
  }
  TrainingCurves curves;
  curves.resize(300, 270);
  curves.set_curve(20, curve);
  EXPECT_FALSE(curves.grab().isNull());
  EXPECT_FALSE(curves.values_text().contains(QStringLiteral("pair")));
}

}  // namespace
}  // namespace baryscope
