#include "core/model/capture_shapes.h"

#include <ATen/ATen.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <string>

#include "core/model/model_error.h"

namespace baryscope {
namespace {

[[noreturn]] void fail(const std::string& rule) { throw ModelError(rule); }

class ShapeCheck {
 public:
  ShapeCheck(const LayerCapture& tensors, std::size_t layer, const LayerSizes& sizes)
      : m_tensors(tensors), m_layer(layer), m_sizes(sizes) {}

  void check(const LayerExtras& extras) {
    if (!m_tensors.query.defined() || !m_tensors.key.defined() || !m_tensors.value.defined()) {
      fail(fmt::format("layer {} needs query, key and value, '{}' is missing", m_layer,
                       name_of(!m_tensors.query.defined() ? "query"
                               : !m_tensors.key.defined() ? "key"
                                                          : "value")));
    }
    m_n_heads = check_vectors(m_tensors.query, "query");
    for (const LayerTensorName& row : layer_tensor_names()) {
      const at::Tensor& values = m_tensors.*(row.tensor);
      if (values.defined()) {
        check_part(row.name, values);
      }
    }
    if (extras.log_sum_exp.defined()) {
      require(extras.log_sum_exp.sizes() == at::IntArrayRef({m_n_heads, m_sizes.n_queries}),
              "log_sum_exp", extras.log_sum_exp,
              fmt::format("[{}, {}]", m_n_heads, m_sizes.n_queries));
    }
  }

 private:
  [[nodiscard]] std::string name_of(std::string_view part) const {
    return fmt::format("layers.{}.{}", m_layer, part);
  }
  [[nodiscard]] std::int64_t n_rows(std::string_view part) const {
    return is_query_like(part) ? m_sizes.n_queries : m_sizes.n_keys;
  }

  // Returns the number of heads of  [n_heads, n_queries or n_keys, dim].
  [[nodiscard]] std::int64_t check_vectors(const at::Tensor& values, std::string_view part) const {
    if (values.dim() != 3 || values.size(0) < 1 || values.size(2) < 1) {
      fail(fmt::format("tensor '{}' has the shape [{}]; expected [heads, tokens, width]",
                       name_of(part), fmt::join(values.sizes(), ", ")));
    }
    if (values.size(1) != n_rows(part)) {
      fail(fmt::format("tensor '{}' has {} tokens, the metadata lists {}", name_of(part),
                       values.size(1), n_rows(part)));
    }
    return values.size(0);
  }

  void check_part(std::string_view part, const at::Tensor& values) const {
    const std::int64_t n_queries = m_sizes.n_queries;
    if (part == "lambda") {
      const bool fits = (values.dim() == 1 || (values.dim() == 2 && values.size(1) == n_queries)) &&
                        values.size(0) == m_n_heads;
      require(fits, part, values, fmt::format("[{0}] or [{0}, {1}]", m_n_heads, n_queries));
      return;
    }
    if (part == "score_bias") {
      require(values.sizes() == at::IntArrayRef({m_n_heads, n_queries, m_sizes.n_keys}), part,
              values, fmt::format("[{}, {}, {}]", m_n_heads, n_queries, m_sizes.n_keys));
      return;
    }
    if (part.starts_with("index_")) {
      check_indexer(part, values);
      return;
    }
    const std::int64_t heads = check_vectors(values, part);
    const bool query_like = is_query_like(part);
    if (query_like ? heads != m_n_heads : m_n_heads % heads != 0) {
      fail(fmt::format("tensor '{}' has {} heads, which {} the {} query heads", name_of(part),
                       heads, query_like ? "differs from" : "does not divide", m_n_heads));
    }
    const bool value_like = part.starts_with("value") || part == "output";
    const std::int64_t width = (value_like ? m_tensors.value : m_tensors.query).size(2);
    if (values.size(2) != width) {
      fail(fmt::format("tensor '{}' has the width {}; expected {}, that of {}", name_of(part),
                       values.size(2), width, value_like ? "value" : "query"));
    }
  }

  void check_indexer(std::string_view part, const at::Tensor& values) const {
    if (!m_tensors.index_query.defined() || !m_tensors.index_key.defined() ||
        !m_tensors.index_weight.defined()) {
      fail(fmt::format("tensor '{}' needs index_query, index_key and index_weight together",
                       name_of(part)));
    }
    const at::Tensor& queries = m_tensors.index_query;
    static_cast<void>(check_vectors(queries, "index_query"));
    if (part == "index_key") {
      require(values.sizes() == at::IntArrayRef({m_sizes.n_keys, queries.size(2)}), part, values,
              fmt::format("[{}, {}]", m_sizes.n_keys, queries.size(2)));
    } else if (part == "index_weight") {
      require(values.sizes() == at::IntArrayRef({m_sizes.n_queries, queries.size(0)}), part, values,
              fmt::format("[{}, {}]", m_sizes.n_queries, queries.size(0)));
    }
  }

  void require(bool holds, std::string_view part, const at::Tensor& values,
               const std::string& expected) const {
    if (!holds) {
      fail(fmt::format("tensor '{}' has the shape [{}]; expected {}", name_of(part),
                       fmt::join(values.sizes(), ", "), expected));
    }
  }

  const LayerCapture& m_tensors;
  std::size_t m_layer;
  LayerSizes m_sizes;
  std::int64_t m_n_heads = 0;
};

}  // namespace

bool is_query_like(std::string_view part) {
  return part.starts_with("query") || part == "output" || part == "lambda" ||
         part == "index_query" || part == "index_weight" || part == "score_bias";
}

void check_layer(const LayerCapture& tensors, const LayerExtras& extras, std::size_t layer,
                 const LayerSizes& sizes) {
  ShapeCheck(tensors, layer, sizes).check(extras);
}

}  // namespace baryscope
