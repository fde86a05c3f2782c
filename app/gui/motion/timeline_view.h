/// The timeline that can be scrubbed, and whose key frames are moved, written and removed.
#pragma once

#include <QWidget>
#include <functional>
#include <optional>

#include "app/gui/motion/timeline_lanes.h"

class QLineEdit;

namespace baryscope {

class TimelineView : public QWidget {
 public:
  explicit TimelineView(QWidget* parent = nullptr);

  void show_state(TimelineState state);
  /// The playhead alone.
  void show_seconds(double seconds);
  [[nodiscard]] const TimelineState& state() const { return m_state; }
  [[nodiscard]] const TimelineScale& scale() const { return m_scale; }
  /// Where a key's diamond is, in the widget.
  [[nodiscard]] QPoint place_of(std::size_t key) const;
  /// A field for the key's caption.
  void edit_caption(std::size_t key);

  std::function<void(double seconds)> on_scrub;
  std::function<void()> on_scrub_end;
  std::function<void()> on_toggle;  ///< play or pause
  std::function<void(int frames)> on_step;
  std::function<void(std::optional<std::size_t> key)> on_select;
  std::function<bool(std::size_t key, double seconds)> on_move;
  std::function<void()> on_move_end;
  std::function<void(std::size_t key)> on_remove;
  std::function<bool(std::size_t key, const QString& caption)> on_caption;
  std::function<void(double seconds)> on_add;
  std::function<void(QPoint global, std::optional<std::size_t> key)> on_menu;

  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void changeEvent(QEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;
  bool event(QEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  enum class Drag { none, playhead, key };

  void fit();
  void describe();
  void scrub_to(double x);
  void move_selected(double seconds);
  void go_to(std::size_t key);
  void select_beside(int by);
  void end_caption(bool keep);
  [[nodiscard]] TimelineLayout layout_here() const { return {font(), QSizeF(size())}; }
  [[nodiscard]] double on_frame(double seconds) const;
  [[nodiscard]] QString tip_at(QPointF point) const;
  bool press_key(int key, bool shift);

  TimelineState m_state;
  TimelineScale m_scale;
  Drag m_drag = Drag::none;
  double m_press = 0, m_grip = 0;  ///< pixels; seconds between the cursor and the dragged key
  bool m_moved = false;
  QLineEdit* m_field = nullptr;
  double m_edited = 0;  ///< the time of the key whose caption is written
};

}  // namespace baryscope
