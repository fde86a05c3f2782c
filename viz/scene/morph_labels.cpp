// Labels of both scenes: they go along with what they name.
#include <algorithm>
#include <map>
#include <utility>

#include "viz/scene/morph_ends.h"

namespace baryscope {
namespace {

std::string words_of(const SceneLabel& label) {
  std::string words;
  for (const LabelSpan& span : label.spans) words += span.text;
  return words;
}

/// What a label is called: by what it names; furniture by its words and its place.
struct LabelName {
  std::vector<Subject> subjects;
  std::string words;
  std::vector<double> place;
  friend auto operator<=>(const LabelName&, const LabelName&) = default;
};

LabelName label_name(const SceneLabel& label) {
  if (!label.subjects.empty()) return {label.subjects, {}, {}};
  return {{}, words_of(label), {label.anchor.x, label.anchor.y, label.anchor.z}};
}

/// The way of a place that the label stands at: of the things that it names.
template <typename Find>
Vec3 way_of(Vec3 place, const SceneLabel& label, Find&& find) {
  for (const Subject& subject : label.subjects) {
    if (subject.none()) continue;
    if (const Vec3* way = find(place, subject)) return *way;
  }
  return place;
}

}  // namespace

void pair_labels(const Scene& before, const Scene& after, MorphEnds& ends) {
  const auto earlier = [&](Vec3 place, const SceneLabel& label) {
    return way_of(place, label,
                  [&](Vec3 at, const Subject& of) { return ends.ways.find_before(at, of); });
  };
  const auto later = [&](Vec3 place, const SceneLabel& label) {
    return way_of(place, label,
                  [&](Vec3 at, const Subject& of) { return ends.ways.find_after(at, of); });
  };
  std::map<LabelName, std::vector<const SceneLabel*>> old;
  for (auto label = before.labels.rbegin(); label != before.labels.rend(); ++label) {
    old[label_name(*label)].push_back(&*label);  // the first last
  }
  std::vector<const SceneLabel*> taken;
  for (const SceneLabel& label : after.labels) {
    SceneLabel start = label;
    for (Vec3& anchor : start.more_anchors) anchor = earlier(anchor, label);
    const auto found = old.find(label_name(label));
    if (found == old.end() || found->second.empty()) {
      start.anchor = earlier(label.anchor, label);
      start.opacity = 0;
    } else {
      start.anchor = found->second.back()->anchor;
      start.opacity = found->second.back()->opacity;
      taken.push_back(found->second.back());
      found->second.pop_back();
    }
    ends.start.labels.push_back(std::move(start));
    ends.end.labels.push_back(label);
  }
  for (const SceneLabel& label : before.labels) {
    if (std::find(taken.begin(), taken.end(), &label) != taken.end()) continue;
    const SceneLabel& start = label;
    SceneLabel end = start;
    end.anchor = later(label.anchor, label);
    for (Vec3& anchor : end.more_anchors) anchor = later(anchor, label);
    end.opacity = 0;
    ends.start.labels.push_back(start);
    ends.end.labels.push_back(std::move(end));
  }
}

}  // namespace baryscope
