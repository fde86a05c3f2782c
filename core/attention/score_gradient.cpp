#include "core/attention/score.h"

#include <ATen/ATen.h>

// dA → dq, dk, dr for the scores of science.md §2.1–2.3; r stands for k', or for the product of the
// keys of all further slots. E_ip = Σ_u dA_ipu k_u is what reaches the composite query c_ip:
//   trilinear    A = c·k, c = q∘r         dk += dAᵀc   dq = Σ_p E∘r        dr = E∘q
//   determinant  A = c·k, c = r×q         dk += dAᵀc   dq = Σ_p E×r        dr = q×E
//   strassen     A = (q+r)·k + q·r        dk += dAᵀ(q+r)
//                                         dq = Σ_p (E + (Σ_u dA) r)        dr = E + (Σ_u dA) q
//   rank-one     A = q·k + q·r            dk += dAᵀq   dq as for strassen  dr = (Σ_u dA) q
// (the scale is left out above; it rides on q).
namespace baryscope {
namespace {

/// E: dA [b, p, u] against first [u, d] or [b, u, d] → [b, p, d].
at::Tensor to_rows(const at::Tensor& grad, const at::Tensor& first) {
  if (first.dim() == 3) return at::bmm(grad, first);
  return at::mm(grad.view({-1, grad.size(2)}), first)
      .view({grad.size(0), grad.size(1), first.size(1)});
}

/// dAᵀ rows: [b, p, u] and [b, p, d] → the shape of first.
at::Tensor to_first(const at::Tensor& grad, const at::Tensor& rows, const at::Tensor& first) {
  if (first.dim() == 3) return at::bmm(grad.transpose(1, 2), rows);
  return at::mm(grad.view({-1, grad.size(2)}).t(), rows.reshape({-1, rows.size(2)}));
}

/// The same for rows that do not depend on p, [b, d].
at::Tensor to_first_of_sum(const at::Tensor& summed, const at::Tensor& rows,
                           const at::Tensor& first) {
  if (first.dim() == 3) return summed.unsqueeze(2) * rows.unsqueeze(1);
  return at::mm(summed.t(), rows);
}

at::Tensor chunked(const at::Tensor& tensor) { return tensor.unflatten(-1, {-1, 3}); }

at::Tensor inverse_or_zero(const at::Tensor& norms) {
  return norms.reciprocal().masked_fill(norms == 0, 0);
}

}  // namespace

ScoreGradients TupleScore::gradients(const at::Tensor& first, const at::Tensor& first_norm,
                                     const at::Tensor& rest, const at::Tensor& grad) const {
  if (m_score == TripleScore::unsigned_triple)
    return unsigned_triple_gradients(first, first_norm, rest, grad);
  const at::Tensor query = m_query.unsqueeze(1);
  ScoreGradients found;
  if (!rest.defined()) {
    found.query = to_rows(grad, first).squeeze(1) * m_scale;
    found.first = to_first(grad, query, first);
    return found;
  }
  if (m_score == TripleScore::trilinear) {
    const at::Tensor composite = to_rows(grad, first);
    found.first = to_first(grad, query * rest, first);
    found.query = (composite * rest).sum(1) * m_scale;
    found.rest = composite * query;
    return found;
  }
  if (m_score == TripleScore::determinant) {
    const at::Tensor keys = chunked(rest.narrow(-1, 0, m_query.size(1)));
    const at::Tensor queries = chunked(query);
    const at::Tensor composite = chunked(to_rows(grad, first));
    found.first = to_first(grad, at::linalg_cross(keys, queries).flatten(-2), first);
    found.query = at::linalg_cross(composite, keys).flatten(-2).sum(1) * m_scale;
    found.rest = at::linalg_cross(queries, composite).flatten(-2);
    return found;
  }
  const at::Tensor row_sum = grad.sum(2, true);
  found.query = (row_sum * rest).sum(1);
  found.rest = row_sum * query;
  if (m_score == TripleScore::rank_one) {
    const at::Tensor summed = grad.sum(1);
    found.query.add_(to_rows(summed.unsqueeze(1), first).squeeze(1));
    found.first = to_first_of_sum(summed, m_query, first);
  } else {
    TORCH_CHECK(m_score == TripleScore::strassen, "not a score of these products");
    const at::Tensor composite = to_rows(grad, first);
    found.first = to_first(grad, query + rest * m_scale, first);
    found.query.add_(composite.sum(1));
    found.rest.add_(composite, m_scale);
  }
  found.query.mul_(m_scale);
  return found;
}

ScoreGradients TupleScore::unsigned_triple_gradients(const at::Tensor& first,
                                                     const at::Tensor& first_norm,
                                                     const at::Tensor& rest,
                                                     const at::Tensor& grad) const {
  // A = N t, N = |q||r||k|, t² = x² + y² + z² − 2xyz with the cosines x = q̂·k̂, y = q̂·r̂, z = r̂·k̂.
  // ∂t/∂x = (x − yz)/t, at most 1 in size, and 0 where t is; ∂x/∂q = (k̂ − x q̂)/|q|. Hence with
  // X = dA N (x − yz)/t, Y and Z alike:
  //   dq = (Σ dA A q̂ + Σ X (k̂ − x q̂) + Σ Y (r̂ − y q̂))/|q|, and so on for k and r.
  const at::Tensor query_norm = m_query.norm(2, -1);
  const at::Tensor rest_norm = rest.norm(2, -1);
  const at::Tensor query = (m_query * inverse_or_zero(query_norm).unsqueeze(-1)).unsqueeze(1);
  const at::Tensor units = (rest * inverse_or_zero(rest_norm).unsqueeze(-1))
                               .expand({m_query.size(0), rest.size(1), rest.size(2)});
  const auto against_first = [&](const at::Tensor& rows) {
    return first.dim() == 3 ? at::matmul(rows, first.transpose(1, 2)) : at::matmul(rows, first.t());
  };
  const at::Tensor x = against_first(query).clamp_(-1, 1);           // [b, 1, u]
  const at::Tensor y = (query * units).sum(-1, true).clamp_(-1, 1);  // [b, p, 1]
  const at::Tensor z = against_first(units);                         // [b, p, u]
  const at::Tensor off = z - x * y;
  const at::Tensor t = (off.square() + (x.square() + y.square() * (1 - x.square()))).sqrt();
  const at::Tensor norms = first_norm.dim() == 2 ? first_norm.unsqueeze(1) : first_norm;
  const at::Tensor lengths = norms * (query_norm.view({-1, 1, 1}) * rest_norm.unsqueeze(-1));
  const at::Tensor weight = grad * lengths * inverse_or_zero(t);
  const at::Tensor of_x = weight * (x - y * z);
  const at::Tensor of_y = weight * (y - x * z);
  const at::Tensor of_z = weight * off;
  const at::Tensor of_lengths = grad * lengths * t;

  ScoreGradients found;
  const at::Tensor x_sum = of_x.sum(1);        // [b, u]
  const at::Tensor y_sum = of_y.sum(2, true);  // [b, p, 1]
  const at::Tensor own = of_lengths - of_x * x - of_y * y;
  found.query = own.sum({1, 2}).unsqueeze(1) * query.squeeze(1) + (y_sum * units).sum(1) +
                to_rows(x_sum.unsqueeze(1), first).squeeze(1);
  // q was scaled; A is linear in its length.
  found.query.mul_(inverse_or_zero(query_norm).unsqueeze(1) * m_scale);
  found.rest = ((of_lengths - of_y * y - of_z * z).sum(2, true) * units + y_sum * query +
                to_rows(of_z, first)) *
               inverse_or_zero(rest_norm).unsqueeze(-1);
  const at::Tensor first_own = (of_lengths - of_x * x - of_z * z).sum(1);  // [b, u]
  found.first = to_first_of_sum(x_sum, query.squeeze(1), first) + to_first(of_z, units, first) +
                (first.dim() == 3 ? first_own : first_own.sum(0)).unsqueeze(-1) * first;
  found.first.mul_(inverse_or_zero(first_norm).unsqueeze(-1));
  return found;
}

}  // namespace baryscope
