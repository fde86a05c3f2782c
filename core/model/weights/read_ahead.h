/// Files that are mapped into memory, read before they are touched. Free of ATen.
#pragma once

#include <string_view>

namespace baryscope {

/// Asks the system to read these bytes of a mapped file in one go: touching page after page costs a
/// disk many times as much. Harmless for other memory, and where the system knows no such thing.
void read_ahead(std::string_view bytes);

}  // namespace baryscope
