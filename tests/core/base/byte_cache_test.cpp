#include "core/base/byte_cache.h"

#include <gtest/gtest.h>

#include <string>

#include "core/base/byte_count.h"

namespace baryscope {
namespace {

// Adds things that write their letter where they are dropped.
class ByteCacheTest : public testing::Test {
 protected:
  ByteCache::Id add(char letter, std::size_t n_bytes, ByteCache::Id owner = ByteCache::no_owner) {
    return m_cache.add(n_bytes, [this, letter] { m_dropped += letter; }, owner);
  }

  ByteCache m_cache{10};
  std::string m_dropped;
};

TEST_F(ByteCacheTest, DropsTheLeastRecentlyUsed) {
  const ByteCache::Id a = add('a', 4);
  add('b', 4);
  m_cache.touch(a);
  add('c', 4);
  EXPECT_EQ(m_dropped, "b");
  EXPECT_EQ(m_cache.n_bytes(), 8U);
  add('d', 10);
  EXPECT_EQ(m_dropped, "bac");
}

TEST_F(ByteCacheTest, KeepsOneThingThatIsTooLargeAlone) {
  add('a', 1);
  add('b', 100);
  EXPECT_EQ(m_dropped, "a");
  EXPECT_EQ(m_cache.n_bytes(), 100U);
  add('c', 1);
  EXPECT_EQ(m_dropped, "ab");
}

TEST_F(ByteCacheTest, WhatIsOwnedIsDroppedBeforeItsOwner) {
  const ByteCache::Id model = add('m', 1);
  add('1', 3, model);
  add('2', 3, model);
  add('3', 5, model);
  EXPECT_EQ(m_dropped, "1");
  m_cache.make_room(10, model);
  EXPECT_EQ(m_dropped, "123");
  add('x', 10);
  EXPECT_EQ(m_dropped, "123m");
}

TEST_F(ByteCacheTest, GrowsShrinksAndForgets) {
  const ByteCache::Id a = add('a', 3);
  const ByteCache::Id b = add('b', 3);
  m_cache.resize(a, 9);
  EXPECT_EQ(m_dropped, "b");
  m_cache.resize(b, 5);
  m_cache.touch(b);
  EXPECT_EQ(m_cache.n_bytes(), 9U);
  m_cache.remove(a);
  m_cache.remove(a);
  EXPECT_EQ(m_cache.n_bytes(), 0U);
  add('c', 4);
  add('d', 4);
  m_cache.set_capacity(5);
  EXPECT_EQ(m_dropped, "bc");
}

TEST_F(ByteCacheTest, ADropMayRemoveOthers) {
  const ByteCache::Id layer = add('l', 4);
  ByteCache::Id model = ByteCache::no_owner;
  model = m_cache.add(4, [&] { m_cache.remove(layer); });
  m_cache.touch(layer);
  add('c', 10);
  EXPECT_EQ(m_dropped, "");
  EXPECT_EQ(m_cache.n_bytes(), 10U);
  m_cache.touch(model);
}

TEST(ByteCount, ReadsAndWritesWhatPeopleWrite) {
  EXPECT_EQ(find_byte_count("0"), 0U);
  EXPECT_EQ(find_byte_count("1000"), 1000U);
  EXPECT_EQ(find_byte_count("512M"), 536870912U);
  EXPECT_EQ(find_byte_count("4G"), 4294967296U);
  EXPECT_EQ(find_byte_count("2T"), 2199023255552U);
  for (const char* bad : {"", "G", "4g", "4GB", "1.5G", "-1", " 4G", "9999999T", "4 G", "4GG"}) {
    EXPECT_FALSE(find_byte_count(bad)) << bad;
  }
  EXPECT_EQ(byte_count_text(4294967296U), "4G");
  EXPECT_EQ(byte_count_text(1536U << 20U), "1536M");
  EXPECT_EQ(byte_count_text(1000), "1000");
  EXPECT_EQ(byte_count_text(0), "0");
}

}  // namespace
}  // namespace baryscope
