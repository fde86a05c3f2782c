/// Every point of the samples view as a table: synthetic ones with their simplex, or the data.
#pragma once

#include <QWidget>
#include <functional>
#include <memory>

#include "app/session/selection.h"
#include "core/sampling/studies/study.h"

class QComboBox;
class QTableView;

namespace baryscope {

class SampleRows;

class SamplesTable : public QWidget {
 public:
  explicit SamplesTable(QWidget* parent = nullptr);

  void show_study(std::shared_ptr<const SamplingStudy> study);
  /// Turns to the list that has the point, and to its row.
  void show_selection(const Selection& selection);
  [[nodiscard]] QTableView* view() const { return m_view; }

  std::function<void(const Selection&)> on_select;

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void show_list(bool synthetic);
  void fit();
  void copy() const;

  QComboBox* m_list;
  QTableView* m_view;
  SampleRows* m_rows;
  bool m_quiet = false;
};

}  // namespace baryscope
