/// Numbers as a person reads them in the window, independent of the locale.
#pragma once

#include <QString>

namespace baryscope {

/// Four significant digits; tiny and huge ones in scientific notation. "−" for negative numbers.
QString short_number(double value);
/// "41 %", "3.2 %", "< 0.1 %".
QString percent(double share);

}  // namespace baryscope
