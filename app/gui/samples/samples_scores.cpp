#include "app/gui/samples/samples_scores.h"

#include <algorithm>
#include <utility>

#include "app/gui/samples/samples_results.h"
#include "app/gui/widgets/plain_words.h"
#include "app/gui/widgets/tr.h"

namespace baryscope {
namespace {

constexpr int k_evaluate_after_ms = 700;
constexpr int k_most_points_evaluated = 3000;  // without being asked

/// Of a pair the rows of both, each sampler once.
std::shared_ptr<const SamplingEvaluation> joined(const Session::Evaluations& all) {
  if (all.empty() || all.front() == nullptr) return nullptr;
  if (all.size() == 1) return all.front();
  auto both = std::make_shared<SamplingEvaluation>(*all.front());
  for (const EvaluationRow& row : all.back()->rows) {
    const bool there = std::any_of(both->rows.begin(), both->rows.end(),
                                   [&](const auto& each) { return each.sampler == row.sampler; });
    if (!there) both->rows.push_back(row);
  }
  return both;
}

QString known_words(const SamplingEvaluation& known) {
  QString words =
      tr("%1, %2 folds of %3 points")
          .arg(known.classifier == "knn" ? tr("5 nearest neighbours") : tr("logistic regression"))
          .arg(known.n_folds)
          .arg(known.n_points);
  for (const std::string& note : known.notes) words += QLatin1Char('\n') + plain_words(note);
  return words;
}

QString waiting_words(const SamplingStudy& study) {
  return study.data->n_points() > k_most_points_evaluated
             ? tr("So many points take a while: press the button.")
             : tr("5-fold cross-validation follows at once.")
                   .replace(QLatin1Char('5'), QString::number(study.request.n_folds));
}

}  // namespace

SamplesScores::SamplesScores(const Dispatcher& dispatcher, SamplesResults& results)
    : m_dispatcher(dispatcher), m_results(results) {
  m_soon.setSingleShot(true);
  m_soon.setInterval(k_evaluate_after_ms);
  QObject::connect(&m_soon, &QTimer::timeout, &m_soon, [this] { evaluate_unasked(); });
  m_results.on_evaluate = [this] {
    m_failure.clear();
    evaluate();
  };
  m_dispatcher.session().on_evaluated = [this] { refresh(); };
  m_dispatcher.session().on_evaluation_progress = [this](double fraction, const std::string&) {
    m_results.show_progress(fraction);
  };
}

SamplesScores::~SamplesScores() {
  m_dispatcher.session().on_evaluated = nullptr;
  m_dispatcher.session().on_evaluation_progress = nullptr;
}

void SamplesScores::show_study(std::shared_ptr<const SamplingStudy> study) {
  m_study = std::move(study);
  m_failure.clear();
  m_soon.start();
}

void SamplesScores::leave() {
  m_soon.stop();
  m_study.reset();
}

void SamplesScores::evaluate() {
  m_dispatcher.run([this] { m_dispatcher.session().evaluate_samples(); });
  refresh();
}

void SamplesScores::evaluate_unasked() {
  const Session& session = m_dispatcher.session();
  if (m_study == nullptr || m_study->data->n_points() > k_most_points_evaluated ||
      m_study->request.classifier == "none" || session.evaluating() ||
      session.evaluation() != nullptr) {
    return;
  }
  session.busy() ? m_soon.start() : evaluate();
}

void SamplesScores::refresh() {
  if (m_study == nullptr) return;
  const Session& session = m_dispatcher.session();
  m_evaluating = session.evaluating();
  using Scores = SamplesResults::Scores;
  const auto now = joined(session.evaluations());
  if (now != nullptr) m_known = now;
  if (m_study->request.classifier == "none") {
    m_results.show_scores(Scores::none, nullptr,
                          tr("Choose a classifier to see what sampling changes."));
  } else if (now != nullptr) {
    m_results.show_scores(Scores::known, now, known_words(*now));
  } else if (session.evaluating()) {
    m_results.show_scores(Scores::running, m_known, tr("evaluating…"));
  } else if (!m_failure.isEmpty()) {
    m_results.show_scores(Scores::waiting, nullptr, m_failure);
  } else {
    m_results.show_scores(Scores::waiting, m_known, waiting_words(*m_study));
  }
}

bool SamplesScores::take_failure(const QString& message) {
  if (!std::exchange(m_evaluating, false) || !m_dispatcher.session().evaluation_failure()) {
    return false;
  }
  m_failure = message;
  refresh();
  return true;
}

}  // namespace baryscope
