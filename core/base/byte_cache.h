/// What may be dropped when it takes more bytes together than allowed: least recently used first.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <list>
#include <unordered_map>

namespace baryscope {

/// Keeps the books only: things are dropped by the functions that came with them. A thing may
/// belong to another (a layer to its model), which is used when it is and dropped after it. Used by
/// one thread at a time.
class ByteCache {
 public:
  using Id = std::uint64_t;
  static constexpr Id no_owner = 0;
  static constexpr std::size_t default_capacity = std::size_t{4} << 30U;

  explicit ByteCache(std::size_t capacity = default_capacity) : m_capacity(capacity) {}

  [[nodiscard]] std::size_t capacity() const { return m_capacity; }
  [[nodiscard]] std::size_t n_bytes() const { return m_n_bytes; }
  void set_capacity(std::size_t capacity);

  /// Drops others until this many bytes more fit, or nothing else is left; never `owner`.
  void make_room(std::size_t n_bytes, Id owner = no_owner);
  /// Makes room, then keeps it, however large. `drop` must not throw; it may remove other things.
  Id add(std::size_t n_bytes, std::function<void()> drop, Id owner = no_owner);
  void resize(Id id, std::size_t n_bytes);
  /// Was used now, and its owner.
  void touch(Id id);
  /// Forgets it without dropping it. Unknown ids are ignored: it may be dropped already.
  void remove(Id id);

 private:
  struct Entry {
    Id id = no_owner;
    Id owner = no_owner;
    std::size_t n_bytes = 0;
    std::function<void()> drop;
  };
  using Entries = std::list<Entry>;

  void drop_until(std::size_t n_allowed, Id kept, Id kept_owner);

  std::size_t m_capacity;
  std::size_t m_n_bytes = 0;
  Id m_last = no_owner;
  Entries m_entries;  ///< newest first
  std::unordered_map<Id, Entries::iterator> m_places;
};

}  // namespace baryscope
