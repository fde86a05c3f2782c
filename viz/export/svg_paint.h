/// Colours and gradients as attributes; gradients are written once each.
#pragma once

#include <map>
#include <string>

#include "viz/draw/page.h"

namespace baryscope {

class SvgPaint {
 public:
  /// ` fill="#0072b2" fill-opacity="0.5"`; `property`: fill or stroke. Nothing is ` fill="none"`,
  /// and no attribute at all for a stroke.
  std::string attributes(const std::string& property, const Paint& paint);
  /// `<defs>` with all gradients that were asked for; empty where there is none.
  [[nodiscard]] std::string definitions() const;

 private:
  std::map<std::string, std::string> m_names;  ///< of what is between the tags' names and ids
  std::string m_definitions;
};

}  // namespace baryscope
