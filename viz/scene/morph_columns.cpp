// Edges in columns of both scenes: those in both glide, the others fade as sets of their own.
#include <algorithm>
#include <utility>

#include "viz/scene/morph_ends.h"

namespace baryscope {
namespace {

/// A place by its number, and which one of that number it is.
using PlaceName = std::pair<int, int>;
using EdgeName = std::pair<PlaceName, PlaceName>;

std::vector<PlaceName> names_of(const EdgeColumns& set) {
  std::map<int, int> n_seen;
  std::vector<PlaceName> names;
  for (const int number : set.numbers) names.emplace_back(number, n_seen[number]++);
  return names;
}

Subject subject_of(const EdgeColumns& set, std::size_t place) {
  return {set.kind, {set.numbers[place], set.numbers[place], -1}};
}

EdgeColumns without_edges(EdgeColumns set) {
  set.ends.clear();
  set.weights.clear();
  return set;
}
void add_edge(EdgeColumns& set, const std::array<std::uint32_t, 2>& ends, float weight) {
  set.ends.push_back(ends);
  set.weights.push_back(weight);
}

void put(MorphEnds& ends, EdgeColumns start, EdgeColumns end) {
  if (end.ends.empty()) return;
  ends.start.edge_columns.push_back(std::move(start));
  ends.end.edge_columns.push_back(std::move(end));
}

EdgeColumns faded(EdgeColumns set) {
  set.opacity = 0;
  return set;
}

EdgeColumns hung_before(EdgeColumns set, const PlaceWays& ways) {
  for (std::size_t i = 0; i < set.places.size(); ++i) {
    set.places[i] = ways.before(set.places[i], subject_of(set, i));
  }
  return set;
}
EdgeColumns hung_after(EdgeColumns set, const PlaceWays& ways) {
  for (std::size_t i = 0; i < set.places.size(); ++i) {
    set.places[i] = ways.after(set.places[i], subject_of(set, i));
  }
  return set;
}

void pair_sets(const EdgeColumns& before, const EdgeColumns& after, MorphEnds& ends) {
  EdgeColumns old_start = without_edges(before), new_end = without_edges(after);
  EdgeColumns old_end = hung_after(old_start, ends.ways);
  EdgeColumns new_start = hung_before(new_end, ends.ways);
  const std::vector<PlaceName> names_before = names_of(before), names_after = names_of(after);
  std::map<PlaceName, std::size_t> place_before;
  for (std::size_t i = 0; i < names_before.size(); ++i) place_before[names_before[i]] = i;
  for (std::size_t i = 0; i < names_after.size(); ++i) {
    const auto found = place_before.find(names_after[i]);
    if (found == place_before.end()) continue;
    new_start.places[i] = before.places[found->second];
    old_end.places[found->second] = after.places[i];
  }
  EdgeColumns both_start = new_start, both_end = new_end;
  both_start.width = before.width, both_start.reference = before.reference;
  both_start.opacity = before.opacity;

  std::map<EdgeName, std::size_t> edge_before;
  for (std::size_t i = 0; i < before.ends.size(); ++i) {
    const auto [from, to] = before.ends[i];
    edge_before[{names_before[from], names_before[to]}] = i;
  }
  for (std::size_t i = 0; i < after.ends.size(); ++i) {
    const auto [from, to] = after.ends[i];
    const auto found = edge_before.find({names_after[from], names_after[to]});
    if (found == edge_before.end()) {
      add_edge(new_start, after.ends[i], after.weights[i]);
      add_edge(new_end, after.ends[i], after.weights[i]);
      continue;
    }
    add_edge(both_start, after.ends[i], before.weights[found->second]);
    add_edge(both_end, after.ends[i], after.weights[i]);
    edge_before.erase(found);
  }
  for (const auto& [name, i] : edge_before) {
    add_edge(old_start, before.ends[i], before.weights[i]);
    add_edge(old_end, before.ends[i], before.weights[i]);
  }
  put(ends, std::move(both_start), std::move(both_end));
  put(ends, faded(std::move(new_start)), std::move(new_end));
  put(ends, std::move(old_start), faded(std::move(old_end)));
}

}  // namespace

void pair_columns(const Scene& before, const Scene& after, MorphEnds& ends) {
  std::vector<const EdgeColumns*> old;
  for (const EdgeColumns& set : before.edge_columns) old.push_back(&set);
  for (const EdgeColumns& set : after.edge_columns) {
    const auto partner = std::find_if(old.begin(), old.end(), [&](const EdgeColumns* each) {
      return each->name == set.name && each->kind == set.kind && each->role == set.role;
    });
    if (partner == old.end()) {
      put(ends, faded(hung_before(set, ends.ways)), set);
      continue;
    }
    pair_sets(**partner, set, ends);
    old.erase(partner);
  }
  for (const EdgeColumns* set : old) put(ends, *set, faded(hung_after(*set, ends.ways)));
}

}  // namespace baryscope
