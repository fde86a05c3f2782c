#include "app/gui/window/session_keeper.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <exception>
#include <utility>

#include "core/base/atomic_file.h"
#include "core/base/log.h"

namespace baryscope {
namespace {

constexpr int k_soon_ms = 400;

QString session_of(const QString& lock) {
  return lock.chopped(static_cast<int>(qstrlen(".lock"))) + QStringLiteral(".bary.json");
}

QString lock_of(const QString& session) {
  return session.chopped(static_cast<int>(qstrlen(".bary.json"))) + QStringLiteral(".lock");
}

std::unique_ptr<QLockFile> make_lock(const QString& path) {
  auto lock = std::make_unique<QLockFile>(path);
  lock->setStaleLockTime(0);  // only a process that is gone, never age, ends a lock
  return lock;
}

}  // namespace

SessionKeeper::SessionKeeper(QString folder, Describe describe)
    : m_folder(std::move(folder)), m_describe(std::move(describe)) {
  m_soon.setSingleShot(true);
  m_soon.setInterval(k_soon_ms);
  QObject::connect(&m_soon, &QTimer::timeout, &m_soon, [this] { write(); });
  if (!QDir().mkpath(m_folder)) return;
  QFile::setPermissions(m_folder, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
  // Two windows of one process, and a process number that was used before, need names of their own.
  for (int n = 0; n < 1000; ++n) {
    const QString name = QStringLiteral("%1/running-%2-%3.lock")
                             .arg(m_folder)
                             .arg(QCoreApplication::applicationPid())
                             .arg(n);
    if (QFileInfo::exists(name) || QFileInfo::exists(session_of(name))) continue;
    auto lock = make_lock(name);
    if (!lock->tryLock(0)) continue;
    m_lock = std::move(lock);
    m_file = session_of(name);
    m_written = m_describe();  // a start without a change leaves nothing to offer
    return;
  }
}

SessionKeeper::~SessionKeeper() {
  if (m_lock != nullptr) QFile::remove(m_file);
}

QString SessionKeeper::state_folder() {
  const QString base = qEnvironmentVariable("XDG_STATE_HOME");
  // The standard ignores relative paths.
  return (QDir::isAbsolutePath(base) ? base : QDir::homePath() + QStringLiteral("/.local/state")) +
         QStringLiteral("/baryscope");
}

void SessionKeeper::note() {
  if (m_lock != nullptr && !m_soon.isActive()) m_soon.start();
}

void SessionKeeper::write() {
  try {
    std::string text = m_describe();
    if (text == m_written) return;
    write_file(m_file.toStdString(), text);
    m_written = std::move(text);
  } catch (const std::exception& error) {
    log(LogLevel::debug, std::string("the open session is not kept: ") + error.what());
  }
}

std::optional<QString> SessionKeeper::take_crashed() {
  const QStringList endings{QStringLiteral("running-*.bary.json"),
                            QStringLiteral("running-*.lock")};
  for (const QFileInfo& file : QDir(m_folder).entryInfoList(endings, QDir::Files, QDir::Time)) {
    const bool is_lock = file.suffix() == QLatin1String("lock");
    const QString session = is_lock ? session_of(file.filePath()) : file.filePath();
    if (session == m_file || session == m_crashed) continue;
    if (is_lock && QFileInfo::exists(session)) continue;  // listed itself
    auto lock = make_lock(lock_of(session));
    if (!lock->tryLock(0)) continue;  // its program runs
    // A lock alone is what a crash before the first change left; it goes with `lock`.
    if (is_lock || !m_crashed.isEmpty()) {
      QFile::remove(session);
    } else {
      m_crashed = session;
      m_crashed_lock = std::move(lock);
    }
  }
  return m_crashed.isEmpty() ? std::nullopt : std::optional(m_crashed);
}

void SessionKeeper::forget() {
  if (m_soon.isActive()) write();  // what was restored is kept before its old file goes
  if (!m_crashed.isEmpty()) QFile::remove(std::exchange(m_crashed, {}));
  m_crashed_lock.reset();
}

}  // namespace baryscope
