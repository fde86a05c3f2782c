/// The desks of a window: the one in front, and how a person arranged the docks of each.
#pragma once

#include <QByteArray>
#include <map>
#include <memory>
#include <vector>

#include "app/gui/window/desk.h"
#include "core/base/error.h"

class QDockWidget;
class QMainWindow;

namespace baryscope {

class DockSizes;
class Preferences;

class Desks {
 public:
  using List = std::vector<std::unique_ptr<Desk>>;

  /// The first of the list is in front until another one's result comes.
  Desks(List all, QMainWindow& window, DockSizes& sizes, Preferences& preferences);

  [[nodiscard]] const List& all() const { return m_all; }
  [[nodiscard]] Desk& in_front() const { return *m_in_front; }
  /// Tells all of them.
  void motion_changed(bool reduced);
  /// The desk of this kind.
  template <typename Kind>
  [[nodiscard]] Kind& of_kind() const {
    Kind* found = nullptr;
    for (const auto& desk : m_all) {
      if (found == nullptr) found = dynamic_cast<Kind*>(desk.get());
    }
    BARYSCOPE_CHECK(found != nullptr);
    return *found;
  }

  /// Brings the desk that shows such results to the front; null where there is none.
  Desk* bring_forward(const Finished& result);
  /// This dock belongs to all desks: it is seen, or not, as it was before another came to the
  /// front.
  void keep_shown(QDockWidget& dock) { m_kept.push_back(&dock); }
  /// The docks as the desk in front was left last time.
  void restore_layout();
  void store_layouts();

 private:
  /// How a person arranged the docks of a desk.
  struct Layout {
    QByteArray docks, sizes;
  };
  [[nodiscard]] Layout layout_now() const;
  /// Whether there is one.
  [[nodiscard]] bool restore(const Layout& layout);

  List m_all;
  QMainWindow& m_window;
  DockSizes& m_sizes;
  Preferences& m_preferences;
  std::vector<QDockWidget*> m_kept;
  std::map<const Desk*, Layout> m_layouts;
  Desk* m_in_front;
};

}  // namespace baryscope
