/// The 3D view: a Qt GL widget that hosts a SceneView, with the trackball mouse and picking.
#pragma once

#include <QElapsedTimer>
#include <QImage>
#include <QOpenGLWidget>
#include <QPointF>
#include <QTimer>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "viz/scene/camera_control.h"
#include "viz/scene/picking.h"
#include "viz/scene/scene.h"
#include "viz/scene/scene_morph.h"
#include "viz/vtk/scene_view.h"

namespace baryscope {

/// What a scene that takes another's place does to the camera.
enum class CameraUse {
  keep,    ///< the same things in the same place: a person's own camera stays
  follow,  ///< the same things elsewhere: the direction stays
  adopt,   ///< other things: the scene's own camera
};

class SceneWidget : public QOpenGLWidget {
 public:
  using MakeView = std::function<std::unique_ptr<SceneView>(SceneView::Host)>;

  explicit SceneWidget(MakeView make_view, QWidget* parent = nullptr);
  ~SceneWidget() override;

  /// `drawing`: of the scene, where a worker made one.
  /// Shows a scene: on the way from what is seen now where both show the same things. Whatever the
  /// use, a camera that no person chose for these places comes to hold everything.
  void set_scene(std::shared_ptr<const Scene> scene, CameraUse use,
                 std::shared_ptr<const Drawing> drawing = nullptr,
                 const Continuity& continuity = {});
  [[nodiscard]] const std::shared_ptr<const Scene>& scene() const { return m_scene; }

  [[nodiscard]] const CameraControl& cameras() const {
    return m_leader == nullptr ? m_cameras : m_leader->m_cameras;
  }
  [[nodiscard]] const Camera& shown_camera() const { return m_shown; }  ///< also during a flight
  /// From now on `follower` looks through this widget's camera, and a gesture in either moves both:
  /// one history. Pauses and figures take both in. Null: alone again.
  void lead(SceneWidget* follower);
  /// Changes of camera by name, each one step of history.
  void look_from(std::string_view direction);
  void reset_camera();
  void toggle_orthographic();
  /// A given camera, as one step of history.
  void look_through(const Camera& camera);
  void camera_back();
  void camera_forward();

  /// Where the pulses of the scene are, also of a follower's; nothing: as a still shows them.
  /// Uploads nothing.
  void set_flow(std::optional<double> phase);
  /// Looks through a camera of a play: no gesture, no step of history.
  void show_from(const Camera& camera);
  /// What show_from() showed last becomes the camera, as one step of history.
  void keep_shown_camera();
  /// What a turntable turns: the camera, and where no person chose it, so far away that nothing
  /// leaves the frame on the way round.
  [[nodiscard]] Camera turning_camera() const;

  /// Scenes come in quick succession: each is drawn at once and plainly, its points in the frame as
  /// long as nobody moved the camera and `refit`. Ends with a picture of full quality.
  void set_live(bool live, bool refit = true);
  /// Time spent on drawing since the start, in seconds.
  [[nodiscard]] double draw_seconds() const { return m_draw_seconds; }
  /// Whether nothing moves by itself: what is under way ends at once.
  void set_reduced_motion(bool reduced);
  [[nodiscard]] bool reduced_motion() const { return m_reduced_motion; }
  /// What is drawn while one scene becomes another; null while scene() is.
  [[nodiscard]] const std::shared_ptr<const Scene>& scene_on_the_way() const { return m_seen; }
  /// Paper before the first scene.
  void set_paper(const QColor& color);
  /// Shows the picture as it is now and leaves the drawing library alone, until resume(): another
  /// thread draws with it.
  void hold();
  void resume();
  [[nodiscard]] QImage figure();
  [[nodiscard]] QString renderer() const;
  [[nodiscard]] int n_frames() const { return m_n_frames; }
  /// Where in the widget the scene lies, in layout pixels.
  [[nodiscard]] Viewport viewport() const;

  std::function<void(const std::optional<Pick>&)> on_pick;
  std::function<QString(const Pick&)> describe_pick;
  std::function<void(const QString&)> on_error;
  std::function<void()> on_settled;        ///< the camera came to rest
  std::function<void()> on_first_picture;  ///< the first frame with a scene

 protected:
  void initializeGL() override;
  void paintGL() override;
  void resizeEvent(QResizeEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void leaveEvent(QEvent* event) override;

 private:
  enum class Drag { none, rotate, pan, roll };

  /// The scene's own camera at the distance that fits this widget.
  [[nodiscard]] Camera home() const;
  /// That camera's direction, at the distance that fits this widget.
  [[nodiscard]] Camera fitted_here(const Camera& direction) const;
  /// Whether the area for the scene holds every point, and is used.
  enum class Framing { cut, small, good };
  [[nodiscard]] Framing framing_of(const Camera& camera) const;
  [[nodiscard]] CameraControl& control() {
    return m_leader == nullptr ? m_cameras : m_leader->m_cameras;
  }
  /// Of both scenes of a pair, and the narrower of its two areas.
  [[nodiscard]] std::vector<Vec3> whole_extent() const;
  [[nodiscard]] Viewport common_viewport() const;
  void fit_again(double former_shape);
  void keep_in_sight(double former_shape);
  [[nodiscard]] double shape() const;
  void tell_partner();
  [[nodiscard]] QImage own_figure();
  void load_view();
  /// Gives the view the whole scene.
  void draw_scene();
  void release_view();
  void moved();
  void move_to(const Camera& target);
  void begin_moving();
  void advance();
  void advance_scene(double t);
  void end_motion();
  [[nodiscard]] std::optional<Pick> pick_at(QPointF point) const;
  void show_tip();

  MakeView m_make_view;
  std::unique_ptr<SceneView> m_view;
  QMetaObject::Connection m_context_end;
  bool m_loading = false;
  bool m_fit = false;  ///< home is to be fitted to the size of the next frame
  bool m_failed = false;
  bool m_told_first = false;
  bool m_reduced_motion = false;
  bool m_live = false;
  bool m_refit = true;
  bool m_still = true;
  bool m_held = false;
  QImage m_picture;  ///< what is shown while held
  int m_n_frames = 0;
  double m_draw_seconds = 0;
  qint64 m_frame_ms = 0;  ///< that the last frame took
  QColor m_paper;

  SceneWidget* m_follower = nullptr;  ///< at most one of these two
  SceneWidget* m_leader = nullptr;

  std::shared_ptr<const Scene> m_scene;
  std::shared_ptr<const SceneMorph> m_morph;  ///< to m_scene; null: it has arrived
  std::shared_ptr<const Scene> m_seen;        ///< of m_morph
  std::shared_ptr<const Drawing> m_drawing;   ///< of m_scene; null until it is needed
  CameraControl m_cameras;
  Camera m_shown, m_from;  ///< of the running flight
  std::optional<double> m_flow;
  bool m_flying = false;
  bool m_swift = false, m_swift_flight = false;  ///< it was moving already
  QElapsedTimer m_clock, m_flight_clock;         ///< invalid before the first frame of the way
  QTimer m_frames, m_settle, m_hover, m_gesture, m_again;
  QSize m_drawn_size;          ///< of the frame that stands there
  double m_drawn_shape = 0;    ///< its shape(); 0 before the first frame
  Camera m_chosen, m_adapted;  ///< a person's camera, and what it became in a window of other shape
  double m_chosen_shape = 0;   ///< that it was chosen in

  Drag m_drag = Drag::none;
  QPointF m_press, m_last, m_cursor;
  bool m_dragged = false;
};

}  // namespace baryscope
