/// A small study written by hand, for the tests of the samples view.
#pragma once

#include "core/sampling/studies/study.h"
#include "viz/views/view_request.h"

namespace baryscope {

/// Twelve points of class 0 on an ellipse, seven of class 1 inside it: a clique of four (rows 12 13
/// 14 15), the triangle 14 15 16, the edge 16 17 and the lone point 18; five synthetic points, two
/// of them in faces, and decision fields of 9×7 nodes before and after. In space the third
/// coordinate is x·y.
SamplingStudy hand_made_study(bool in_space = false);
/// The same data with every synthetic point on an edge.
SamplingStudy hand_made_edges();
/// `n` points of two classes on a sunflower, a fifth of them in class 1, each joined to the next
/// two of its class, with triangles of three in a row and `n_synthetic` points in those.
SamplingStudy sunflower_study(int n, int n_synthetic);
/// Three classes, two of which got synthetic points.
SamplingStudy three_classes_study();

/// Where the study draws a row of its data.
Vec3 place(const SamplingStudy& study, int row);

/// The samples view as a whole.
ViewRequest samples_request();
/// One step of the making of the second synthetic point.
ViewRequest at_step(double step);

}  // namespace baryscope
