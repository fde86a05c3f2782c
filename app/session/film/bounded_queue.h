/// A short queue between two threads of which neither may run far ahead.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <utility>

namespace baryscope {

template <class Item>
class BoundedQueue {
 public:
  explicit BoundedQueue(std::size_t most) : m_most(most) {}

  /// Waits for room. False where the queue was shut: nothing was taken.
  bool push(Item item) {
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [this] { return m_shut || m_items.size() < m_most; });
    if (m_shut) {
      return false;
    }
    m_items.push_back(std::move(item));
    m_changed.notify_all();
    return true;
  }
  /// Waits for an item. Nothing after the last one of an ended queue, and of a queue that was shut.
  std::optional<Item> pop() {
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [this] { return m_shut || m_ended || !m_items.empty(); });
    if (m_shut || m_items.empty()) {
      return std::nullopt;
    }
    std::optional<Item> item(std::move(m_items.front()));
    m_items.pop_front();
    m_changed.notify_all();
    return item;
  }
  /// No more will come; what is there is still handed out.
  void end() {
    const std::lock_guard lock(m_mutex);
    m_ended = true;
    m_changed.notify_all();
  }
  /// Ends it for both sides at once.
  void shut() {
    const std::lock_guard lock(m_mutex);
    m_shut = true;
    m_changed.notify_all();
  }

 private:
  std::size_t m_most;
  std::mutex m_mutex;
  std::condition_variable m_changed;
  std::deque<Item> m_items;
  bool m_ended = false, m_shut = false;
};

}  // namespace baryscope
