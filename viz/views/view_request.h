/// How a view is drawn, and the option rows that say it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/options/option_spec.h"
#include "core/options/option_table.h"
#include "viz/scene/scene.h"
#include "viz/views/orientation.h"

namespace baryscope {

/// The option rows that change only the drawing: view, sinks, threshold, show, hide, theme,
/// palette, font-size, background, size, scale, title, orientation, and what figures as vectors
/// look like and carry.
std::vector<OptionSpec> view_options();

struct ViewRequest {
  std::string view = "space";
  std::string sinks = "dim";  ///< show, dim, hide
  double threshold = 0;
  std::vector<std::string> show,
      hide;  ///< edges, triangles, hull, outputs, labels, axes, legend, grid, title
  std::string theme = "light";  ///< light, dark, print (auto is resolved before)
  std::string palette = "cividis";
  std::string background = "theme";
  double font_size = 14;
  std::string font;                 ///< family of the letters; empty: the theme's
  int width = 1600, height = 1000;  ///< the figure's size, for the camera's choice
  double scale = 1;
  bool text_as_paths = false;              ///< of figures as vectors: letters are shapes
  bool shaded_strokes = true;              ///< of figures as vectors: pipes look round
  std::optional<Orientation> orientation;  ///< of a text's picture; nothing: the scene's own
  Subject selected;                   ///< marked in the picture, a token with its label in bold
  bool selected_in_compared = false;  ///< of samples: in the second picture

  /// The token that is drawn standing out: of an edge or triangle its key.
  [[nodiscard]] std::optional<int> selected_token() const;
  /// samples: how far the sampler's work is shown, 0 the data … 6 the synthetic point (fractions
  /// fade the next step in); nothing: the finished set.
  std::optional<double> step;
  std::optional<int> sample;  ///< samples: the synthetic point that the steps follow
};
/// `auto` themes become `system_theme`.
ViewRequest make_view_request(const OptionValues& values, const std::string& system_theme);

/// Two scenes to be seen side by side through one camera.
struct ScenePair {
  Scene first, second;  ///< each for half the width; both have the same camera and weight scale
};

}  // namespace baryscope
