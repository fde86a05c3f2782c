/// What tokens are called, and what something in the picture of an analysis is, for the hint under
/// the mouse.
#pragma once

#include <QString>
#include <string_view>
#include <unordered_map>

#include "core/analysis/analysis.h"
#include "viz/scene/subject.h"

namespace baryscope {

/// Of an analysis that outlives them. As in the finding, tokens whose text occurs more than once
/// carry their position: "the (5)".
class TokenNames {
 public:
  explicit TokenNames(const Analysis& analysis);

  [[nodiscard]] QString operator()(int position) const;

 private:
  const Analysis& m_analysis;
  std::unordered_map<std::string_view, int> m_n_equal;
};

/// One line: "library · position 9 · weight 0.09".
QString subject_words(const Analysis& analysis, const Subject& subject);

}  // namespace baryscope
