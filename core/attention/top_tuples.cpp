#include "core/attention/top_tuples.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cstdint>

#include "core/attention/infinity.h"

namespace baryscope {
namespace {

/// Positions [n_rows, count] in a row of `ordered` (lexicographic, [n_rows, n]) of its `count`
/// largest entries, `least` [n_rows, 1] being the smallest of them; among equals the first ones.
at::Tensor first_of_equals(const at::Tensor& ordered, const at::Tensor& least, std::int64_t count) {
  const at::Tensor above = ordered > least;
  const at::Tensor equal = ordered == least;
  const at::Tensor room = count - above.sum(1, true);
  const at::Tensor chosen = above | (equal & (equal.cumsum(1, at::kInt) <= room));
  return chosen.nonzero().select(1, 1).view({ordered.size(0), count});
}

}  // namespace

TopTuples::TopTuples(std::int64_t n_rows, std::int64_t count, const at::TensorOptions& options)
    : m_scores(at::full({n_rows, count}, -infinity, options)),
      m_codes(at::zeros({n_rows, count}, options.dtype(at::kLong))) {}

void TopTuples::add(const at::Tensor& scores, const at::Tensor& first_code,
                    const at::Tensor& rest_code) {
  const std::int64_t n_rows = scores.size(0);
  const std::int64_t n_rest = scores.size(1);
  const std::int64_t n_first = scores.size(2);
  const std::int64_t wanted = m_scores.size(1);
  const std::int64_t count = std::min(wanted, n_rest * n_first);
  if (count == 0) return;

  const at::Tensor flat = scores.reshape({n_rows, n_rest * n_first});
  auto [values, places] = flat.topk(count, 1, /*largest=*/true, /*sorted=*/false);
  at::Tensor rest_place = places.floor_divide(n_first);
  at::Tensor first_place = places.remainder(n_first);
  const at::Tensor least = values.amin(1, true);
  const at::Tensor n_reaching = (flat >= least).sum(1, true);
  if (((n_reaching > count) & (least > -infinity)).any().item<bool>()) {
    const at::Tensor ordered = scores.transpose(1, 2).reshape({n_rows, n_first * n_rest});
    places = first_of_equals(ordered, least, count);
    values = ordered.gather(1, places);
    first_place = places.floor_divide(n_rest);
    rest_place = places.remainder(n_rest);
  }
  const at::Tensor codes = first_code.expand({n_rows, n_first}).gather(1, first_place) +
                           rest_code.expand({n_rows, n_rest}).gather(1, rest_place);

  at::Tensor all_values = at::cat({m_scores, values}, 1);
  at::Tensor all_codes = at::cat({m_codes, codes}, 1);
  const at::Tensor by_code = all_codes.argsort(/*stable=*/true, 1, false);
  all_values = all_values.gather(1, by_code);
  all_codes = all_codes.gather(1, by_code);
  const at::Tensor by_value =
      all_values.argsort(/*stable=*/true, 1, /*descending=*/true).narrow(1, 0, wanted);
  m_scores = all_values.gather(1, by_value);
  m_codes = all_codes.gather(1, by_value);
}

}  // namespace baryscope
