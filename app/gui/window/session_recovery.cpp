#include "app/gui/window/session_recovery.h"

#include <QDateTime>
#include <QFileInfo>
#include <QLocale>

#include "app/gui/scene/scene_widget.h"
#include "app/gui/widgets/dispatcher.h"
#include "app/gui/widgets/message_bar.h"
#include "app/gui/widgets/message_stack.h"
#include "app/gui/window/window_host.h"
#include "app/session/session_file.h"

namespace baryscope {

SessionRecovery::SessionRecovery(const Dispatcher& dispatcher, SceneWidget& scene, WindowHost& host,
                                 MessageStack& messages)
    : m_dispatcher(dispatcher),
      m_host(host),
      // Without the inputs' hashes: those of a model take longer than a change may.
      m_keeper(SessionKeeper::state_folder(), [&dispatcher, &scene] {
        const CameraControl& cameras = scene.cameras();
        return to_session_text({dispatcher.session().options(),
                                cameras.touched() ? std::optional(cameras.camera()) : std::nullopt,
                                {},
                                dispatcher.session().timeline()});
      }) {
  scene.on_settled = [this] { note(); };
  if (const auto crashed = m_keeper.take_crashed()) offer(*crashed, messages);
}

void SessionRecovery::offer(const QString& file, MessageStack& messages) {
  m_bar = new MessageBar;
  m_bar->setObjectName(QStringLiteral("recovery-bar"));
  m_bar->add_answer(QObject::tr("Restore"), QObject::tr("Opens what was open then"), [this, file] {
    // What cannot be opened now (a model that is not there) is offered again.
    m_dispatcher.run([&] {
      m_host.open_session(file, [this] {
        m_keeper.forget();
        m_bar->hide();
      });
    });
  });
  m_bar->add_answer(QObject::tr("Dismiss"), QObject::tr("Forgets it"), [this] {
    m_keeper.forget();
    m_bar->hide();
  });
  messages.add(m_bar);
  const QString when = QLocale::c().toString(QFileInfo(file).lastModified(), "yyyy-MM-dd HH:mm");
  m_bar->show_message(
      QObject::tr("Baryscope ended without closing (%1). What was open then is kept.").arg(when));
}

}  // namespace baryscope
