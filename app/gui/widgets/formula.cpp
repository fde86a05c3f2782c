#include "app/gui/widgets/formula.h"

#include <QRegularExpression>

namespace baryscope {
namespace {

/// An underscore and its index, behind one letter, a prime or "softmax"; behind a longer word it is
/// part of a name. A dot counts in S_ij· and S_i·k alone, elsewhere it multiplies.
const QRegularExpression& index_pattern() {
  static const QRegularExpression pattern(QString::fromUtf8(
      "(?:(?<=softmax)|(?<![A-Za-z]{2})(?<=[\\p{L}\\p{N}⁾'′]))_(i·k|ij·|[A-Za-z0-9₀-₉ₙ]+)"));
  return pattern;
}

/// The lowered form of a letter or digit; null where Unicode has none.
QChar lowered(QChar c) {
  if (c >= QLatin1Char('0') && c <= QLatin1Char('9')) {
    return QChar(0x2080 + c.unicode() - u'0');
  }
  static const QString k_letters = QStringLiteral("aehijklmnoprstuvx");
  static const QString k_lowered = QString::fromUtf8("ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ");
  const qsizetype at = k_letters.indexOf(c);
  if (at >= 0) return k_lowered[at];
  return c == QChar(0xB7) || c.unicode() >= 0x2080 ? c : QChar();
}

}  // namespace

QString to_rich(const QString& formula) {
  return formula.toHtmlEscaped()
      .replace(index_pattern(), QStringLiteral("<sub>\\1</sub>"))
      .replace(QLatin1Char('\n'), QStringLiteral("<br>"));
}

QString to_unicode(const QString& formula) {
  QString text;
  qsizetype end = 0;
  for (auto found = index_pattern().globalMatch(formula); found.hasNext();) {
    const QRegularExpressionMatch match = found.next();
    QString index;
    for (const QChar c : match.captured(1)) {
      if (const QChar low = lowered(c); !low.isNull()) index += low;
    }
    const bool whole = index.size() == match.capturedLength(1);
    text += formula.mid(end, match.capturedStart() - end) + (whole ? index : match.captured());
    end = match.capturedEnd();
  }
  return text + formula.mid(end);
}

QString formula_tip(const QString& sentence, const QString& formula) {
  if (sentence.isEmpty() && formula.isEmpty()) return {};
  QString tip = QStringLiteral("<p>%1</p>").arg(to_rich(sentence));
  if (!formula.isEmpty()) tip += QStringLiteral("<p>%1</p>").arg(to_rich(formula));
  return tip;
}

}  // namespace baryscope
