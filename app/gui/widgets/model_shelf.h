/// The models that lie on this machine, looked for beside the window's thread.
#pragma once

#include <QObject>
#include <QPointer>
#include <QStringList>
#include <functional>
#include <thread>
#include <utility>
#include <vector>

#include "core/model/listing/found_model.h"

namespace baryscope {

class ModelShelf : public QObject {
 public:
  /// `recent`: paths that were opened, the newest first; asked in the window's thread.
  explicit ModelShelf(std::function<QStringList()> recent);
  /// What is being looked at is let go.
  ~ModelShelf() override;

  /// As they were found last.
  [[nodiscard]] const std::vector<FoundModel>& models() const { return m_models; }
  [[nodiscard]] bool is_looking() const { return m_looking; }
  /// Whether models() is of a look that came to its end.
  [[nodiscard]] bool has_looked() const { return m_looked; }

  /// Looks again, unless that is being done.
  void look();
  /// Calls `changed` in the window's thread after each look, while `follower` lives.
  void follow(QObject& follower, std::function<void()> changed);

 private:
  void take(std::vector<FoundModel> models);

  std::function<QStringList()> m_recent;
  std::vector<FoundModel> m_models;
  std::vector<std::pair<QPointer<QObject>, std::function<void()>>> m_followers;
  bool m_looking = false;
  bool m_looked = false;
  std::jthread m_thread;
};

}  // namespace baryscope
