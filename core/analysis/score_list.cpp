#include "core/analysis/score_list.h"

#include <algorithm>

#include "core/base/error.h"
#include "core/base/nearest_name.h"

namespace baryscope {

const std::vector<ScoreInfo>& triple_scores() {
  // A determinant takes three numbers of each vector.
  static const std::vector<ScoreInfo> list = {
      {"trilinear", TripleScore::trilinear, true, 1},
      {"determinant", TripleScore::determinant, false, 3},
      {"unsigned-triple", TripleScore::unsigned_triple, false, 1},
      {"strassen", TripleScore::strassen, true, 1},
      {"rank-one", TripleScore::rank_one, true, 1},
  };
  return list;
}

std::vector<std::string> triple_score_names() {
  std::vector<std::string> names;
  for (const ScoreInfo& info : triple_scores()) {
    names.push_back(info.name);
  }
  return names;
}

const ScoreInfo& triple_score(std::string_view name) {
  for (const ScoreInfo& info : triple_scores()) {
    if (info.name == name) {
      return info;
    }
  }
  throw UsageError(unknown_name_message("score", name, triple_score_names()));
}

const ScoreInfo& triple_score(TripleScore score) {
  const std::vector<ScoreInfo>& all = triple_scores();
  return *std::find_if(all.begin(), all.end(),
                       [score](const ScoreInfo& info) { return info.score == score; });
}

}  // namespace baryscope
