/// A page painted through Cairo.
#pragma once

#include <cairo.h>

#include "viz/draw/page.h"

namespace baryscope {

/// In layout pixels of the context.
void paint_page(cairo_t* context, const Page& page);

}  // namespace baryscope
