#include "core/tasks/seeded_task.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/base/error.h"
#include "core/base/number_text.h"

namespace baryscope {

void SeededTask::set_vocabulary(std::vector<std::string> tokens, Matrix features, int min_length,
                                int max_length) {
  const int n_tokens = static_cast<int>(tokens.size());
  BARYSCOPE_CHECK(features.n_rows == n_tokens || features.n_columns == 0);
  m_min_tokens = min_length + (m_options.blank ? 1 : 0);
  m_max_tokens = max_length + (m_options.blank ? 1 : 0);
  m_vocabulary.tokens = std::move(tokens);
  m_vocabulary.features = std::move(features);
  if (!m_options.blank) return;
  m_vocabulary.blank = n_tokens;
  m_vocabulary.tokens.emplace_back("[blank]");
  const Matrix& own = m_vocabulary.features;
  if (own.n_columns == 0) return;
  Matrix widened(n_tokens + 1, own.n_columns + 1);
  for (int token = 0; token < n_tokens; ++token) {
    std::ranges::copy(own.row(token), widened.row(token).begin());
  }
  widened(n_tokens, own.n_columns) = 1;
  m_vocabulary.features = std::move(widened);
}

TaskBatch SeededTask::make_of_length(Random& random, int n_examples, int n_tokens) const {
  BARYSCOPE_CHECK(n_examples >= 0);
  BARYSCOPE_CHECK(n_tokens >= m_min_tokens && n_tokens <= m_max_tokens);
  const auto length = static_cast<std::size_t>(n_tokens);
  const std::size_t n = static_cast<std::size_t>(n_examples) * length;
  const std::size_t width = m_vector_names.size();
  const std::size_t n_blank = m_vocabulary.blank ? 1 : 0;
  TaskBatch batch;
  batch.n_examples = n_examples;
  batch.n_tokens = n_tokens;
  batch.ids.resize(n);
  batch.labels.assign(n, -1);
  batch.vectors.assign(n * width, 0.0F);
  batch.asked.assign(n, 0);
  for (std::size_t begin = 0; begin < n; begin += length) {
    const std::size_t first = begin + n_blank;
    const std::size_t n_own = length - n_blank;
    if (n_blank == 1) batch.ids[begin] = *m_vocabulary.blank;
    make_example(random, {std::span(batch.ids).subspan(first, n_own),
                          std::span(batch.labels).subspan(first, n_own),
                          std::span(batch.vectors).subspan(first * width, n_own * width)});
    for (std::size_t token = first; token < begin + length; ++token) {
      batch.asked[token] = width > 0 || batch.labels[token] >= 0 ? 1 : 0;
    }
  }
  return batch;
}

void check_task_option(std::string_view task, std::string_view option, double value, double minimum,
                       double maximum, std::string_view reason) {
  if (value >= minimum && value <= maximum) return;
  throw UsageError(fmt::format("{}: {} is {}; expected {} to {}: {}", task, option, to_text(value),
                               to_text(minimum), to_text(maximum), reason));
}

int add_one_hot(std::span<double> row, int column, int index, int n) {
  row[static_cast<std::size_t>(column) + static_cast<std::size_t>(index)] = 1;
  return column + n;
}

int add_waves(std::span<double> row, int column, double x, double period, int n_waves) {
  double frequency = 2 * std::numbers::pi / period;
  for (int wave = 0; wave < n_waves; ++wave, frequency *= 2) {
    row[static_cast<std::size_t>(column++)] = std::cos(frequency * x);
    row[static_cast<std::size_t>(column++)] = std::sin(frequency * x);
  }
  return column;
}

}  // namespace baryscope
