/// The status bar: the finding of what is shown, hints, and the progress of what is computed.
#pragma once

#include "app/gui/window/progress_row.h"

class QMainWindow;

namespace baryscope {

class FindingLine;

class StatusRow {
 public:
  explicit StatusRow(QMainWindow& window);

  void show_finding(const QString& finding, const QString& tip);
  /// For a few seconds.
  void show_notice(const QString& text);
  [[nodiscard]] ProgressRow& progress() const { return *m_progress; }

 private:
  QMainWindow& m_window;
  FindingLine* m_finding;
  ProgressRow* m_progress;
};

}  // namespace baryscope
