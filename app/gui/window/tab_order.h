/// Where the Tab key goes: from control to control as the eye goes, whichever was made first.
#pragma once

#include <vector>

class QMainWindow;
class QWidget;

namespace baryscope {

/// What the Tab key comes by: the middle of the window from top to bottom, then the docks at the
/// left, at the right and below, then the status row; inside of each line after line. Panels are
/// filled anew while the window is open, so it is asked for at each key.
std::vector<QWidget*> tab_order(const QMainWindow& window);

/// Gives the focus to the next control, or to the one before, and scrolls it into sight. False
/// where there is none.
bool move_focus(const QMainWindow& window, bool forward);

}  // namespace baryscope
