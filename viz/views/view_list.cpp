#include "viz/views/view_list.h"

#include <algorithm>
#include <utility>

#include "core/base/error.h"
#include "core/base/nearest_name.h"
#include "viz/views/samples/build_samples.h"
#include "viz/views/space/build_space.h"

namespace baryscope {
namespace {

ViewScenes side_by_side(ScenePair pair) { return {std::move(pair.first), std::move(pair.second)}; }

ViewScenes build_space(const ViewInput& input, const ViewRequest& request) {
  ViewRequest wanted = request;
  // The selection may be older than the text.
  if (wanted.selected_token() &&
      *wanted.selected_token() >= static_cast<int>(input.analysis->tokens.size())) {
    wanted.selected = {};
  }
  if (input.compared_analysis != nullptr) {
    return side_by_side(build_pair(*input.analysis, *input.compared_analysis, wanted));
  }
  return {build_scene(*input.analysis, wanted), std::nullopt};
}

ViewScenes build_samples_view(const ViewInput& input, const ViewRequest& request) {
  ViewRequest wanted = request;
  // The number may be older than the sampler.
  if (wanted.sample && *wanted.sample >= input.study->resampled.synthetic.size()) {
    wanted.sample.reset();
  }
  if (input.compared_study != nullptr) {
    return side_by_side(build_sample_pair(*input.study, *input.compared_study, wanted));
  }
  return {build_samples(*input.study, wanted), std::nullopt};
}

/// Of two pictures a part that one of them can draw is worth asking for.
std::string obstacle_in_space(const ViewInput& input, const ViewRequest& request,
                              const std::string& part) {
  std::string obstacle = space_obstacle(*input.analysis, request, part);
  const bool elsewhere = input.compared_analysis != nullptr &&
                         space_obstacle(*input.compared_analysis, request, part).empty();
  return elsewhere ? std::string() : obstacle;
}

std::string obstacle_in_samples(const ViewInput& input, const ViewRequest& request,
                                const std::string& part) {
  std::string obstacle = samples_obstacle(*input.study, request, part);
  const bool elsewhere = input.compared_study != nullptr &&
                         samples_obstacle(*input.compared_study, request, part).empty();
  return elsewhere ? std::string() : obstacle;
}

}  // namespace

const std::vector<ViewInfo>& views() {
  static const std::vector<ViewInfo> list = {
      {.name = "space",
       .title = "Values in space",
       .help = "Tokens at their value vectors, the output at their weighted sum, edges, triangles "
               "and hull.",
       .about = "places every token at its value vector and the output at their weighted sum",
       .source = ViewSource::text,
       .needs = {},
       .flat = false,
       .options = {"place-by", "sinks", "threshold", "top"},
       .build = build_space,
       .left_out = {"axes", "grid"},
       .obstacle = obstacle_in_space},
      {.name = "samples",
       .title = "Samples",
       .help =
           "A data set by classes, its graph and simplices, synthetic points, decision regions.",
       .about = "shows a data set's classes, their neighbourhood graph and simplices, and the "
                "synthetic points drawn from those",
       .source = ViewSource::data_set,
       .needs = {},
       .flat = true,
       .options = {"step", "sample"},
       .build = build_samples_view,
       .left_out = {"grid"},
       .obstacle = obstacle_in_samples},
  };
  return list;
}

const ViewInfo& view(std::string_view name) {
  std::vector<std::string> known;
  for (const ViewInfo& row : views()) {
    if (row.name == name) {
      return row;
    }
    known.push_back(row.name);
  }
  throw UsageError(unknown_name_message("view", name, known));
}

const ViewInfo& first_view(ViewSource source) {
  return *std::find_if(views().begin(), views().end(),
                       [source](const ViewInfo& row) { return row.source == source; });
}

}  // namespace baryscope
