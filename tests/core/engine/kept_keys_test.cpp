// What a query may read and what key selection left to it, beside the weights themselves.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "core/analysis/mechanism_list.h"
#include "core/analysis/readable_keys.h"
#include "tests/core/engine/engine_fixture.h"

namespace baryscope {
namespace {

using test::EngineTest;
using test::index;
using Kind = Selector::Kind;

class KeptKeysTest : public EngineTest {
 protected:
  KeptKeysTest() {
    m_request.layer = index(1);
    m_request.head = index(0);
    m_request.query = index(4);
    m_request.dense = true;
  }

  static bool keeps(const KeptKeys& kept, std::size_t key) {
    return std::ranges::binary_search(kept.keys, static_cast<int>(key));
  }
};

TEST_F(KeptKeysTest, WeightsAreZeroJustWhereNothingMayBeRead) {
  m_request.query.kind = Kind::all;
  m_request.mechanism.mechanism = tuple_mechanism(2).name;
  constexpr std::size_t n = 6;
  for (const bool causal : {false, true})
    for (const int first : {0, 1, 3, 9})
      for (const int second : {1, 2, 4})
        for (const WindowAnchor anchor : {WindowAnchor::query, WindowAnchor::key}) {
          m_request.mechanism.causal = causal;
          m_request.mechanism.window_1.reset();
          m_request.mechanism.window_2.reset();
          if (first > 0) {
            m_request.mechanism.window_1 = first;
            m_request.mechanism.window_2 = second;
          }
          m_request.mechanism.window_anchor = anchor;
          const auto analysis = run();
          ASSERT_EQ(analysis->weights.value().size(), n * n * n);
          for (int i = 0; i < 6; ++i)
            for (int j = 0; j < 6; ++j)
              for (int k = 0; k < 6; ++k) {
                const bool read = readable_keys(*analysis, i).contains(j) &&
                                  readable_further_keys(*analysis, i, j).contains(k);
                const auto at = static_cast<std::size_t>((i * 6 + j) * 6 + k);
                EXPECT_EQ((*analysis->weights)[at] != 0, read)
                    << i << ' ' << j << ' ' << k << " window " << first << 'x' << second;
              }
        }
}

TEST_F(KeptKeysTest, CarryWhatTheyCarryAndWouldCarry) {
  for (const MechanismInfo& info : mechanisms()) {
    if (n_key_slots(info, 3) > 2) {
      continue;
    }
    m_request.mechanism.mechanism = info.name;
    m_request.mechanism.select = "none";
    const auto dense = run();
    EXPECT_FALSE(dense->queries[0].kept);
    m_request.mechanism.select = "previous-layer";
    m_request.mechanism.keep = 3;
    const auto analysis = run();
    ASSERT_TRUE(analysis->queries[0].kept) << info.name;
    const KeptKeys& kept = *analysis->queries[0].kept;
    EXPECT_EQ(kept.keys.size(), 3U);
    double now = 0, without = 0;
    const bool pairs = info.slots == KeySlots::two;
    for (std::size_t j = 0; j < 6; ++j)
      for (std::size_t k = 0; k < (pairs ? 6U : 1U); ++k) {
        const std::size_t at = pairs ? j * 6 + k : j;
        now += std::abs((*analysis->weights)[at]);
        if (keeps(kept, j) && (!pairs || keeps(kept, k))) {
          without += std::abs((*dense->weights)[at]);
        }
      }
    EXPECT_NEAR(kept.mass, now, 1e-6) << info.name;
    EXPECT_NEAR(kept.dense_mass.value(), without, 1e-6) << info.name;
  }
}

TEST_F(KeptKeysTest, OfLongerTuplesTheyAreTold) {
  m_request.dense = false;
  m_request.mechanism.mechanism = tuple_mechanism(3).name;
  m_request.mechanism.order = 3;
  m_request.mechanism.select = "previous-layer";
  m_request.mechanism.keep = 2;
  const KeptKeys kept = run()->queries[0].kept.value();
  EXPECT_NEAR(kept.mass, 1, 1e-6);
  EXPECT_GT(kept.dense_mass.value(), 0);
  EXPECT_LT(*kept.dense_mass, 1);
  m_request.mechanism.keep = 6;
  EXPECT_NEAR(run()->queries[0].kept->dense_mass.value(), 1, 1e-6);
}

}  // namespace
}  // namespace baryscope
