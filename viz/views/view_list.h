/// The views: the one list that knows them. A row is all that session, worker, help, commands and
/// panels read of a view; one more is a row and its folder.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/analysis/analysis.h"
#include "core/analysis/request.h"
#include "core/sampling/studies/study.h"
#include "viz/views/view_request.h"

namespace baryscope {

/// What a view shows.
enum class ViewSource { text, data_set };

/// The finished numbers that a scene is made of: of a text, or of a data set; `compared_…` where
/// two are seen beside each other.
struct ViewInput {
  const Analysis* analysis = nullptr;
  const Analysis* compared_analysis = nullptr;
  const SamplingStudy* study = nullptr;
  const SamplingStudy* compared_study = nullptr;
};

struct ViewScenes {
  Scene first;
  std::optional<Scene> second;  ///< of what is compared, with the same camera
};

struct ViewInfo {
  std::string name;   ///< "space"
  std::string title;  ///< "Values in space"
  std::string help;   ///< one sentence for --list and the handbook
  std::string about;  ///< the part of the option's help after its name
  ViewSource source = ViewSource::text;
  AnalysisNeeds needs;               ///< of a text's view, beside the head that is shown
  bool flat = false;                 ///< a page, looked at from the front
  bool turns = false;                ///< placed by PCA: turned and seen as the picture before
  std::vector<std::string> options;  ///< ids of the options that only matter to some views
  ViewScenes (*build)(const ViewInput& input, const ViewRequest& request) = nullptr;
  /// Of view_part_names() those that are drawn only where `show` names them.
  std::vector<std::string> left_out;
  /// Why a part cannot be seen in any picture of `input`; empty: it can.
  std::string (*obstacle)(const ViewInput& input, const ViewRequest& request,
                          const std::string& part) = nullptr;
};

const std::vector<ViewInfo>& views();
/// Throws UsageError with the known names and the nearest.
const ViewInfo& view(std::string_view name);
/// The first of them: what an input of that kind opens with.
const ViewInfo& first_view(ViewSource source);

}  // namespace baryscope
