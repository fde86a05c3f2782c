#include "app/session/wishes.h"

#include <algorithm>
#include <string>
#include <utility>

#include "app/session/option_changes.h"

namespace baryscope {

Wishes::Wishes(OptionValues start) { m_wishes.push_back({0, std::move(start), {}, {}}); }

void Wishes::add(Wish wish) {
  m_wishes.push_back(std::move(wish));
  grant(shown().generation);
}

void Wishes::grant(std::uint64_t generation) {
  while (pending() && m_wishes[1].generation <= generation) {
    m_wishes.pop_front();
  }
}

void Wishes::drop_pending() { m_wishes.resize(1, m_wishes.front()); }

OptionValues Wishes::fall_back() {
  OptionValues options = shown().options;
  if (pending()) {
    const auto in_vain =
        std::find_if(m_wishes.begin() + 1, m_wishes.end(),
                     [this](const Wish& wish) { return wish.requests == newest().requests; });
    for (const std::string& id : differing_ids(in_vain->options, newest().options)) {
      newest().options.is_set(id) ? options.set(id, newest().options.text(id)) : options.reset(id);
    }
  }
  drop_pending();
  return options;
}

void Wishes::keep_newest() { m_wishes.erase(m_wishes.begin(), m_wishes.end() - 1); }

void Wishes::end_drag() {
  for (Wish& wish : m_wishes) {
    wish.history.end_drag();
  }
}

}  // namespace baryscope
