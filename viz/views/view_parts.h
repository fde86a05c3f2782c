/// The parts of a picture that `show` and `hide` name: which are drawn, and why others cannot be.
#pragma once

#include <string>
#include <vector>

#include "viz/views/view_list.h"
#include "viz/views/view_request.h"

namespace baryscope {

struct ViewPart {
  std::string name;      ///< "edges"
  bool drawn = true;     ///< asked for, by the view itself or by `show` and `hide`
  std::string obstacle;  ///< why it cannot be seen in this picture whatever is asked; empty: it can
};

/// All names, in the order of the option's help.
const std::vector<std::string>& view_part_names();

/// Whether `part` is asked for where the view draws all parts but `left_out` by itself.
bool draws_part(const std::vector<std::string>& show, const std::vector<std::string>& hide,
                const std::string& part, const std::vector<std::string>& left_out);

/// All parts, of a picture that the request's view makes of `input`.
std::vector<ViewPart> view_parts(const ViewInput& input, const ViewRequest& request);

}  // namespace baryscope
