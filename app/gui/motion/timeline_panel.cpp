#include "app/gui/motion/timeline_panel.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QKeySequence>
#include <QLabel>
#include <QMenu>
#include <QToolButton>
#include <QVBoxLayout>

#include "app/commands/command_table.h"
#include "app/gui/motion/play_icons.h"
#include "app/gui/motion/speed_box.h"
#include "app/gui/motion/timeline_view.h"
#include "app/gui/widgets/chooser.h"
#include "app/gui/widgets/flow_layout.h"
#include "app/gui/widgets/option_editor.h"
#include "app/gui/widgets/text_fit.h"
#include "app/gui/widgets/tr.h"

namespace baryscope {
namespace {

QString command_title(const std::string& id) {
  return QCoreApplication::translate("commands", command(id).title.c_str());
}

/// Its help, and its key.
QString command_tip(const std::string& id) {
  const Command& row = command(id);
  const QString help = QCoreApplication::translate("commands", row.help.c_str());
  if (row.key.empty()) return help;
  const QString key =
      QKeySequence(to_qt(row.key), QKeySequence::PortableText).toString(QKeySequence::NativeText);
  return QStringLiteral("%1 (%2)").arg(help, key);
}

}  // namespace

TimelinePanel::TimelinePanel(const Dispatcher& dispatcher, SceneWidget& scene)
    : m_dispatcher(dispatcher),
      m_player(dispatcher, scene),
      m_keys(dispatcher, scene),
      m_recorder(dispatcher, scene, m_player, m_keys),
      m_controls(new QWidget),
      m_flow(new FlowLayout(m_controls, 14, 4)),
      m_view(new TimelineView) {
  setObjectName(QStringLiteral("timeline-panel"));
  setProperty("panel", true);
  setAttribute(Qt::WA_StyledBackground);
  m_flow->setContentsMargins(10, 5, 10, 3);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  column->addWidget(m_controls);
  column->addWidget(m_view);
  column->addStretch(1);
  build_controls();
  build_choices();
  connect_view();
  setFocusProxy(m_view);
  m_player.on_playhead = [this] { show_playhead(); };
  m_player.on_state = [this] { refresh(); };
  m_keys.on_select = [this] { refresh(); };
  m_keys.values_before = [this] {
    return m_player.plan() != nullptr && m_player.plan()->kind() == FilmKind::keys
               ? m_player.values_before()
               : OptionChanges();
  };
  m_recorder.on_change = [this] { refresh(); };
  refresh();
  fit_to_text(*this, [this] {
    m_time->setMinimumWidth(0);
    show_playhead();
    fit_height();
  });
}

void TimelinePanel::add_group(int gap) {
  auto* group = new QWidget;
  m_group = new QHBoxLayout(group);
  m_group->setContentsMargins(0, 0, 0, 0);
  m_group->setSpacing(gap);
  m_groups.push_back(group);
  m_flow->addWidget(group);
}

QToolButton* TimelinePanel::add_button(const char* name, const char* command, int icon) {
  auto* button = new QToolButton;
  button->setObjectName(QString::fromLatin1(name));
  button->setAccessibleName(command_title(command));
  button->setToolTip(command_tip(command));
  button->setIconSize(QSize(18, 18));
  button->installEventFilter(this);
  m_icons.emplace_back(button, icon);
  connect(button, &QToolButton::clicked, this,
          [this, id = std::string(command)] { m_dispatcher.run_line(id); });
  m_group->addWidget(button);
  return button;
}

void TimelinePanel::build_controls() {
  const auto icon = [](PlayIcon each) { return static_cast<int>(each); };
  add_group(2);
  add_button("timeline-previous-key", "previous-key", icon(PlayIcon::previous_key));
  add_button("timeline-previous", "previous-frame", icon(PlayIcon::previous));
  m_play = add_button("timeline-play", "play-pause", icon(PlayIcon::play));
  add_button("timeline-next", "next-frame", icon(PlayIcon::next));
  add_button("timeline-next-key", "next-key", icon(PlayIcon::next_key));
  m_group->addSpacing(4);
  m_loop = add_button("timeline-loop", "play-loop", icon(PlayIcon::loop));
  m_loop->setCheckable(true);
  QComboBox* speed = make_speed_box({0.25, 0.5, 1, 1.5, 2});
  speed->setObjectName(QStringLiteral("timeline-speed"));
  speed->setToolTip(tr("How fast it plays in the window; a film keeps its own pace"));
  connect(speed, &QComboBox::currentIndexChanged, this,
          [this, speed] { m_player.set_speed(speed->currentData().toDouble()); });
  m_group->addWidget(speed);
  add_group(0);
  m_time = new QLabel;
  m_time->setObjectName(QStringLiteral("timeline-time"));
  m_time->setToolTip(
      tr("Where the playhead is, how long the film is, and the number of the frame: the first is "
         "frame 0"));
  m_group->addWidget(m_time);
}

void TimelinePanel::build_choices() {
  add_group(8);
  m_what = new Chooser;
  m_what->setObjectName(QStringLiteral("timeline-what"));
  m_what->setAccessibleName(tr("What plays"));
  m_what->setToolTip(tr("What moves when it plays, and in a film"));
  m_what->setSizeAdjustPolicy(QComboBox::AdjustToContents);
  for (const std::string& kind : m_dispatcher.session().options().table().spec("animate").choices) {
    m_what->addItem(command_title("animate-" + kind), to_qt(kind));
  }
  connect(m_what, &QComboBox::activated, this, [this] {
    m_dispatcher.run_line("animate-" + m_what->currentData().toString().toStdString());
    refresh_choices();  // also where it was refused
  });
  m_group->addWidget(m_what);
  const auto editor = [this](const char* id, int width) {
    auto* made = new OptionEditor(m_dispatcher.session().options().table().spec(id),
                                  session_options(m_dispatcher));
    made->setFixedWidth(width);
    m_group->addWidget(made);
    return made;
  };
  add_group(8);
  m_sweep = editor("sweep", 190);
  add_group(6);
  m_duration = editor("duration", 86);
  auto* seconds = new QLabel(tr("s"));
  seconds->setProperty("role", "muted");
  m_group->addWidget(seconds);
  add_group(2);
  add_button("timeline-add-key", "add-key-frame", static_cast<int>(PlayIcon::add_key));
  m_record = add_button("timeline-record", "record-key-frames", static_cast<int>(PlayIcon::record));
  m_record->setCheckable(true);
  auto* film = new QToolButton;
  film->setObjectName(QStringLiteral("timeline-film"));
  film->setText(command_title("make-film"));
  film->setToolTip(command_tip("make-film"));
  film->setAccessibleName(film->text());
  connect(film, &QToolButton::clicked, this, [this] { m_dispatcher.run_line("make-film"); });
  m_group->addWidget(film);
}

void TimelinePanel::connect_view() {
  m_view->on_scrub = [this](double seconds) {
    m_recorder.stop();
    m_player.scrub(seconds);
  };
  m_view->on_scrub_end = [this] { m_player.end_scrub(); };
  m_view->on_toggle = [this] { m_dispatcher.run_line("play-pause"); };
  m_view->on_step = [this](int frames) { step(frames); };
  m_view->on_select = [this](std::optional<std::size_t> key) { m_keys.select(key); };
  m_view->on_move = [this](std::size_t key, double seconds) { return m_keys.move(key, seconds); };
  m_view->on_move_end = [this] { m_keys.end_move(); };
  m_view->on_remove = [this](std::size_t key) { m_keys.remove(key); };
  m_view->on_caption = [this](std::size_t key, const QString& caption) {
    const double seconds = m_keys.timeline().keys().at(key).seconds;
    const bool done = m_keys.set_caption(key, caption);
    if (done && m_keys.find_at(m_player.seconds()) == m_keys.timeline().find_key(seconds)) {
      m_player.refresh_words();
    }
    return done;
  };
  m_view->on_add = [this](double seconds) {
    m_player.seek(seconds);
    m_keys.add(seconds);
  };
  m_view->on_menu = [this](QPoint at, std::optional<std::size_t> key) { show_menu(at, key); };
}

void TimelinePanel::show_menu(QPoint at, std::optional<std::size_t> key) {
  QMenu menu(this);
  menu.setObjectName(QStringLiteral("timeline-menu"));
  const auto run = [&](const char* id) {
    menu.addAction(command_title(id), this, [this, id] { m_dispatcher.run_line(id); });
  };
  if (key) {
    const KeyFrame frame = m_keys.timeline().keys()[*key];
    menu.addAction(tr("Go to It"), this, [this, frame] { m_player.seek(frame.seconds); });
    menu.addAction(tr("Caption…"), this, [this, key] { m_view->edit_caption(*key); });
    const bool gentle = frame.ease == Easing::cubic;
    QAction* ease = menu.addAction(tr("Starts and Arrives Gently"), this, [this, key, gentle] {
      m_keys.set_ease(*key, gentle ? Easing::linear : Easing::cubic);
    });
    ease->setCheckable(true);
    ease->setChecked(gentle);
    menu.addAction(tr("Remove"), this, [this, key] { m_keys.remove(*key); });
    menu.addSeparator();
  }
  run("add-key-frame");
  run("record-key-frames");
  run("play-pause");
  menu.addSeparator();
  QAction* all = menu.addAction(tr("Remove All Key Frames"), this, [this] { m_keys.remove_all(); });
  all->setEnabled(!m_keys.timeline().empty());
  run("make-film");
  menu.exec(at);
}

}  // namespace baryscope
