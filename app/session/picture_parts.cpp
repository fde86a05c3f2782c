#include "app/session/picture_parts.h"

#include <algorithm>

#include "viz/views/view_list.h"

namespace baryscope {

bool asks_for_part(const OptionValues& values, const std::string& part) {
  return draws_part(values.list("show"), values.list("hide"), part,
                    view(values.text("view")).left_out) &&
         (part != "title" || values.flag("title"));
}

std::vector<ViewPart> picture_parts(const OptionValues& asked, const Finished* shown) {
  const bool same_view = shown != nullptr && shown->view.view == asked.text("view");
  std::vector<ViewPart> parts;
  for (const std::string& name : view_part_names()) {
    parts.push_back({name, asks_for_part(asked, name), {}});
    if (!same_view) {
      continue;
    }
    const auto known = std::find_if(shown->parts.begin(), shown->parts.end(),
                                    [&](const ViewPart& each) { return each.name == name; });
    if (known != shown->parts.end()) {
      parts.back().obstacle = known->obstacle;
    }
  }
  return parts;
}

}  // namespace baryscope
