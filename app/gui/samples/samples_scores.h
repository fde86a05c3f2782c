/// The scores of what is shown: evaluated a moment after the last change or by the button, and
/// what the results say until then.
#pragma once

#include <QString>
#include <QTimer>
#include <memory>

#include "app/gui/widgets/dispatcher.h"
#include "core/sampling/studies/study.h"

namespace baryscope {

class SamplesResults;

class SamplesScores {
 public:
  SamplesScores(const Dispatcher& dispatcher, SamplesResults& results);
  ~SamplesScores();

  /// Other samples are shown: they are evaluated soon.
  void show_study(std::shared_ptr<const SamplingStudy> study);
  /// None is shown any more.
  void leave();
  /// The evaluation of what is shown has begun, moved on, ended or failed.
  void refresh();
  /// An error that is the evaluation's is told among the results. False where it is not.
  bool take_failure(const QString& message);

 private:
  void evaluate_unasked();
  void evaluate();

  const Dispatcher& m_dispatcher;
  SamplesResults& m_results;
  std::shared_ptr<const SamplingStudy> m_study;
  std::shared_ptr<const SamplingEvaluation> m_known;  ///< the last one, maybe of other options
  QString m_failure;
  bool m_evaluating = false;  ///< one was begun and has not ended
  QTimer m_soon;
};

}  // namespace baryscope
