#include "core/sampling/samplers/clique_choice.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/base/error.h"
#include "core/sampling/samplers/sort_few.h"

namespace baryscope {
namespace {

ScaledNumber scaled(double value, long exponent) {
  int own = 0;
  const double mantissa = std::frexp(value, &own);
  return {mantissa, exponent + own};
}

/// As doubles in proportion, the largest near 1; what is 2⁻¹⁰⁰⁰ of it or less becomes 0.
std::vector<double> in_proportion(std::span<const ScaledNumber> numbers) {
  long largest = numbers.front().exponent;
  for (const ScaledNumber& number : numbers) {
    largest = std::max(largest, number.exponent);
  }
  std::vector<double> values;
  values.reserve(numbers.size());
  for (const ScaledNumber& number : numbers) {
    const long below = largest - number.exponent;
    values.push_back(below > 1000 ? 0 : std::ldexp(number.mantissa, static_cast<int>(-below)));
  }
  return values;
}

}  // namespace

ScaledNumber scaled_binomial(std::size_t s, std::size_t p) {
  if (s < p) {
    return scaled(1, 0);
  }
  const std::size_t few = std::min(p, s - p);
  double mantissa = 1;
  long exponent = 0;
  for (std::size_t i = 1; i <= few; ++i) {
    mantissa = mantissa * static_cast<double>(s - few + i) / static_cast<double>(i);
    if (mantissa > 0x1.0p500) {  // below, every step of a whole number is exact up to 2⁵³
      const ScaledNumber smaller = scaled(mantissa, exponent);
      mantissa = smaller.mantissa;
      exponent = smaller.exponent;
    }
  }
  return scaled(mantissa, exponent);
}

WeightedChoice::WeightedChoice(std::span<const double> weights) {
  m_sums.reserve(weights.size());
  double sum = 0;
  for (const double weight : weights) {
    BARYSCOPE_CHECK(weight >= 0);
    sum += weight;
    m_sums.push_back(sum);
  }
  BARYSCOPE_CHECK(sum > 0 && std::isfinite(sum));
}

std::size_t WeightedChoice::draw(Random& random) const {
  constexpr std::ptrdiff_t few = 16;
  const double target = random.uniform() * m_sums.back();
  auto found = m_sums.begin();
  if (m_sums.end() - found <= few) {
    // Counted rather than halved: every branch of a search would be a coin's toss.
    std::ptrdiff_t n_passed = 0;
    for (const double sum : m_sums) {
      n_passed += sum <= target ? 1 : 0;
    }
    found += n_passed;
  } else {
    found = std::upper_bound(m_sums.begin(), m_sums.end(), target);
  }
  if (found != m_sums.end()) {
    return static_cast<std::size_t>(found - m_sums.begin());
  }
  // The product was rounded up to the whole sum: the last position that weighs anything.
  return static_cast<std::size_t>(std::lower_bound(m_sums.begin(), m_sums.end(), m_sums.back()) -
                                  m_sums.begin());
}

double WeightedChoice::probability(std::size_t i) const {
  return (m_sums[i] - (i == 0 ? 0 : m_sums[i - 1])) / m_sums.back();
}

CliqueChoice::CliqueChoice(const SimplexList& cliques, int arity, std::span<const double> factors)
    : m_cliques(cliques) {
  BARYSCOPE_CHECK(!cliques.empty() && arity >= 1);
  const std::size_t n = cliques.size();
  const auto p = static_cast<std::size_t>(arity);
  std::size_t largest = 0;
  for (std::size_t c = 0; c < n; ++c) {
    largest = std::max(largest, cliques[c].size());
  }
  std::vector<std::size_t> counts(largest + 1, 0);
  for (std::size_t c = 0; c < n; ++c) {
    ++counts[cliques[c].size()];
  }
  std::vector<ScaledNumber> size_numbers;  // C(s, p) of the sizes that occur
  std::vector<std::size_t> place(largest + 1, 0);
  for (std::size_t s = 1, begin = 0; s <= largest; ++s) {
    place[s] = begin;
    if (counts[s] > 0) {
      m_sizes.push_back({s, begin, begin + counts[s]});
      size_numbers.push_back(scaled_binomial(s, p));
    }
    begin += counts[s];
  }
  if (!factors.empty()) {
    BARYSCOPE_CHECK(factors.size() == n);
    std::vector<double> by_size(largest + 1, 0);
    const std::vector<double> binomials = in_proportion(size_numbers);
    for (std::size_t i = 0; i < m_sizes.size(); ++i) {
      by_size[m_sizes[i].n_vertices] = binomials[i];
    }
    std::vector<double> weights(n);
    for (std::size_t c = 0; c < n; ++c) {
      weights[c] = by_size[cliques[c].size()] * factors[c];
    }
    m_weights.emplace(weights);
    m_sizes.clear();
    return;
  }
  for (std::size_t i = 0; i < m_sizes.size(); ++i) {
    const auto n_of_size = static_cast<double>(m_sizes[i].end - m_sizes[i].begin);
    size_numbers[i] = scaled(size_numbers[i].mantissa * n_of_size, size_numbers[i].exponent);
  }
  m_weights.emplace(in_proportion(size_numbers));
  m_by_size.resize(n);
  for (std::size_t c = 0; c < n; ++c) {
    m_by_size[place[cliques[c].size()]++] = static_cast<std::int32_t>(c);
  }
}

std::size_t CliqueChoice::draw(Random& random) const {
  const std::size_t drawn = m_weights->draw(random);
  if (m_sizes.empty()) {
    return drawn;
  }
  const Size& size = m_sizes[drawn];
  return static_cast<std::size_t>(m_by_size[size.begin + random.below(size.end - size.begin)]);
}

std::vector<double> CliqueChoice::probabilities() const {
  std::vector<double> result(m_cliques.size());
  if (m_sizes.empty()) {
    for (std::size_t c = 0; c < result.size(); ++c) {
      result[c] = m_weights->probability(c);
    }
    return result;
  }
  for (std::size_t i = 0; i < m_sizes.size(); ++i) {
    const Size& size = m_sizes[i];
    const double each = m_weights->probability(i) / static_cast<double>(size.end - size.begin);
    for (std::size_t c = size.begin; c < size.end; ++c) {
      result[static_cast<std::size_t>(m_by_size[c])] = each;
    }
  }
  return result;
}

void FaceDraw::swap_first(std::size_t n, std::size_t count, Random& random) {
  for (std::size_t i = m_positions.size(); i < n; ++i) {
    m_positions.push_back(static_cast<std::int32_t>(i));
  }
  m_swapped.clear();
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t other = i + random.below(n - i);
    std::swap(m_positions[i], m_positions[other]);
    m_swapped.push_back(other);
  }
}

