#include "viz/views/flow/flow_parts.h"

#include <cmath>
#include <cstddef>
#include <vector>

#include "viz/views/view_parts.h"

namespace baryscope {

FlowParts::FlowParts(const Analysis& shown, const ViewRequest& asked)
    : TextParts(make_text_parts(shown, asked)), readable(readable_tokens(*this)) {
  const int n = static_cast<int>(tokens.size());
  const int query = focus == nullptr ? 0 : focus->position;
  std::vector<double> importance;
  for (int i = 0; i < n; ++i) {
    // Of tokens that carry nothing those beside the query are worth a name.
    const double near = 1e-6 / (1 + std::abs(i - query));
    importance.push_back((i == query                    ? 4
                          : asked.selected_token() == i ? 3
                                                        : 0) +
                         token(i).share + near);
  }
  rows = flow_rows(importance, rows_that_fit(asked.height, asked.font_size));
  columns = flow_columns(triple, asked.width, asked.height);
  for (int i = 0; i < n; ++i) {
    tokens[static_cast<std::size_t>(i)].position = place(FlowSide::key, i);
  }
}

bool FlowParts::shows(const std::string& part) const {
  return draws_part(request->show, request->hide, part, {"axes", "grid"}) && part != "axes" &&
         part != "grid" && part != "hull";
}

bool FlowParts::reads(FlowSide side, int token) const {
  const std::optional<KeySpan>& span = window(side);
  return (!span || span->contains(token)) && is_kept(*this, token);
}

}  // namespace baryscope
