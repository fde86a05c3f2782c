#include "app/gui/widgets/number_words.h"

#include <cmath>

#include "core/base/number_text.h"

namespace baryscope {
namespace {

QString with_minus(QString text) { return text.replace(QLatin1Char('-'), QChar(0x2212)); }

}  // namespace

QString short_number(double value) {
  if (!std::isfinite(value)) return QString::fromStdString(to_text(value));
  const double size = std::fabs(value);
  if (size == 0) return QStringLiteral("0");
  if (size < 1e-4 || size >= 1e6) return with_minus(QString::number(value, 'e', 2));
  return with_minus(QString::number(value, 'g', 4));
}

QString percent(double share) {
  const double value = 100 * share;
  if (value != 0 && std::fabs(value) < 0.1) return QStringLiteral("< 0.1 %");
  const int n_decimals = std::fabs(value) < 9.95 ? 1 : 0;
  return with_minus(QString::fromStdString(to_text(value, n_decimals))) + QStringLiteral(" %");
}

QString counted(std::size_t n, const QString& one, const QString& many) {
  return QStringLiteral("%1 %2").arg(n).arg(n == 1 ? one : many);
}

}  // namespace baryscope
