#include "core/base/byte_cache.h"

#include <iterator>
#include <utility>

namespace baryscope {

void ByteCache::set_capacity(std::size_t capacity) {
  m_capacity = capacity;
  drop_until(m_capacity, m_entries.empty() ? no_owner : m_entries.front().id, no_owner);
}

void ByteCache::make_room(std::size_t n_bytes, Id owner) {
  drop_until(n_bytes < m_capacity ? m_capacity - n_bytes : 0, owner, no_owner);
}

ByteCache::Id ByteCache::add(std::size_t n_bytes, std::function<void()> drop, Id owner) {
  make_room(n_bytes, owner);
  m_entries.push_front({++m_last, owner, n_bytes, std::move(drop)});
  m_places.emplace(m_last, m_entries.begin());
  m_n_bytes += n_bytes;
  const Id id = m_last;
  touch(id);
  return id;
}

void ByteCache::resize(Id id, std::size_t n_bytes) {
  const auto found = m_places.find(id);
  if (found == m_places.end()) {
    return;
  }
  m_n_bytes = m_n_bytes - found->second->n_bytes + n_bytes;
  found->second->n_bytes = n_bytes;
  touch(id);
  drop_until(m_capacity, id, m_entries.front().id);
}

void ByteCache::touch(Id id) {
  // The owner last: it is newer than all that belongs to it.
  for (auto found = m_places.find(id); found != m_places.end();
       found = m_places.find(found->second->owner)) {
    m_entries.splice(m_entries.begin(), m_entries, found->second);
  }
}

void ByteCache::remove(Id id) {
  if (const auto found = m_places.find(id); found != m_places.end()) {
    m_n_bytes -= found->second->n_bytes;
    m_entries.erase(found->second);
    m_places.erase(found);
  }
}

void ByteCache::drop_until(std::size_t n_allowed, Id kept, Id kept_owner) {
  auto oldest = m_entries.end();
  while (m_n_bytes > n_allowed && oldest != m_entries.begin()) {
    const auto candidate = std::prev(oldest);
    if (candidate->id == kept || candidate->id == kept_owner) {
      oldest = candidate;
      continue;
    }
    const auto drop = std::move(candidate->drop);
    remove(candidate->id);
    drop();
    // What was dropped may have taken others along.
    oldest = m_entries.end();
  }
}

}  // namespace baryscope
