/// The window's own widgets among the children of another: Qt finds only classes with Q_OBJECT,
/// which they do without.
#pragma once

#include <QWidget>
#include <vector>

namespace baryscope::testing {

template <typename Widget>
std::vector<Widget*> all_own(const QWidget* parent, const char* name = "") {
  std::vector<Widget*> found;
  for (QWidget* each : parent->findChildren<QWidget*>()) {
    auto* own = dynamic_cast<Widget*>(each);
    const bool named = *name == '\0' || each->objectName() == QLatin1String(name);
    if (own != nullptr && named) found.push_back(own);
  }
  return found;
}

/// Null where there is none.
template <typename Widget>
Widget* find_own(const QWidget* parent, const char* name) {
  const std::vector<Widget*> found = all_own<Widget>(parent, name);
  return found.empty() ? nullptr : found.front();
}

}  // namespace baryscope::testing
