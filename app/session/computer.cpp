#include "app/session/computer.h"

#include <algorithm>
#include <utility>

#include "app/session/comparison.h"
#include "core/base/error.h"

namespace baryscope {

Computer::Computer(MakeEngine make_engine) : m_make_engine(std::move(make_engine)) {}

const Computed* Computer::find_answer(const SessionRequests& requests) const {
  if (!requests.studies.empty()) {
    return m_studied == requests.studies ? &m_studies : nullptr;
  }
  return m_analyzed == requests.analyses ? &m_analyses : nullptr;
}

const Computed& Computer::compute(const SessionRequests& requests, const Watch& watch) {
  return answer(requests, false, watch);
}

const Computed& Computer::compute_anew(const SessionRequests& requests, const Watch& watch) {
  return answer(requests, true, watch);
}

const Computed& Computer::answer(const SessionRequests& requests, bool anew, const Watch& watch) {
  if (!requests.studies.empty()) {
    study(requests.studies, anew, watch);
    return m_studies;
  }
  watch.report(0, m_engine ? "computing" : "opening the computing library");
  analyze(requests.analyses, anew, watch);
  return m_analyses;
}

void Computer::analyze(const std::vector<AnalysisRequest>& requests, bool anew,
                       const Watch& watch) {
  Computed computed;
  if (!m_analyzed.empty() && m_analyzed.front() == requests.front() && !anew) {
    computed.analyses = m_analyses.analyses;  // only the comparison is new
  } else {
    computed.analyses = engine().analyze(requests.front(), watch);
    BARYSCOPE_CHECK(!computed.analyses.empty());
  }
  if (requests.size() > 1) {
    watch.report(0, "computing the compared model");
    computed.compared =
        analyze_beside(engine(), *computed.analyses.front(), requests.back(), watch);
  }
  m_analyses = std::move(computed);
  m_analyzed = requests;
}

void Computer::study(const std::vector<SamplingRequest>& requests, bool anew, const Watch& watch) {
  if (!m_laboratory || anew) {
    m_laboratory = std::make_unique<SamplingLaboratory>();  // one that reads its file anew
  }
  Computed computed;
  for (const SamplingRequest& request : requests) {
    const auto known = std::find(m_studied.begin(), m_studied.end(), request);
    computed.studies.push_back(known == m_studied.end() || anew
                                   ? m_laboratory->study(request, watch)
                                   : m_studies.studies[known - m_studied.begin()]);
  }
  m_studies = std::move(computed);
  m_studied = requests;
}

std::shared_ptr<Engine> Computer::share_engine() {
  if (!m_engine) {
    m_engine = m_make_engine();
  }
  return m_engine;
}

}  // namespace baryscope
