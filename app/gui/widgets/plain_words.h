/// Messages and help as a person in the window reads them: without the command line's flags.
#pragma once

#include <QString>
#include <string_view>

namespace baryscope {

/// Every sentence that is made outside of the window goes through here before it is shown.
QString plain_words(std::string_view sentence);

}  // namespace baryscope
