/// What sampling did: points per class, where the new ones lie, the complex, scores.
#pragma once

#include <functional>

#include "app/gui/samples/samples_words.h"
#include "app/gui/widgets/panel.h"

class QProgressBar;
class QPushButton;

namespace baryscope {

class ClassCounts;
class FactGrid;
class ScorePlot;

class SamplesResults : public Panel {
 public:
  explicit SamplesResults(QWidget* parent = nullptr);

  void show_studies(const Studies& studies);
  enum class Scores {
    waiting,  ///< evaluated soon, or by the button
    running,
    known,
    none,  ///< there is no classifier
  };
  /// `evaluation` of what was known last, stale unless `known`.
  void show_scores(Scores state, std::shared_ptr<const SamplingEvaluation> evaluation,
                   const QString& words);
  /// Of the running evaluation, 0 … 1.
  void show_progress(double fraction);

  [[nodiscard]] ClassCounts* counts() const { return m_counts; }
  [[nodiscard]] FactGrid* distances() const { return m_distances; }
  [[nodiscard]] FactGrid* complexes() const { return m_complex; }
  [[nodiscard]] ScorePlot* plot() const { return m_plot; }

  std::function<void()> on_evaluate;

 private:
  ClassCounts* m_counts;
  FactGrid *m_distances, *m_complex;
  ScorePlot* m_plot;
  QPushButton* m_evaluate;
  QProgressBar* m_bar;
  QLabel *m_heading, *m_words, *m_notes;
};

}  // namespace baryscope
