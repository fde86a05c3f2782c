#include "app/session/film/shown_key.h"

#include <set>
#include <utility>

#include "app/session/film/sweep.h"
#include "app/session/option_changes.h"

namespace baryscope {

std::vector<std::string> keyable_changes(const KeyOptions& before, const KeyOptions& now) {
  std::vector<std::string> ids = differing_ids(before.asked, now.asked);
  std::erase_if(ids, [&](const std::string& id) {
    return before.shown.text(id) == now.shown.text(id) ||
           !key_obstacle(now.asked.table().spec(id)).empty();
  });
  return ids;
}

Timeline with_shown_key(Timeline timeline, const ShownKey& shown) {
  std::set<std::string, std::less<>> named;
  for (const KeyFrame& key : timeline.keys()) {
    for (const auto& [id, value] : key.options) {
      named.insert(id);
    }
  }
  const auto old_place = timeline.find_key(shown.seconds);
  KeyFrame key = old_place ? timeline.keys()[*old_place] : KeyFrame{shown.seconds};
  key.camera = shown.camera;
  for (const std::string& id : named) {
    key.options[id] = shown.now.shown.text(id);
  }
  std::vector<std::string> fresh;
  for (const std::string& id : keyable_changes(shown.before, shown.now)) {
    key.options[id] = shown.now.shown.text(id);
    if (!named.contains(id)) {
      fresh.push_back(id);
    }
  }
  const std::size_t place =
      old_place ? timeline.replace(*old_place, std::move(key)) : timeline.add(std::move(key));
  const auto hold = [&](std::size_t beside) {
    KeyFrame other = timeline.keys()[beside];
    for (const std::string& id : fresh) {
      other.options[id] = shown.before.shown.text(id);
    }
    timeline.replace(beside, std::move(other));
  };
  if (!fresh.empty() && place > 0) {
    hold(place - 1);
  }
  if (!fresh.empty() && place + 1 < timeline.size()) {
    hold(place + 1);
  }
  return timeline;
}

}  // namespace baryscope
