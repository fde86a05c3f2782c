#include "app/gui/samples/samples_results.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>
#include <utility>

#include "app/gui/samples/class_counts.h"
#include "app/gui/samples/score_plot.h"
#include "app/gui/widgets/dispatcher.h"
#include "app/gui/widgets/fact_grid.h"
#include "app/gui/widgets/plain_words.h"

namespace baryscope {

SamplesResults::SamplesResults(QWidget* parent)
    : Panel(parent),
      m_counts(new ClassCounts),
      m_distances(new FactGrid),
      m_complex(new FactGrid),
      m_plot(new ScorePlot),
      m_evaluate(new QPushButton(tr("Evaluate"))),
      m_bar(new QProgressBar),
      m_heading(muted_label({})),
      m_words(muted_label({})),
      m_notes(muted_label({})) {
  setObjectName(QStringLiteral("samples-results"));
  add_section(tr("Points per class"));
  column()->addWidget(m_heading);
  column()->addWidget(m_counts);
  add_section(tr("Where the new points lie"));
  column()->addWidget(m_distances);
  add_section(tr("Complex"));
  column()->addWidget(m_complex);
  add_section(tr("Does it help?"));
  m_words->setObjectName(QStringLiteral("score-words"));
  m_evaluate->setObjectName(QStringLiteral("evaluate"));
  m_evaluate->setToolTip(
      tr("Cross-validates the classifier on the data as they are, after SMOTE "
         "and after this sampler"));
  m_bar->setTextVisible(false);
  m_bar->setRange(0, 0);
  m_bar->setAccessibleName(tr("Progress of the evaluation"));
  m_bar->hide();
  auto* row = new QHBoxLayout;
  row->setSpacing(10);
  row->addWidget(m_words, 1);
  row->addWidget(m_evaluate);
  column()->addLayout(row);
  column()->addWidget(m_bar);
  column()->addWidget(m_plot);
  m_notes->setObjectName(QStringLiteral("samples-notes"));
  column()->addWidget(m_notes);
  connect(m_evaluate, &QPushButton::clicked, this, [this] {
    if (on_evaluate) on_evaluate();
  });
}

void SamplesResults::show_studies(const Studies& studies) {
  QString heading;
  if (studies.size() > 1) {
    heading = tr("upper %1, lower %2")
                  .arg(sampler_title(studies[0]->request.sampler.sampler),
                       sampler_title(studies[1]->request.sampler.sampler));
  }
  m_heading->setText(heading);
  m_heading->setVisible(!heading.isEmpty());
  m_counts->set_rows(class_rows(studies));
  m_distances->set_rows(distance_rows(studies));
  m_complex->set_rows(complex_rows(studies));
  QStringList notes;
  for (const auto& study : studies) {
    for (const std::string& note : study->notes) {
      if (!notes.contains(plain_words(note))) notes << plain_words(note);
    }
  }
  m_notes->setText(notes.join(QLatin1Char('\n')));
  m_notes->setVisible(!notes.isEmpty());
}

void SamplesResults::show_scores(Scores state, std::shared_ptr<const SamplingEvaluation> evaluation,
                                 const QString& words) {
  m_plot->set_evaluation(std::move(evaluation), state != Scores::known);
  m_plot->setVisible(state != Scores::none);
  m_evaluate->setVisible(state != Scores::none);
  m_evaluate->setEnabled(state != Scores::running);
  if (state == Scores::running && m_bar->isHidden()) m_bar->setRange(0, 0);
  m_bar->setVisible(state == Scores::running);
  m_words->setText(words);
}

void SamplesResults::show_progress(double fraction) {
  m_bar->setRange(0, 1000);
  m_bar->setValue(static_cast<int>(1000 * fraction));
}

}  // namespace baryscope
