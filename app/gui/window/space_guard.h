/// Space plays where nothing else needs it: buttons, lists and fields keep it for themselves.
#pragma once

#include <QObject>

namespace baryscope {

/// Watches the whole program.
class SpaceGuard : public QObject {
 public:
  SpaceGuard();

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;
};

}  // namespace baryscope
