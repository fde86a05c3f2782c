#include "app/gui/window/motion_reaction.h"

#include <QAction>
#include <QDockWidget>
#include <QEvent>
#include <QPointer>
#include <QScrollArea>
#include <string>

#include "app/gui/motion/caption_band.h"
#include "app/gui/motion/timeline_panel.h"
#include "app/gui/motion/timeline_view.h"
#include "app/gui/scene/paired_scenes.h"
#include "app/gui/widgets/tr.h"
#include "app/gui/window/desks.h"
#include "app/gui/window/menus.h"
#include "app/gui/window/window_frame.h"
#include "app/gui/window/window_host.h"
#include "app/session/film/film_options.h"

namespace baryscope {
namespace {

/// As high as the panel; in a low window it may be lower, and scrolls.
class PanelHeight : public QObject {
 public:
  PanelHeight(QScrollArea& area, WindowFrame& frame)
      : QObject(&area), m_area(area), m_frame(frame) {
    area.installEventFilter(this);
  }

  void want(int pixels) {
    m_pixels = pixels;
    fit();
  }

  bool eventFilter(QObject* watched, QEvent* event) override {
    if (event->type() == QEvent::ParentChange || event->type() == QEvent::Show) follow_window();
    const bool measures_anew = event->type() == QEvent::Resize ||
                               event->type() == QEvent::FontChange ||
                               event->type() == QEvent::StyleChange;
    if (measures_anew && watched == m_window) {
      m_frame.fit_corners();
      fit();
    }
    return false;
  }

 private:
  void follow_window() {
    if (m_window == m_area.window()) return;
    if (m_window != nullptr) m_window->removeEventFilter(this);
    m_window = m_area.window();
    m_window->installEventFilter(this);
    fit();
  }

  void fit() {
    constexpr double k_most = 0.3;  // of a window's height: the middle needs over a half
    const bool room = m_pixels <= k_most * m_area.window()->height();
    m_area.setMinimumHeight(room ? m_pixels : 0);
    m_area.setMaximumHeight(m_pixels);
  }

  QScrollArea& m_area;
  WindowFrame& m_frame;
  QPointer<QWidget> m_window;
  int m_pixels = 0;
};

QScrollArea* scrolled(TimelinePanel* panel, WindowFrame& frame) {
  auto* area = new QScrollArea;
  area->setWidget(panel);
  area->setWidgetResizable(true);
  area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  area->setFocusPolicy(Qt::NoFocus);
  auto* height = new PanelHeight(*area, frame);
  height->want(panel->minimumHeight());
  panel->on_height = [height](int pixels) { height->want(pixels); };
  return area;
}

}  // namespace

MotionReaction::MotionReaction(const Parts& parts)
    : m_parts(parts),
      m_panel(new TimelinePanel(parts.dispatcher, parts.frame.scene())),
      m_dock(
          parts.frame.add_below(tr("Timeline"), "dock-timeline", scrolled(m_panel, parts.frame))),
      m_caption(new CaptionBand) {
  m_dock->hide();
  m_parts.desks.keep_shown(*m_dock);
  m_caption->lie_over(m_parts.frame.scenes(), [&scene = m_parts.frame.scene()] {
    return static_cast<int>(scene.viewport().margin_bottom);
  });
  m_panel->on_words = [this] {
    m_caption->show_words(m_panel->player().value_words(), m_panel->player().caption());
  };
  m_panel->on_state = [this] { refresh_menus(); };
  connect_commands();
  m_parts.host.on_session = [this] {
    halt();
    m_panel->player().rewind();
  };
  const Session& session = m_parts.dispatcher.session();
  if (!stands_still() || !session.timeline().empty()) m_dock->show();
}

MotionReaction::~MotionReaction() {
  halt();
  m_parts.host.on_session = nullptr;
  m_panel->on_words = nullptr;
  m_panel->on_height = nullptr;
  m_panel->on_state = nullptr;
}

bool MotionReaction::stands_still() const {
  return film_kind(m_parts.dispatcher.session().options()) == FilmKind::none;
}

void MotionReaction::connect_commands() {
  const auto act = [this](const char* name, void (MotionReaction::*shows)(),
                          const std::function<void()>& action) {
    m_parts.host.add_action(name, [this, shows, action] {
      if (shows != nullptr) (this->*shows)();
      action();
    });
  };
  const auto shows = &MotionReaction::show_dock;
  act("play-pause", nullptr, [this] { toggle(); });
  act("play-stop", nullptr, [this] { m_panel->stop(); });
  act("next-frame", nullptr, [this] { step(1); });
  act("previous-frame", nullptr, [this] { step(-1); });
  act("next-key", shows, [this] { m_panel->jump_to_key(1); });
  act("previous-key", shows, [this] { m_panel->jump_to_key(-1); });
  act("add-key-frame", shows, [this] { m_panel->add_key(); });
  act("remove-key-frame", shows, [this] { m_panel->remove_key(); });
  act("edit-key-caption", shows, [this] { m_panel->edit_caption(); });
  act("record-key-frames", shows, [this] { m_panel->recorder().toggle(); });
  act("show-timeline", shows, [this] { m_panel->view()->setFocus(Qt::ShortcutFocusReason); });
}

/// Where nothing is chosen to move, a desk's own player comes first.
void MotionReaction::toggle() {
  if (stands_still() && !m_panel->recorder().recording() &&
      m_parts.desks.in_front().toggle_play()) {
    return;
  }
  show_dock();
  m_panel->toggle();
}

void MotionReaction::step(int by) {
  if (stands_still() && m_parts.desks.in_front().step_play(by)) return;
  show_dock();
  m_panel->step(by);
}

void MotionReaction::show_dock() {
  if (!m_dock->isHidden()) return;
  m_parts.frame.fit_corners();
  m_dock->show();
  m_dock->raise();
}

void MotionReaction::follow_in(const Menus& menus) {
  m_menus = &menus;
  for (const std::string& kind :
       m_parts.dispatcher.session().options().table().spec("animate").choices) {
    menus.action(to_qt("animate-" + kind))->setCheckable(true);
  }
  for (const char* id : {"play-loop", "record-key-frames"}) {
    menus.action(QString::fromLatin1(id))->setCheckable(true);
  }
  refresh_menus();
}

void MotionReaction::refresh_menus() {
  if (m_menus == nullptr) return;
  const OptionValues& options = m_parts.dispatcher.session().options();
  for (const std::string& kind : options.table().spec("animate").choices) {
    m_menus->action(to_qt("animate-" + kind))->setChecked(options.text("animate") == kind);
  }
  m_menus->action(QStringLiteral("play-loop"))->setChecked(options.flag("loop"));
  m_menus->action(QStringLiteral("record-key-frames"))->setChecked(m_panel->recorder().recording());
}

void MotionReaction::options_changed() {
  const bool still = m_panel->player().plan() == nullptr && m_panel->player().problem().isEmpty();
  m_panel->options_changed();
  if (still && !stands_still()) show_dock();
  refresh_menus();
}

void MotionReaction::timeline_changed() {
  m_panel->timeline_changed();
  if (!m_parts.dispatcher.session().timeline().empty()) show_dock();
}

void MotionReaction::result_shown() { m_panel->result_shown(); }

OptionChanges MotionReaction::values_before() const { return m_panel->player().values_before(); }

void MotionReaction::halt() {
  m_panel->recorder().timeline_changed();
  m_panel->player().pause();
}

}  // namespace baryscope
