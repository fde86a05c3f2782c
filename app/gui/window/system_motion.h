/// Whether the desktop asks programs not to move, now and whenever a person changes it.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <vector>

class QVariant;

namespace baryscope {

class PortalSetting;

/// The desktop portal's answers (reduced-motion; enable-animations of GNOME and its kin; the
/// animation speed of KDE), and before they come, or where none does, what KDE's and GTK's files
/// say. Without any of them the desktop asks for nothing.
class SystemMotion {
 public:
  /// `changed` is told when reduced() may be another.
  explicit SystemMotion(std::function<void()> changed);
  ~SystemMotion();

  [[nodiscard]] bool reduced() const;

 private:
  void take(std::optional<bool>& answer, std::optional<bool> told);

  std::function<void()> m_changed;
  bool m_is_kde = false;
  std::optional<bool> m_by_portal, m_by_gnome, m_by_kde, m_by_gtk;  ///< true: reduced
  std::vector<std::unique_ptr<PortalSetting>> m_settings;
};

}  // namespace baryscope
