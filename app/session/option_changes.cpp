#include "app/session/option_changes.h"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>

#include "app/session/comparison.h"
#include "app/session/example.h"
#include "app/session/film/film_options.h"
#include "app/session/text_file.h"
#include "core/sampling/studies/sampling_options.h"
#include "viz/views/space/build_space.h"
#include "viz/views/view_request.h"

namespace baryscope {
namespace {

bool gives(const OptionChanges& changes, std::string_view id) {
  return std::any_of(changes.begin(), changes.end(),
                     [&](const auto& change) { return change.first == id; });
}

bool names_a_token(const std::string& query) { return query != "auto" && query != "all"; }

}  // namespace

OptionValues changed_values(OptionValues values, const OptionChanges& changes,
                            std::optional<int> shown_query) {
  const OptionValues before = values;
  for (const auto& [id, value] : changes) {
    if (id == "text-file") {
      values.set("text", read_text_file(canonical_value(values.table().spec(id), value)));
    } else {
      values.set(id, value);
    }
  }
  // Another table has other columns.
  if (values.text("dataset") != before.text("dataset") && !gives(changes, "label-column")) {
    values.reset("label-column");
  }
  const bool new_model = values.text("model") != before.text("model");
  const bool new_text = !read_the_same(values, before);
  if (new_text && !gives(changes, "query") && names_a_token(values.text("query"))) {
    values.reset("query");
  }
  if (new_text && !gives(changes, "orientation")) {
    values.reset("orientation");  // an edit of the same text finds it again
  }
  if (new_text && !gives(changes, "mask")) {
    values.reset("mask");  // another token stands there
  }
  // Key frames have a length of their own; the one that is there was another film's.
  if (film_kind(values) == FilmKind::keys && film_kind(before) != FilmKind::keys &&
      !gives(changes, "duration")) {
    values.reset("duration");
  }
  constexpr std::array readings{"layer", "head", "mechanism"};
  const bool other_reading = std::any_of(readings.begin(), readings.end(), [&](const char* id) {
    return values.text(id) != before.text(id);
  });
  if (other_reading && !new_text && !gives(changes, "query") && shown_query &&
      values.text("query") == "auto") {
    values.set("query", std::to_string(*shown_query));
  }
  for (const char* id : {"layer", "head"}) {
    if (new_model && !gives(changes, id)) {
      values.reset(id);
    }
  }
  if (new_model || values.text("compare") != before.text("compare")) {
    follow_example(values, before, [&](std::string_view id) { return gives(changes, id); });
  }
  return values;
}

std::vector<std::string> differing_ids(const OptionValues& a, const OptionValues& b) {
  std::vector<std::string> ids;
  for (const OptionSpec& spec : a.table().specs()) {
    if (a.text(spec.id) != b.text(spec.id)) {
      ids.push_back(spec.id);
    }
  }
  return ids;
}

bool read_the_same(const OptionValues& a, const OptionValues& b) {
  constexpr std::array ids{"model", "text", "text-b", "special-in-text"};
  return std::all_of(ids.begin(), ids.end(),
                     [&](const char* id) { return a.text(id) == b.text(id); });
}

bool change_the_drawing(const std::vector<std::string>& ids) {
  static const std::set<std::string, std::less<>> drawing = [] {
    std::set<std::string, std::less<>> names;
    for (const OptionSpec& spec : view_options()) {
      names.insert(spec.id);
    }
    return names;
  }();
  return std::any_of(ids.begin(), ids.end(), [](const auto& id) { return drawing.contains(id); });
}

void check_values(const OptionValues& values, const std::string& system_theme) {
  static_cast<void>(make_requests(values));
  static_cast<void>(make_sampling_requests(values));
  static_cast<void>(make_view_request(values, system_theme));
  check_film_options(values);
}

}  // namespace baryscope
