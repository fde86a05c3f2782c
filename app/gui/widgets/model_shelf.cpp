#include "app/gui/widgets/model_shelf.h"

#include <QFileInfo>
#include <exception>
#include <memory>
#include <stop_token>

#include "core/analysis/model_library.h"
#include "core/model/listing/list_models.h"

namespace baryscope {

ModelShelf::ModelShelf(std::function<QStringList()> recent) : m_recent(std::move(recent)) {}

ModelShelf::~ModelShelf() {
  m_thread.request_stop();
  if (m_thread.joinable()) m_thread.join();
}

void ModelShelf::look() {
  if (m_looking) return;
  m_looking = true;
  ModelPlaces places = model_places();
  for (const QString& path : m_recent()) {
    if (QFileInfo(path).isAbsolute()) places.recent.emplace_back(path.toStdString());
  }
  m_thread = std::jthread([this, places = std::move(places)](const std::stop_token& stop) {
    auto found = std::make_shared<std::vector<FoundModel>>();
    try {
      *found = list_models(places, stop);
    } catch (const std::exception&) {
      found->clear();  // out of memory, at worst: the list is empty
    }
    if (stop.stop_requested()) return;
    QMetaObject::invokeMethod(
        this, [this, found] { take(std::move(*found)); }, Qt::QueuedConnection);
  });
}

void ModelShelf::follow(QObject& follower, std::function<void()> changed) {
  m_followers.emplace_back(&follower, std::move(changed));
}

void ModelShelf::take(std::vector<FoundModel> models) {
  m_models = std::move(models);
  m_looking = false;
  m_looked = true;
  std::erase_if(m_followers, [](const auto& each) { return each.first.isNull(); });
  for (const auto& [follower, changed] : std::vector(m_followers)) {
    if (!follower.isNull()) changed();
  }
}

}  // namespace baryscope
