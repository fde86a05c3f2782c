// Small parts of the window that need none: words for numbers, sliders, cameras, selections.
#include <gtest/gtest.h>

#include <QWidget>
#include <cmath>
#include <vector>

#include "app/gui/widgets/flow_layout.h"
#include "app/gui/widgets/number_words.h"
#include "app/gui/widgets/option_slider.h"
#include "app/session/selection.h"
#include "viz/scene/camera_control.h"
#include "viz/scene/flat_camera.h"

namespace baryscope {
namespace {

TEST(NumberWords, SharesHaveADecimalBelowTen) {
  EXPECT_EQ(percent(0.5), QStringLiteral("50 %"));
  EXPECT_EQ(percent(0.1234), QStringLiteral("12 %"));
  EXPECT_EQ(percent(0.0996), QStringLiteral("10 %"));
  EXPECT_EQ(percent(0.0994), QStringLiteral("9.9 %"));
  EXPECT_EQ(percent(-0.05), QString::fromUtf8("−5.0 %"));
  EXPECT_EQ(percent(0.0009), QStringLiteral("< 0.1 %"));
  EXPECT_EQ(percent(0.0011), QStringLiteral("0.1 %"));
  EXPECT_EQ(percent(0), QStringLiteral("0.0 %"));
}

TEST(SliderRange, EveryPlaceMeansAValueThatLeadsBackToIt) {
  for (const char* id : {"n-samples", "imbalance", "noise", "k-neighbors", "alpha"}) {
    const SliderRange& range = *find_slider_range(id);
    EXPECT_EQ(range.value_at(0), range.low) << id;
    EXPECT_EQ(range.value_at(range.places()), range.high) << id;
    double before = -1;
    for (int place = 0; place <= range.places(); ++place) {
      const double value = range.value_at(place);
      EXPECT_GE(value, before) << id << " " << place;
      EXPECT_EQ(range.value_at(range.place_of(value)), value) << id << " " << place;
      before = value;
    }
  }
  EXPECT_EQ(find_slider_range("theme"), nullptr);
}

TEST(SliderRange, TheMiddleOfALogarithmicOneIsTheGeometricMean) {
  const SliderRange& range = *find_slider_range("n-samples");
  ASSERT_TRUE(range.logarithmic);
  EXPECT_NEAR(range.value_at(range.places() / 2), std::sqrt(range.low * range.high), range.step);
  EXPECT_NEAR(range.place_of(std::sqrt(range.low * range.high)), range.places() / 2, 1);
}

TEST(CameraControl, AStepAfterGoingBackForgetsWhatCameAfter) {
  CameraControl control;
  const Camera home = control.camera(), a = zoomed(home, 2), b = zoomed(home, 3);
  control.go(a);
  control.go(zoomed(home, 5));
  ASSERT_TRUE(control.back());
  EXPECT_EQ(control.camera(), a);
  control.go(b);
  EXPECT_FALSE(control.forward());
  ASSERT_TRUE(control.back());
  EXPECT_EQ(control.camera(), a);
  ASSERT_TRUE(control.back());
  EXPECT_FALSE(control.back());
  EXPECT_EQ(control.camera(), home);
}

TEST(CameraControl, BothProjectionsShowTheFocalPlaneAtOneSize) {
  const Viewport viewport{900, 600, 0, 0, 90, 60};
  Camera camera;
  camera.position = {3, 4, 9};
  const Camera parallel = with_other_projection(camera);
  const Camera back = with_other_projection(parallel);
  const Vec3 right = frame(camera).right;
  for (const Camera& each : {parallel, back}) {
    EXPECT_NEAR(to_screen(each, viewport, right)->x, to_screen(camera, viewport, right)->x, 1e-9);
  }
  EXPECT_TRUE(parallel.orthographic);
  EXPECT_NEAR(length(back.position - camera.position), 0, 1e-9);
}

TEST(FlatCamera, LeavesRoomForTheNumbersOfTheAxes) {
  Camera straight;
  straight.orthographic = true;
  const std::vector<Vec3> points{{-2, -1, 0}, {4, 1, 0}, {0, 0, 0}};
  const Viewport wide{1200, 900, 0, 0, 96, 64}, tall{1200, 500, 0, 0, 96, 64};
  const PlotRoom around{64, 34, 30, 60}, bare{20, 20, 20, 20};
  const auto at = [&](const Viewport& viewport, bool axes, Vec3 point) {
    return to_screen(fitted_flat(straight, points, viewport, axes ? around : bare), viewport, point)
        .value();
  };
  // As wide as it may be: numbers to the left, half a number to the right.
  EXPECT_NEAR(at(wide, true, points[0]).x, 64, 1e-6);
  EXPECT_NEAR(at(wide, true, points[1]).x, 1200 - 34, 1e-6);
  EXPECT_NEAR(at(wide, false, points[0]).x, 20, 1e-6);
  EXPECT_NEAR(at(wide, false, points[1]).x, 1200 - 20, 1e-6);
  // As tall as it may be: a title above, numbers and a title below.
  EXPECT_NEAR(at(tall, true, points[1]).y, 96 + 30, 1e-6);
  EXPECT_NEAR(at(tall, true, points[0]).y, 500 - 64 - 60, 1e-6);
}

TEST(FlowLayout, WhatDoesNotFitGoesToTheNextLine) {
  QWidget parent;
  auto* flow = new FlowLayout(&parent, 10, 4);
  flow->setContentsMargins(5, 6, 7, 8);
  std::vector<QWidget*> boxes;
  for (const int width : {100, 60, 90, 200}) {
    boxes.push_back(new QWidget);
    boxes.back()->setFixedSize(width, 20 + width / 10);
    flow->addWidget(boxes.back());
  }
  // Two fit exactly: 5 + 100 + 10 + 60 + 7.
  flow->setGeometry(QRect(0, 0, 182, 200));
  EXPECT_EQ(boxes[0]->pos(), QPoint(5, 6));
  EXPECT_EQ(boxes[1]->pos(), QPoint(115, 6));
  EXPECT_EQ(boxes[2]->pos(), QPoint(5, 6 + 30 + 4));
  EXPECT_EQ(boxes[3]->pos(), QPoint(5, 6 + 30 + 4 + 29 + 4)) << "alone, though it is too wide";
  EXPECT_EQ(flow->heightForWidth(182), 6 + 30 + 4 + 29 + 4 + 40 + 8);
  flow->setGeometry(QRect(0, 0, 181, 200));
  EXPECT_EQ(boxes[1]->pos(), QPoint(5, 6 + 30 + 4));
}

TEST(Selection, AWeightIsThatOfItsOwnQuery) {
  Analysis analysis;
  for (const int position : {0, 3}) {
    QueryResult row;
    row.position = position;
    row.key_weights = {0.25 + position, 0.5 + position};
    analysis.queries.push_back(row);
  }
  analysis.edges = {{5, 1, 0.125}, {3, 7, 0.0625}};
  EXPECT_EQ(find_weight(analysis, 0, 1), 0.5);
  EXPECT_EQ(find_weight(analysis, 3, 1), 3.5);
  EXPECT_EQ(find_weight(analysis, 5, 1), 0.125);
  EXPECT_EQ(find_weight(analysis, 3, 7), 0.0625);
  EXPECT_EQ(find_weight(analysis, 5, 0), std::nullopt);
}

}  // namespace
}  // namespace baryscope
