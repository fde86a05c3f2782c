/// Texts of a page as shapes, for readers that lack the font.
#pragma once

#include "viz/draw/page.h"

namespace baryscope {

/// Every text whose letters have outlines; its group keeps the words.
void turn_texts_to_paths(Page& page);

}  // namespace baryscope
