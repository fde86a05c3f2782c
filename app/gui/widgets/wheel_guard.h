/// Scrolling changes no value: what passes under the pointer is not meant.
#pragma once

#include <QObject>

namespace baryscope {

/// Filters an application's events. The wheel turns a field, a chooser or a slider only where it
/// has the focus, and never gives it the focus.
class WheelGuard : public QObject {
 public:
  explicit WheelGuard(QObject* parent);
  bool eventFilter(QObject* watched, QEvent* event) override;
};

}  // namespace baryscope
