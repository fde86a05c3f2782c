#include "viz/views/view_list.h"

#include <algorithm>
#include <utility>

#include "core/base/error.h"
#include "core/base/nearest_name.h"
#include "viz/views/flow/build_flow.h"
#include "viz/views/ring/build_ring.h"
#include "viz/views/samples/build_samples.h"
#include "viz/views/space/build_space.h"

namespace baryscope {
namespace {

ViewScenes side_by_side(ScenePair pair) { return {std::move(pair.first), std::move(pair.second)}; }

/// Without a selection that is older than the text.
ViewRequest request_for(const Analysis& analysis, const ViewRequest& request) {
  ViewRequest wanted = request;
  if (wanted.selected_token() &&
      *wanted.selected_token() >= static_cast<int>(analysis.tokens.size())) {
    wanted.selected = {};
  }
  return wanted;
}

/// A view of a text: alone, or of two analyses side by side.
template <Scene (*alone)(const Analysis&, const ViewRequest&),
          ScenePair (*both)(const Analysis&, const Analysis&, const ViewRequest&)>
ViewScenes build_text(const ViewInput& input, const ViewRequest& request) {
  const ViewRequest wanted = request_for(*input.analysis, request);
  if (input.compared_analysis != nullptr) {
    return side_by_side(both(*input.analysis, *input.compared_analysis, wanted));
  }
  return {alone(*input.analysis, wanted), std::nullopt};
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
template <std::string (*obstacle_of)(const Analysis&, const ViewRequest&, const std::string&)>
std::string obstacle_in_text(const ViewInput& input, const ViewRequest& request,
                             const std::string& part) {
  std::string obstacle = obstacle_of(*input.analysis, request, part);
  const bool elsewhere = input.compared_analysis != nullptr &&
                         obstacle_of(*input.compared_analysis, request, part).empty();
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
       .turns = true,
       .options = {"place-by", "sinks", "threshold", "top"},
       .build = build_text<build_scene, build_pair>,
       .left_out = {"axes", "grid"},
       .obstacle = obstacle_in_text<space_obstacle>},
      {.name = "flow",
       .title = "Flow to the query",
       .help = "Queries and keys in columns, a pipe a weight through which value flows to the "
               "query.",
       .about = "stands queries and keys in columns and joins them by pipes as thick as their "
                "weights, through which value flows to the query",
       .source = ViewSource::text,
       .needs = {},
       .flat = true,
       .options = {"sinks", "threshold", "top"},
       .build = build_text<build_flow, build_flow_pair>,
       .left_out = {"axes", "grid"},
       .obstacle = obstacle_in_text<flow_obstacle>},
      {.name = "ring",
       .title = "Ring of tokens",
       .help = "Tokens in their order on a circle, long texts on a helix; weights as arcs and "
               "triangles inside.",
       .about = "puts the tokens in their order on a circle, of long texts on a helix, with the "
                "weights as arcs and triangles inside",
       .source = ViewSource::text,
       .needs = {},
       .flat = false,
       .options = {"sinks", "threshold", "top"},
       .build = build_text<build_ring, build_ring_pair>,
       .left_out = {"axes"},
       .obstacle = obstacle_in_text<ring_obstacle>},
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
