#include "app/gui/scene/scene_widget.h"

#include <QMouseEvent>
#include <QOpenGLContext>
#include <QOpenGLFunctions>
#include <QPainter>
#include <QScopeGuard>
#include <QToolTip>
#include <algorithm>
#include <cmath>
#include <exception>
#include <utility>

#include "app/gui/widgets/focus_ring.h"
#include "app/session/drawing_turns.h"
#include "core/base/error_text.h"
#include "viz/scene/default_camera.h"
#include "viz/scene/figure_layout.h"
#include "viz/scene/flat_camera.h"

namespace baryscope {
namespace {

constexpr int k_settle_ms = 250;

}  // namespace

SceneWidget::SceneWidget(MakeView make_view, QWidget* parent)
    : QOpenGLWidget(parent), m_make_view(std::move(make_view)) {
  setMouseTracking(true);
  setFocusPolicy(Qt::StrongFocus);
  setMinimumSize(240, 200);
  setUpdateBehavior(QOpenGLWidget::PartialUpdate);  // what is there stays while others draw
  new FocusRing(*this);
  m_frames.setInterval(16);
  m_settle.setSingleShot(true);
  m_settle.setInterval(k_settle_ms);
  m_hover.setSingleShot(true);
  m_hover.setInterval(40);
  m_again.setSingleShot(true);
  m_again.setInterval(8);
  connect(&m_again, &QTimer::timeout, this, [this] { update(); });
  m_gesture.setSingleShot(true);
  m_gesture.setInterval(400);
  connect(&m_frames, &QTimer::timeout, this, [this] { advance(); });
  connect(&m_settle, &QTimer::timeout, this, [this] {
    m_still = true;
    update();
    if (on_settled) on_settled();
  });
  connect(&m_hover, &QTimer::timeout, this, [this] { show_tip(); });
  connect(&m_gesture, &QTimer::timeout, this, [this] { control().commit(); });
}

SceneWidget::~SceneWidget() {
  disconnect(m_context_end);
  release_view();
}

void SceneWidget::set_scene(std::shared_ptr<const Scene> scene, CameraUse use,
                            std::shared_ptr<const Drawing> drawing, const Continuity& continuity) {
  const bool first = m_scene == nullptr;
  const bool may_move = !m_live && !m_reduced_motion && isVisible() && !m_held && m_view != nullptr;
  m_swift = m_morph != nullptr;
  m_swift_flight = m_flying;
  m_morph = may_move ? find_morph(m_swift ? m_seen : m_scene, scene, continuity) : nullptr;
  m_seen.reset();
  m_frame_ms = 0;
  m_scene = std::move(scene);
  m_drawing = std::move(drawing);
  if (m_scene == nullptr) return;
  if (m_view != nullptr) m_failed = false;
  m_from = m_shown;
  if (m_leader == nullptr) {
    const Camera goal = control().camera();
    const bool adopt = first || use == CameraUse::adopt, touched = control().touched();
    // Weights that form grow, texts get longer, a far output comes and goes: the direction stays,
    // the distance follows. How far away a person went is theirs.
    const auto unfit = [&] {
      const Framing framing = framing_of(control().camera());
      return touched ? framing == Framing::cut : framing != Framing::good;
    };
    const bool refit = !adopt && (!touched || use == CameraUse::follow) &&
                       (m_live ? m_refit && !touched : unfit());
    const Camera fit = refit ? fitted_here(control().camera()) : Camera{};
    control().set_home(refit && !touched ? fit : home(), adopt || (refit && !touched));
    if (refit && touched) control().go(fit);
    m_fit = m_view == nullptr;
    const bool goes_on = m_flying && goal == control().camera();
    if (!goes_on) {
      m_flying = m_morph != nullptr && !(m_shown == control().camera());
      m_flight_clock.invalidate();
    }
    if (!m_flying) m_shown = control().camera();
    tell_partner();
  }
  if (m_morph != nullptr) {
    m_clock.invalidate();
    begin_moving();
    advance_scene(0);
    update();
    return;
  }
  if (m_view != nullptr && !m_held) draw_scene();
  m_still = !m_live;
  update();
}

void SceneWidget::draw_scene() {
  if (m_drawing == nullptr) m_drawing = make_drawing(m_scene);
  m_view->set_flow(m_flow);
  m_view->set_drawing(m_drawing);
}

void SceneWidget::set_live(bool live, bool refit) {
  m_refit = refit;
  if (m_live == live) return;
  m_live = live;
  if (live) return;
  m_settle.start();
  if (m_scene != nullptr && m_leader == nullptr && !control().touched() &&
      framing_of(control().camera()) != Framing::good) {
    control().set_home(fitted_here(control().camera()), true);
    move_to(control().camera());
  }
}

void SceneWidget::look_from(std::string_view direction) {
  if (m_scene == nullptr) return;
  control().go(fitted(seen_from(control().camera(), bounds(*m_scene), direction), whole_extent(),
                      common_viewport()));
  move_to(control().camera());
}

void SceneWidget::look_through(const Camera& camera) {
  control().go(camera);
  m_shown = camera;
  m_flying = false;
  moved();
}

void SceneWidget::reset_camera() {
  control().reset();
  move_to(control().camera());
}

void SceneWidget::toggle_orthographic() {
  control().go(with_other_projection(control().camera()));
  m_shown = control().camera();  // no way between two projections
  moved();
}

void SceneWidget::camera_back() {
  if (control().back()) move_to(control().camera());
}

void SceneWidget::camera_forward() {
  if (control().forward()) move_to(control().camera());
}

void SceneWidget::set_paper(const QColor& color) {
  m_paper = color;
  if (m_follower != nullptr) m_follower->set_paper(color);
  update();
}

void SceneWidget::hold() {
  if (m_follower != nullptr) m_follower->hold();
  if (m_held) return;
  end_motion();
  m_still = true;
  m_picture = m_view == nullptr ? QImage() : grabFramebuffer();
  m_held = true;
}

void SceneWidget::resume() {
  if (m_follower != nullptr) m_follower->resume();
  if (!std::exchange(m_held, false)) return;
  m_picture = {};
  if (m_view != nullptr && m_scene != nullptr) draw_scene();
  update();
}

QImage SceneWidget::own_figure() {
  if (m_held) return m_picture;
  if (m_view == nullptr) return {};
  makeCurrent();
  m_view->set_camera(control().camera());
  m_view->render(true);
  const Image image = m_view->read_pixels();
  doneCurrent();
  if (image.width <= 0 || image.height <= 0) return {};
  return QImage(image.rgba.data(), image.width, image.height, 4LL * image.width,
                QImage::Format_RGBA8888)
      .copy();
}

QString SceneWidget::renderer() const {
  return m_view == nullptr ? QString() : QString::fromStdString(m_view->describe());
}

void SceneWidget::initializeGL() {
  // A reparented widget comes here again with a new context: the old view died with the old one.
  m_context_end =
      connect(context(), &QOpenGLContext::aboutToBeDestroyed, this, [this] { release_view(); });
  m_failed = false;
}

// The first frame is plain paper, so that the window is up before the drawing library is loaded.
void SceneWidget::load_view() {
  m_loading = false;
  if (m_held || m_view != nullptr || m_failed || context() == nullptr) return;
  makeCurrent();
  try {
    SceneView::Host host;
    host.make_current = [this] {
      if (QOpenGLContext::currentContext() != context()) makeCurrent();
    };
    host.is_current = [this] { return QOpenGLContext::currentContext() == context(); };
    m_view = m_make_view(std::move(host));
    if (m_scene != nullptr) draw_scene();
    if (m_leader != nullptr) m_leader->fit_again(m_leader->m_drawn_shape);
  } catch (const std::exception& error) {
    m_failed = true;
    if (on_error) on_error(QString::fromStdString(error_text(error)));
  }
  doneCurrent();
  update();
}

void SceneWidget::release_view() {
  if (m_view == nullptr) return;
  makeCurrent();
  m_view->release();
  m_view.reset();
  doneCurrent();
}

void SceneWidget::paintGL() {
  if (m_held && !m_picture.isNull()) {
    QPainter(this).drawImage(rect(), m_picture);
    return;
  }
  if (m_view == nullptr || m_scene == nullptr || m_failed) {
    QOpenGLFunctions* gl = context()->functions();
    gl->glClearColor(static_cast<float>(m_paper.redF()), static_cast<float>(m_paper.greenF()),
                     static_cast<float>(m_paper.blueF()), 1);
    gl->glClear(GL_COLOR_BUFFER_BIT);
    if (m_view == nullptr && !m_held && !m_loading && !m_failed) {
      m_loading = true;
      QTimer::singleShot(0, this, [this] { load_view(); });
    }
    return;
  }
  // A film draws its frames in between: what is there stays for the moment of one, at the same
  // size.
  const bool waits = std::exchange(m_drawn_size, size()) != size();
  if (waits) {
    drawing_turns().take_first();
  } else if (!drawing_turns().try_take()) {
    m_again.start();
    return;
  }
  const auto give = qScopeGuard([] { drawing_turns().give(); });
  QElapsedTimer clock;
  clock.start();
  try {
    const double ratio = devicePixelRatioF();
    m_view->resize(static_cast<int>(std::lround(width() * ratio)),
                   static_cast<int>(std::lround(height() * ratio)), ratio);
    if (std::exchange(m_fit, false)) {
      control().set_home(home(), true);
      m_shown = control().camera();
      tell_partner();
    }
    m_drawn_shape = shape();
    m_view->set_camera(m_shown);
    m_view->render(m_still && !m_frames.isActive());
    m_view->blit_to(defaultFramebufferObject());
    ++m_n_frames;
    m_draw_seconds += 1e-9 * static_cast<double>(clock.nsecsElapsed());
    m_frame_ms = clock.elapsed();
  } catch (const std::exception& error) {
    m_failed = true;
    if (on_error) on_error(QString::fromStdString(error_text(error)));
  }
  if (!m_told_first && !m_failed) {
    m_told_first = true;
    QTimer::singleShot(0, this, [this] {
      if (on_first_picture) on_first_picture();
    });
  }
}

Camera SceneWidget::home() const {
  if (m_view == nullptr) return m_scene->camera;
  return fitted_here(m_scene->camera);
}

Camera SceneWidget::fitted_here(const Camera& direction) const {
  return direction.orthographic ? fitted_flat(direction, whole_extent(), common_viewport(),
                                              plot_room(*m_scene, common_viewport()))
                                : fitted(direction, whole_extent(), common_viewport());
}

SceneWidget::Framing SceneWidget::framing_of(const Camera& camera) const {
  // A fitted picture fills its area one way or the other.
  constexpr double least_share = 0.6;
  const Viewport area = common_viewport();
  const double left = area.margin_left, right = area.width - area.margin_right;
  const double top = area.margin_top, bottom = area.height - area.margin_bottom;
  double x_low = right, x_high = left, y_low = bottom, y_high = top;
  for (const Vec3& point : whole_extent()) {
    const auto at = to_screen(camera, area, point);
    if (!at || at->x < left || at->x > right || at->y < top || at->y > bottom) return Framing::cut;
    x_low = std::min(x_low, at->x), x_high = std::max(x_high, at->x);
    y_low = std::min(y_low, at->y), y_high = std::max(y_high, at->y);
  }
  const bool filled = x_high - x_low >= least_share * (right - left) ||
                      y_high - y_low >= least_share * (bottom - top);
  return filled ? Framing::good : Framing::small;
}

void SceneWidget::resizeEvent(QResizeEvent* event) {
  const double former_shape = m_drawn_shape;
  QOpenGLWidget::resizeEvent(event);  // which draws
  fit_again(former_shape);
  m_still = false;
  m_settle.start();
}

Viewport SceneWidget::viewport() const {
  // Of the scene that is to be seen, which the view may not have yet.
  if (m_scene != nullptr) return figure_viewport(*m_scene, width(), height());
  Viewport viewport;
  viewport.width = width();
  viewport.height = height();
  return viewport;
}

}  // namespace baryscope
