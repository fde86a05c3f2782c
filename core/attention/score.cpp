#include "core/attention/score.h"

#include <ATen/ATen.h>

#include "core/attention/prepared_input.h"

namespace baryscope {
namespace {

/// rows [b or 1, p, d] · first → [b, p, u].
at::Tensor product(const at::Tensor& rows, const at::Tensor& first) {
  if (first.dim() == 3) return at::matmul(rows, first.transpose(1, 2));
  return at::mm(rows.reshape({-1, rows.size(2)}), first.t())
      .view({rows.size(0), rows.size(1), first.size(0)});
}

at::Tensor whole_chunks(const at::Tensor& tensor) {
  return tensor.narrow(-1, 0, tensor.size(-1) / 3 * 3);
}

at::Tensor unit(const at::Tensor& vectors, const at::Tensor& norms) {
  return vectors / norms.masked_fill(norms == 0, 1).unsqueeze(-1);
}

}  // namespace

bool score_has_scale(const AttentionSpec& spec) { return score_of(spec).has_scale; }

TupleScore::TupleScore(const AttentionSpec& spec, const at::Tensor& query, double base_scale)
    : m_score(score_of(spec).score) {
  const bool scaled = score_has_scale(spec) && !spec.output_scaling;
  m_scale = (scaled ? base_scale : 1.0) / spec.temperature;
  m_query = (m_score == TripleScore::determinant ? whole_chunks(query) : query) * m_scale;
}

at::Tensor TupleScore::prepared_keys(const AttentionSpec& spec, const at::Tensor& keys) {
  const TripleScore score = score_of(spec).score;
  if (score == TripleScore::determinant) return whole_chunks(keys).contiguous();
  if (score == TripleScore::unsigned_triple) return unit(keys, keys.norm(2, -1));
  return keys;
}

at::Tensor TupleScore::scores(const at::Tensor& first, const at::Tensor& first_norm,
                              const at::Tensor& rest) const {
  const at::Tensor query = m_query.unsqueeze(1);
  if (!rest.defined()) return product(query, first);
  if (m_score == TripleScore::trilinear) return product(query * rest, first);
  if (m_score == TripleScore::determinant) {
    // det[q; k; k'] = k · (k' × q), chunk by chunk.
    const at::Tensor chunks = whole_chunks(rest).unflatten(-1, {-1, 3});
    return product(at::linalg_cross(chunks, query.unflatten(-1, {-1, 3})).flatten(-2), first);
  }
  if (m_score == TripleScore::unsigned_triple) return unsigned_triple(first, first_norm, rest);
  const at::Tensor row_bias = (query * rest).sum(-1, true);
  if (m_score == TripleScore::rank_one) return product(query, first) + row_bias;
  TORCH_CHECK(m_score == TripleScore::strassen, "not a score of these products");
  return product(query + rest * m_scale, first).add_(row_bias);
}

at::Tensor TupleScore::unsigned_triple(const at::Tensor& first, const at::Tensor& first_norm,
                                       const at::Tensor& rest) const {
  // ⟨a,b,c⟩ is the product of the lengths and √(x²+y²+z²−2xyz) of the unit vectors' cosines, which
  // equals √((z−xy)² + x² + y²(1−x²)): no term of it is negative, nothing cancels or overflows.
  const at::Tensor query_norm = m_query.norm(2, -1);
  const at::Tensor rest_norm = rest.norm(2, -1);
  const at::Tensor query = unit(m_query, query_norm).unsqueeze(1);
  const at::Tensor units = unit(rest, rest_norm);
  const at::Tensor x = product(query, first).clamp_(-1, 1);
  const at::Tensor y = (query * units).sum(-1, true).clamp_(-1, 1);
  const at::Tensor z = product(units, first);
  at::Tensor total = (z - x * y).square_();
  total.add_(x.square() + y.square() * (1 - x.square()));
  const at::Tensor norms = first_norm.dim() == 2 ? first_norm.unsqueeze(1) : first_norm;
  return total.sqrt_().mul_(norms * (query_norm.view({-1, 1, 1}) * rest_norm.unsqueeze(-1)));
}

}  // namespace baryscope
