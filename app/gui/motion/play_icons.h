/// The small pictures of a player's buttons, painted in the window's ink.
#pragma once

#include <QIcon>

namespace baryscope {

enum class PlayIcon {
  previous,
  play,
  pause,
  next,
  another,
  loop,
  previous_key,
  next_key,
  add_key,
  record,
};

/// In the colours of the moment.
QIcon play_icon(PlayIcon icon);

}  // namespace baryscope
