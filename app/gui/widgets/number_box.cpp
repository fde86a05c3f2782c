#include "app/gui/widgets/number_box.h"

#include <QLineEdit>
#include <cmath>
#include <optional>

#include "app/gui/widgets/dispatcher.h"
#include "core/base/number_text.h"

namespace baryscope {
namespace {

constexpr int k_most_letters = 6;
constexpr double k_large = 1000;

}  // namespace

QString field_text(const OptionSpec& spec, const QString& value) {
  if (spec.type != OptionType::number || value.size() <= k_most_letters) return value;
  const std::optional<double> number = find_number(value.toStdString());
  if (!number) return value;
  return QString::number(*number, 'g', std::fabs(*number) < k_large ? 4 : 7);
}

NumberBox::NumberBox(const OptionSpec& spec) : m_spec(spec) {}

QString NumberBox::textFromValue(double value) const {
  return m_kept.isEmpty() ? field_text(m_spec, to_qt(to_text(value))) : m_kept;
}

double NumberBox::valueFromText(const QString& text) const {
  if (text == textFromValue(value())) return value();
  return find_number(text.toStdString()).value_or(value());
}

QValidator::State NumberBox::validate(QString& text, int& /*position*/) const {
  const std::optional<double> number = find_number(text.toStdString());
  const bool in_range = number && *number >= minimum() && *number <= maximum();
  if (in_range) m_kept.clear();
  return in_range || (m_kept.isEmpty() && text == textFromValue(value()))
             ? QValidator::Acceptable
             : QValidator::Intermediate;
}

void NumberBox::fixup(QString& text) const {
  if (on_refused) on_refused(text);
}

}  // namespace baryscope
