/// A cache of bounded cost that forgets what was asked for longest ago.
#pragma once

#include <cstddef>
#include <list>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace baryscope {

template <typename Value>
class RecentCache {
 public:
  explicit RecentCache(std::size_t max_cost) : m_max_cost(max_cost) {}

  /// Null if it is not there. Pointers and references hold until the next put().
  const Value* find(const std::string& key) {
    const auto found = m_by_key.find(key);
    if (found == m_by_key.end()) return nullptr;
    m_entries.splice(m_entries.begin(), m_entries, found->second);
    return &found->second->value;
  }
  /// The newest entry stays, whatever it costs. `key` is not there yet.
  const Value& put(const std::string& key, Value value, std::size_t cost) {
    m_entries.push_front({key, std::move(value), cost});
    m_by_key.emplace(m_entries.front().key, m_entries.begin());
    m_cost += cost;
    while (m_cost > m_max_cost && m_entries.size() > 1) {
      m_cost -= m_entries.back().cost;
      m_by_key.erase(m_entries.back().key);
      m_entries.pop_back();
    }
    return m_entries.front().value;
  }
  [[nodiscard]] std::size_t size() const { return m_entries.size(); }
  [[nodiscard]] std::size_t cost() const { return m_cost; }

 private:
  struct Entry {
    std::string key;
    Value value;
    std::size_t cost = 0;
  };

  std::size_t m_max_cost;
  std::size_t m_cost = 0;
  std::list<Entry> m_entries;  // the latest first
  std::unordered_map<std::string_view, typename std::list<Entry>::iterator> m_by_key;
};

}  // namespace baryscope
