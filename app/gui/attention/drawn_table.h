/// Everything that is drawn as a table: the picture for screen readers, and for copying.
#pragma once

#include <QTableWidget>
#include <array>
#include <functional>
#include <vector>

#include "app/session/selection.h"
#include "viz/scene/scene.h"

namespace baryscope {

class DrawnTable : public QTableWidget {
 public:
  explicit DrawnTable(QWidget* parent = nullptr);

  /// What the scene draws of the analysis: what `threshold`, `sinks` and `hide` leave out of the
  /// picture is not in the table either.
  void show_scene(const Scene& scene, const Analysis& analysis);
  void show_selection(const Selection& selection);

  std::function<void(const Selection&)> on_select;

 protected:
  void keyPressEvent(QKeyEvent* event) override;

 private:
  void add_row(const Selection& selection, const std::array<QString, 4>& texts);

  std::vector<Selection> m_rows;
};

}  // namespace baryscope
