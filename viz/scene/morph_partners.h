/// Who is whose partner: elements of two scenes by what they stand for.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "viz/scene/morph_ends.h"

namespace baryscope {

/// An element of either scene: in which structure, and what it is called there. Furniture is called
/// by its places: it is the same thing where nothing moved it.
template <typename Element>
struct MorphPart {
  std::string set;
  Element element;
  Subject subject;
  std::vector<double> places;  ///< of furniture
  bool taken = false;
};

template <typename Element>
using MorphParts = std::vector<MorphPart<Element>>;

/// Coordinates in a row, for MorphPart::places.
template <typename Places>
std::vector<double> coordinates(const Places& places) {
  std::vector<double> row;
  for (const Vec3& place : places) row.insert(row.end(), {place.x, place.y, place.z});
  return row;
}

/// Elements of the first scene, taken one by one by those of the second.
template <typename Element>
class MorphPartners {
 public:
  /// Both are referred to; `before` is marked where it was taken.
  MorphPartners(MorphParts<Element>& before, const MorphParts<Element>& after) : m_before(before) {
    for (std::size_t i = 0; i < before.size(); ++i) {
      m_named[name_of(before[i])].push_back(i);
      ++m_counts[group_of(before[i])][0];
    }
    for (const auto& part : after) ++m_counts[group_of(part)][1];
  }

  /// Null where there is none left. One of the same structure goes before one of another, one that
  /// `looks_alike` before one that does not.
  template <typename LooksAlike>
  const Element* take(const MorphPart<Element>& now, LooksAlike&& looks_alike) {
    const auto found = m_named.find(name_of(now));
    if (found == m_named.end()) return nullptr;
    MorphPart<Element>* best = nullptr;
    int best_rank = 4;
    for (const std::size_t i : found->second) {
      MorphPart<Element>& each = m_before[i];
      if (each.taken || !may_pair(each, now)) continue;
      const int rank = (each.set == now.set ? 0 : 2) + (looks_alike(each.element) ? 0 : 1);
      if (rank < best_rank) best = &each, best_rank = rank;
    }
    if (best == nullptr) return nullptr;
    best->taken = true;
    return &best->element;
  }

  /// Points of one thing are one another's copies; lines and faces are its pieces, which have
  /// partners only where there are as many of them.
  bool of_pieces = true;

 private:
  using Name = std::pair<Subject, std::vector<double>>;
  using Group = std::pair<std::string, Name>;
  static Name name_of(const MorphPart<Element>& part) {
    return part.subject.none() ? Name{{}, part.places} : Name{part.subject, {}};
  }
  static Group group_of(const MorphPart<Element>& part) { return {part.set, name_of(part)}; }

  [[nodiscard]] bool may_pair(const MorphPart<Element>& before,
                              const MorphPart<Element>& now) const {
    if (now.subject.none()) return before.set == now.set;
    if (!of_pieces) return true;
    const auto& [n_before, n_same] = m_counts.at(group_of(before));
    const auto& [n_there, n_now] = m_counts.at(group_of(now));
    return before.set == now.set ? n_before == n_same : n_before == 1 && n_now == 1 && n_there == 0;
  }

  MorphParts<Element>& m_before;
  std::map<Name, std::vector<std::size_t>> m_named;
  std::map<Group, std::array<std::size_t, 2>> m_counts;  ///< before and after
};

/// Both ends of one element, for a list of structures of one kind.
template <typename Set>
void put_pair(std::vector<Set>& start, std::vector<Set>& end, const std::string& set,
              const auto& at_start, const auto& at_end, auto member) {
  const auto found =
      std::find_if(end.begin(), end.end(), [&](const Set& each) { return each.name == set; });
  const auto index = static_cast<std::size_t>(found - end.begin());
  if (found == end.end()) {
    start.push_back({set, {}});
    end.push_back({set, {}});
  }
  (start[index].*member).push_back(at_start);
  (end[index].*member).push_back(at_end);
}

}  // namespace baryscope
