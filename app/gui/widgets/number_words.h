/// Numbers as a person reads them in the window, independent of the locale.
#pragma once

#include <QString>
#include <cstddef>

namespace baryscope {

/// Four significant digits; tiny and huge ones in scientific notation. "−" for negative numbers.
QString short_number(double value);
/// "41 %", "3.2 %", "< 0.1 %".
QString percent(double share);
/// "1 layer", "6 layers".
QString counted(std::size_t n, const QString& one, const QString& many);

}  // namespace baryscope
