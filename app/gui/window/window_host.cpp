#include "app/gui/window/window_host.h"

#include <QApplication>
#include <QDir>
#include <QEventLoop>
#include <QFileDialog>
#include <QFileInfo>
#include <QMainWindow>
#include <algorithm>
#include <cstdio>
#include <exception>
#include <memory>
#include <utility>
#include <vector>

#include "app/gui/motion/film_dialog.h"
#include "app/gui/scene/scene_widget.h"
#include "app/gui/widgets/message_bar.h"
#include "app/gui/widgets/message_stack.h"
#include "app/gui/window/command_palette.h"
#include "app/gui/window/handbook.h"
#include "app/gui/window/help_dialogs.h"
#include "app/gui/window/model_dialog.h"
#include "app/gui/window/preferences.h"
#include "app/gui/window/reduced_motion.h"
#include "app/gui/window/window_description.h"
#include "app/session/input.h"
#include "app/session/input_formats.h"
#include "app/session/session_file.h"
#include "core/base/error.h"

namespace baryscope {
namespace {

/// "*.csv *.npy".
QString patterns_of(const InputFormat& format) {
  QStringList patterns;
  for (const std::string& ending : format.endings) {
    patterns << (ending.starts_with('.') ? QStringLiteral("*") : QString()) + to_qt(ending);
  }
  return patterns.join(QLatin1Char(' '));
}

/// The filters of a dialog for the formats of these kinds, all of them together first: from the
/// one list of what opens.
QString open_filters(const QString& together, const std::vector<InputKind>& kinds) {
  QStringList all, each;
  for (const InputFormat& format : input_formats()) {
    if (std::find(kinds.begin(), kinds.end(), format.kind) == kinds.end()) continue;
    all << patterns_of(format);
    each << QStringLiteral("%1 (%2)").arg(QObject::tr(format.plural.c_str()), patterns_of(format));
  }
  if (each.size() > 1)
    each.prepend(QStringLiteral("%1 (%2)").arg(together, all.join(QLatin1Char(' '))));
  each << QObject::tr("All files (*)");
  return each.join(QStringLiteral(";;"));
}

/// A file of a model folder means the folder.
QString model_of(const QString& path) {
  const QFileInfo file(path);
  const bool in_model =
      file.isFile() && QFileInfo::exists(file.dir().filePath(QStringLiteral("config.json")));
  return in_model &&
                 (file.suffix() == QLatin1String("safetensors") ||
                  file.suffix() == QLatin1String("json")) &&
                 !path.endsWith(QLatin1String(".bary.json"))
             ? file.dir().path()
             : path;
}

}  // namespace

WindowHost::WindowHost(Parts parts)
    : m_parts(parts),
      m_writer({parts.window, parts.dispatcher, parts.scene}),
      m_films({parts.window, parts.dispatcher, parts.scene, parts.messages}),
      m_models([&preferences = parts.preferences] { return preferences.recent(); }) {
  m_writer.write_film = [this](const std::string& path) {
    FilmOrder order = m_films.order(m_parts.dispatcher.session().options());
    order.outputs.targets = {path};
    m_films.write(std::move(order));
  };
  QMainWindow* window = &m_parts.window;
  m_actions["open"] = [this] { open_with_dialog(); };
  m_actions["open-folder"] = [this] { open_folder_with_dialog(); };
  m_actions["open-model"] = [this] { open_model_with_dialog(); };
  m_actions["compare"] = [this] { compare_with_dialog(); };
  m_actions["open-session"] = [this] { open_session_with_dialog(); };
  m_actions["save-session"] = [this] { m_writer.save_session_with_dialog(); };
  m_actions["save-figure"] = [this] { m_writer.save_with_dialog(); };
  m_actions["make-film"] = [this] { make_film(); };
  m_actions["copy-figure"] = [this] { m_writer.copy_figure(); };
  m_actions["settings"] = [this, window] {
    show_settings(window, m_parts.preferences, m_parts.dispatcher, m_parts.motion.given(), [this] {
      if (on_preferences) on_preferences();
    });
  };
  m_actions["palette"] = [this, window] {
    auto* palette = new CommandPalette(m_parts.dispatcher, window);
    palette->show();
  };
  m_actions["cheat-sheet"] = [window] { show_cheat_sheet(window); };
  m_actions["handbook"] = [window] { show_handbook(window); };
  m_actions["about"] = [this, window] { show_about(window, m_parts.scene.renderer(), m_device); };
  m_actions["describe-window"] = [this] { describe_window(); };
  m_actions["full-screen"] = [window] {
    window->setWindowState(window->windowState() ^ Qt::WindowFullScreen);
  };
  m_actions["camera-back"] = [this] { m_parts.scene.camera_back(); };
  m_actions["camera-forward"] = [this] { m_parts.scene.camera_forward(); };
  m_actions["quit"] = [window] { window->close(); };
}

void WindowHost::connect_to(CommandHost& host) {
  host.view_direction = [this](const std::string& name) { m_parts.scene.look_from(name); };
  host.reset_camera = [this] { m_parts.scene.reset_camera(); };
  host.toggle_orthographic = [this] { m_parts.scene.toggle_orthographic(); };
  host.window = [this](const std::string& name) { do_in_window(name); };
  host.save_figure = [this](const std::string& path) {
    path.empty() ? m_writer.save_with_dialog() : m_writer.write(path);
  };
  host.camera = [this]() -> std::optional<Camera> {
    const CameraControl& cameras = m_parts.scene.cameras();
    return cameras.touched() ? std::optional(cameras.camera()) : std::nullopt;
  };
  host.set_camera = [this](const Camera& camera) { m_parts.scene.look_through(camera); };
  host.open_session = [this](const std::string& path) { open_session(to_qt(path)); };
  host.wait = [this] { wait_until_idle(m_parts.dispatcher.session()); };
  host.copy_text = [this](const std::function<std::string()>& make) { m_writer.copy(make); };
}

void WindowHost::make_film() {
  auto* dialog =
      new FilmDialog({m_parts.window, m_parts.dispatcher, m_films, m_parts.scene.reduced_motion()});
  dialog->open();
}

void WindowHost::do_in_window(const std::string& name) {
  const auto found = m_actions.find(name);
  if (found == m_actions.end()) throw UsageError("the window knows no '" + name + "'");
  if (name == "about") describe_device();
  found->second();
}

// Asked of the worker, so that it never waits for LibTorch here.
void WindowHost::describe_device() {
  auto words = std::make_shared<std::string>();
  m_parts.dispatcher.session().run_on_engine(
      [words](Engine& engine, const Watch&) { *words = engine.describe(); },
      [this, words](const std::exception_ptr&) { m_device = to_qt(*words); });
  // A short wait catches the common case that the engine is idle.
  for (int i = 0; i < 10 && m_device.isEmpty(); ++i) {
    QApplication::processEvents(QEventLoop::ExcludeUserInputEvents, 5);
  }
}

void WindowHost::describe_window() {
  const Session& session = m_parts.dispatcher.session();
  const CameraControl& cameras = m_parts.scene.cameras();
  const std::string more =
      R"({"busy":)" +
      std::string(session.busy() || m_writer.writing() || m_films.writing() ? "true" : "false") +
      R"(,"session":)" +
      to_session_text({session.options(),
                       cameras.touched() ? std::optional(cameras.camera()) : std::nullopt,
                       {},
                       session.timeline()}) +
      "}";
  const std::string line = baryscope::describe_window(m_parts.window, more) + "\n";
  std::fwrite(line.data(), 1, line.size(), stdout);
  std::fflush(stdout);
}

void WindowHost::open_with_dialog() {
  const QString path = QFileDialog::getOpenFileName(
      &m_parts.window, QObject::tr("Open"), {},
      open_filters(QObject::tr("Everything that opens"),
                   {InputKind::model, InputKind::data_set, InputKind::session, InputKind::text}));
  if (!path.isEmpty()) open(path);
}

void WindowHost::open_folder_with_dialog() {
  const QString path =
      QFileDialog::getExistingDirectory(&m_parts.window, QObject::tr("Open a model folder"));
  if (!path.isEmpty()) open(path);
}

void WindowHost::open_model_with_dialog() {
  auto* dialog = new ModelDialog(m_models, &m_parts.window);
  dialog->on_open = [this](const QString& name) { open(name); };
  dialog->on_open_file = [this] { open_with_dialog(); };
  dialog->open();
}

void WindowHost::open_data_with_dialog() {
  const QString path =
      QFileDialog::getOpenFileName(&m_parts.window, QObject::tr("Open a table"), {},
                                   open_filters(QObject::tr("Tables"), {InputKind::data_set}));
  if (!path.isEmpty()) open(path);
}

void WindowHost::open_session_with_dialog() {
  const QString path =
      QFileDialog::getOpenFileName(&m_parts.window, QObject::tr("Open a session"), {},
                                   open_filters(QObject::tr("Sessions"), {InputKind::session}));
  if (!path.isEmpty()) open(path);
}

void WindowHost::open(const QString& path) {
  m_parts.dispatcher.run([&] {
    const QString input = model_of(path);
    if (input_kind(input.toStdString()) == InputKind::session) {
      open_session(path);
    } else {
      m_parts.dispatcher.open(input.toStdString());
    }
    m_parts.preferences.add_recent(input);
    if (on_preferences) on_preferences();
  });
}

void WindowHost::open_session(const QString& path, std::function<void()> opened) {
  Session& session = m_parts.dispatcher.session();
  const SessionFile file = load_session(session.options().table(), path.toStdString());
  if (file.inputs.empty()) {
    show_session(file, opened);
    return;
  }
  // Hashing a model's weights takes a moment.
  if (on_notice) on_notice(QObject::tr("checking the files of %1").arg(QFileInfo(path).fileName()));
  session.run_on_engine(
      [inputs = file.inputs, values = opened_values(file, session.options())](
          Engine&, const Watch&) { check_unchanged(inputs, values); },
      [this, file, opened = std::move(opened)](const std::exception_ptr& failure) {
        if (on_notice) on_notice({});
        m_parts.dispatcher.run([&] {
          try {
            if (failure) std::rethrow_exception(failure);
            show_session(file, opened);
          } catch (const ChangedInputs& changed) {
            ask(to_qt(changed.sentences()), QObject::tr("Open All the Same"), [this, file, opened] {
              m_parts.dispatcher.run([&] { show_session(file, opened); });
            });
          }
        });
      });
}

void WindowHost::show_session(const SessionFile& file, const std::function<void()>& opened) {
  if (on_session) on_session();
  Session& session = m_parts.dispatcher.session();
  session.replace(opened_values(file, session.options()), file.timeline);
  if (file.camera && on_camera) on_camera(*file.camera);
  if (!opened) return;
  // The worker takes this up once the picture is there.
  session.run_on_engine([](Engine&, const Watch&) {},
                        [&session, opened](const std::exception_ptr&) {
                          if (session.failure() == nullptr) opened();
                        });
}

void WindowHost::ask(const QString& question, const QString& yes, std::function<void()> answer) {
  drop_question();
  auto* bar = new MessageBar;
  m_question = bar;
  bar->setObjectName(QStringLiteral("question-bar"));
  bar->add_answer(yes, {}, [bar, answer = std::move(answer)] {
    bar->hide();
    bar->deleteLater();
    answer();
  });
  bar->add_answer(QObject::tr("Leave It"), {}, [bar] {
    bar->hide();
    bar->deleteLater();
  });
  m_parts.messages.add(bar);
  bar->show_message(question);
}

void WindowHost::drop_question() {
  if (m_question == nullptr) return;
  m_question->hide();
  m_question->deleteLater();
  m_question.clear();
}

void WindowHost::compare_with_dialog() {
  const QString path = QFileDialog::getOpenFileName(
      &m_parts.window, QObject::tr("Compare with"), {},
      open_filters(QObject::tr("Models and captures"), {InputKind::model}));
  if (path.isEmpty()) return;
  m_parts.dispatcher.run(
      [&] { m_parts.dispatcher.session().set_option("compare", model_of(path).toStdString()); });
}

}  // namespace baryscope
