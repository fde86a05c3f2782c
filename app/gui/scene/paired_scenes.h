/// The picture, and beside it that of the compared model: one camera, a splitter between.
#pragma once

#include <QSplitter>
#include <memory>

#include "app/gui/scene/scene_widget.h"

class QToolButton;

namespace baryscope {

class PairedScenes : public QSplitter {
 public:
  PairedScenes(SceneWidget* first, SceneWidget::MakeView make_view);
  ~PairedScenes() override;

  /// Shows a scene of the same camera beside the first's; null closes the second half. Call before
  /// the first's set_scene(), which moves the camera.
  void show_second(std::shared_ptr<const Scene> scene,
                   std::shared_ptr<const Drawing> drawing = nullptr,
                   const Continuity& continuity = {});
  /// Null while nothing is compared.
  [[nodiscard]] SceneWidget* second() const { return m_second; }

  std::function<void(const std::optional<Pick>&)> on_pick;
  std::function<QString(const Pick&)> describe_pick;
  std::function<void(const QString&)> on_error;
  std::function<void()> on_close;

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void open();
  void place_button();

  SceneWidget* m_first;
  SceneWidget* m_second = nullptr;
  QToolButton* m_close = nullptr;
  SceneWidget::MakeView m_make_view;
};

}  // namespace baryscope
