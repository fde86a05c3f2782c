#include "app/gui/window/progress_reaction.h"

#include <QString>

#include "app/gui/motion/film_writer.h"
#include "app/gui/widgets/plain_words.h"
#include "app/gui/window/file_writer.h"
#include "app/gui/window/progress_row.h"
#include "app/gui/window/status_row.h"
#include "app/gui/window/window_host.h"
#include "app/session/session.h"

namespace baryscope {

ProgressReaction::ProgressReaction(const Parts& parts) : m_parts(parts) {
  m_parts.status.progress().on_cancel = [this] { cancel(); };
  connect_writers();
}

void ProgressReaction::connect_writers() {
  WindowHost& host = m_parts.host;
  host.on_notice = [this](const QString& text) { m_parts.status.show_notice(text); };
  host.writer().on_notice = host.on_notice;
  host.films().on_notice = host.on_notice;
  ProgressRow& progress = m_parts.status.progress();
  host.writer().on_writing = [&progress](const QString& step) {
    step.isEmpty() ? progress.finish() : progress.start(step);
  };
  host.films().on_progress = [&progress](double fraction, const QString& words) {
    progress.report(fraction, words);
  };
  host.films().on_end = [this, &progress] {
    progress.finish();
    if (m_parts.session.busy()) progress.start();
  };
}

void ProgressReaction::cancel() {
  if (m_parts.host.films().writing()) {
    m_parts.host.films().cancel();
    return;
  }
  m_parts.session.cancel();
  m_parts.host.writer().cancel();
}

void ProgressReaction::report(double fraction, const std::string& step) {
  if (m_parts.session.busy() && !m_parts.host.films().writing()) {
    m_parts.status.progress().report(fraction, to_qt(step));
  }
}

void ProgressReaction::follow_busy(bool busy) {
  if (busy) {
    m_parts.status.progress().start();
  } else if (!m_parts.host.writer().writing() && !m_parts.host.films().writing()) {
    m_parts.status.progress().finish();
  }
}

}  // namespace baryscope
