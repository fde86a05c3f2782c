#include "app/session/wishes.h"

#include <algorithm>
#include <string>
#include <utility>

#include "app/session/option_changes.h"

namespace baryscope {

namespace {

void take_over(OptionValues& to, const OptionValues& from, std::string_view id) {
  from.is_set(id) ? to.set(id, from.text(id)) : to.reset(id);
}

}  // namespace

Wishes::Wishes(OptionValues start) { m_wishes.push_back({0, std::move(start), {}, {}}); }

void Wishes::begin_with(std::shared_ptr<const Timeline> timeline) {
  m_wishes.front().timeline = std::move(timeline);
}

void Wishes::add(Wish wish) {
  m_wishes.push_back(std::move(wish));
  grant(shown().generation);
}

void Wishes::grant(std::uint64_t generation) {
  while (pending() && m_wishes[1].generation <= generation) {
    m_wishes.pop_front();
  }
}

void Wishes::settle(std::string_view id, const OptionValues& shown) {
  for (Wish& wish : m_wishes) {
    if (&wish == &m_wishes.front() || wish.follows) {
      take_over(wish.options, shown, id);
    }
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
      take_over(options, newest().options, id);
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
