#include "core/engine/engine.h"

baryscope::Engine* baryscope_make_engine() { return baryscope::make_engine().release(); }
