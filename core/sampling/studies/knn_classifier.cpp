#include "core/sampling/studies/knn_classifier.h"

#include <optional>
#include <vector>

#include "core/sampling/neighbors/neighbors.h"

namespace baryscope {
namespace {

constexpr int k_voters = 5;

class KnnClassifier : public Classifier {
 public:
  KnnClassifier(const Matrix& points, std::span<const int> labels, int n_classes,
                const ColumnScale* scale)
      : m_scale(scale != nullptr ? std::optional(*scale) : std::nullopt),
        m_points(m_scale ? scaled(*m_scale, points) : points),
        m_labels(labels.begin(), labels.end()),
        m_n_classes(n_classes) {}

  [[nodiscard]] Matrix probabilities(const Matrix& points, const Watch& watch) const override {
    const Neighbors voters = m_scale ? m_index.find(scaled(*m_scale, points), k_voters, watch)
                                     : m_index.find(points, k_voters, watch);
    Matrix shares(points.n_rows, m_n_classes);
    std::vector<int> votes(static_cast<std::size_t>(m_n_classes));
    for (int row = 0; row < points.n_rows; ++row) {
      votes.assign(votes.size(), 0);
      for (const std::int32_t voter : voters.of(row)) {
        ++votes[static_cast<std::size_t>(m_labels[static_cast<std::size_t>(voter)])];
      }
      for (int c = 0; c < m_n_classes; ++c) {
        shares(row, c) = static_cast<double>(votes[static_cast<std::size_t>(c)]) / voters.k;
      }
    }
    return shares;
  }

 private:
  std::optional<ColumnScale> m_scale;
  Matrix m_points;
  std::vector<int> m_labels;
  int m_n_classes;
  NeighborIndex m_index{m_points};
};

}  // namespace

std::unique_ptr<const Classifier> make_knn_classifier(const Matrix& points,
                                                      std::span<const int> labels, int n_classes,
                                                      const ColumnScale* scale) {
  return std::make_unique<KnnClassifier>(points, labels, n_classes, scale);
}

}  // namespace baryscope
