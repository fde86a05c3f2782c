/// What can move in a picture, and why something cannot.
#pragma once

#include <string>

#include "app/session/film/film_options.h"
#include "app/session/film/timeline.h"
#include "app/session/finished.h"

namespace baryscope {

/// Why a film of this kind shows nothing of that picture; empty: it does. Also a later step may
/// find an obstacle (a sweep without an option).
std::string view_obstacle(FilmKind kind, const Finished& shown);

/// Why nothing that is shown can move so, before any film is thought of; empty: it can. Looks for
/// key frames and for checkpoints too. `shown`: null before the first picture.
std::string film_obstacle(FilmKind kind, const OptionValues& options, const Timeline& timeline,
                          const Finished* shown);

}  // namespace baryscope
