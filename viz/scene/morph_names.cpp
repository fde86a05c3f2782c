// One numbering for both scenes: tokens of another text, the query that reads.
#include <algorithm>
#include <optional>
#include <set>
#include <type_traits>
#include <vector>

#include "viz/scene/morph_ends.h"
#include "viz/scene/visit.h"

namespace baryscope {
namespace {

using Kind = Subject::Kind;

constexpr bool has_query(Kind kind) {
  return kind == Kind::output || kind == Kind::edge || kind == Kind::second_key ||
         kind == Kind::triangle || kind == Kind::product || kind == Kind::way_to_hull;
}
constexpr bool counts_tokens(Kind kind) { return kind == Kind::token || has_query(kind); }

/// Calls `function` with the subject of every element but those in columns.
template <typename SceneType, typename Function>
void for_each_subject(SceneType& scene, Function&& function) {
  const auto all = [&function](auto& elements) {
    for (auto& element : elements) function(element.subject);
  };
  visit_structures(scene, [&all](auto& set) {
    using Set = std::remove_cvref_t<decltype(set)>;
    if constexpr (std::is_same_v<Set, TokenCloud>) {
      all(set.points);
    } else if constexpr (std::is_same_v<Set, EdgeSet>) {
      all(set.edges);
    } else if constexpr (std::is_same_v<Set, CurveSet>) {
      all(set.curves);
    } else if constexpr (std::is_same_v<Set, TriangleSet>) {
      all(set.triangles);
    }
  });
}

/// The one query whose weights the scene shows; nothing for none and for several.
std::optional<int> find_query(const Scene& scene) {
  std::set<int> queries;
  const auto note = [&queries](const Subject& subject) {
    if (has_query(subject.kind) && subject.query() >= 0) queries.insert(subject.query());
  };
  for_each_subject(scene, note);
  for (const EdgeColumns& set : scene.edge_columns) {
    for (const auto& ends : set.ends) note({set.kind, {set.numbers[ends[0]], 0, -1}});
  }
  return queries.size() == 1 ? std::optional(*queries.begin()) : std::nullopt;
}

/// A number that nothing of the new text has.
constexpr int gone(int number) { return -2 - number; }

}  // namespace

Scene renamed(const Scene& before, const Scene& after, const Continuity& continuity) {
  Scene scene = before;
  std::vector<int> token_after;
  const auto new_number = [&](int number) {
    if (!continuity.token_before || number < 0) return number;
    const auto at = static_cast<std::size_t>(number);
    return at < token_after.size() && token_after[at] >= 0 ? token_after[at] : gone(number);
  };
  if (continuity.token_before) {
    const std::vector<int>& token_before = *continuity.token_before;
    for (std::size_t i = 0; i < token_before.size(); ++i) {
      if (token_before[i] < 0) continue;
      const auto at = static_cast<std::size_t>(token_before[i]);
      if (at >= token_after.size()) token_after.resize(at + 1, -1);
      token_after[at] = static_cast<int>(i);
    }
  }
  const auto rename = [&](Subject& subject) {
    if (!counts_tokens(subject.kind)) return;
    for (int& number : subject.index) number = new_number(number);
  };
  const auto rename_all = [&](const auto& function) {
    for_each_subject(scene, function);
    for (SceneLabel& label : scene.labels) {
      for (Subject& subject : label.subjects) function(subject);
    }
  };
  if (continuity.token_before) {
    rename_all(rename);
    for (EdgeColumns& set : scene.edge_columns) {
      if (!counts_tokens(set.kind)) continue;
      for (int& number : set.numbers) number = new_number(number);
    }
  }
  // Where one token reads after another, what it reads takes the other's place.
  const auto query = find_query(scene), query_after = find_query(after);
  if (query && query_after && *query != *query_after) {
    rename_all([&](Subject& subject) {
      if (has_query(subject.kind) && subject.query() == *query) subject.index[0] = *query_after;
    });
  }
  return scene;
}

}  // namespace baryscope