void FaceDraw::swap_back() {
  for (std::size_t i = m_swapped.size(); i-- > 0;) {
    std::swap(m_positions[i], m_positions[m_swapped[i]]);
  }
}

void FaceDraw::draw(std::span<const std::int32_t> simplex, std::size_t count, Random& random,
                    std::vector<std::int32_t>& face) {
  if (simplex.size() <= count) {
    face.assign(simplex.begin(), simplex.end());
    return;
  }
  swap_first(simplex.size(), count, random);
  face.clear();
  for (std::size_t i = 0; i < count; ++i) {
    face.push_back(simplex[static_cast<std::size_t>(m_positions[i])]);
  }
  swap_back();
  sort_few(std::span(face));
}

void FaceDraw::draw_with(std::span<const std::int32_t> simplex, std::size_t kept, std::size_t count,
                         Random& random, std::vector<std::int32_t>& face) {
  if (simplex.size() <= count) {
    face.assign(simplex.begin(), simplex.end());
    return;
  }
  swap_first(simplex.size() - 1, count - 1, random);
  face.clear();
  face.push_back(simplex[kept]);
  for (std::size_t i = 0; i + 1 < count; ++i) {
    const auto position = static_cast<std::size_t>(m_positions[i]);
    face.push_back(simplex[position < kept ? position : position + 1]);
  }
  swap_back();
  sort_few(std::span(face));
}

}  // namespace baryscope
