/// Keeps what is open in the state folder while the window runs, so that a crash loses nothing; the
/// next start offers it.
#pragma once

#include <QLockFile>
#include <QString>
#include <QTimer>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace baryscope {

/// `running-<id>.lock` says who runs and `running-<id>.bary.json` what is open there. Both go with
/// a clean end; a lock whose process is gone marks a crash. A folder that cannot be written keeps
/// nothing, silently: the work itself does not suffer.
class SessionKeeper {
 public:
  using Describe = std::function<std::string()>;

  /// `describe` gives the text of the session; what it is now is not worth an offer.
  SessionKeeper(QString folder, Describe describe);
  /// A clean end: nothing stays of this run.
  ~SessionKeeper();
  SessionKeeper(const SessionKeeper&) = delete;
  SessionKeeper& operator=(const SessionKeeper&) = delete;

  /// XDG_STATE_HOME/baryscope, else ~/.local/state/baryscope.
  [[nodiscard]] static QString state_folder();

  /// Something changed: the text is written soon, once for a burst of changes.
  void note();
  /// The newest session whose program ended without closing; older ones are removed. It is this
  /// run's from now on: no other start offers it, and it stays until forget().
  [[nodiscard]] std::optional<QString> take_crashed();
  /// The session from take_crashed() was restored or is not wanted.
  void forget();

 private:
  void write();

  QString m_folder, m_file, m_crashed;
  Describe m_describe;
  std::string m_written;
  std::unique_ptr<QLockFile> m_lock, m_crashed_lock;
  QTimer m_soon;
};

}  // namespace baryscope
