/// A field of a number: shown as short as it reads well, sent as it was typed.
#pragma once

#include <QDoubleSpinBox>
#include <QString>
#include <functional>

#include "core/options/option_table.h"

class QLineEdit;

namespace baryscope {

/// A value as a field shows it: a number that is longer than there is room for is rounded, to four
/// digits or, of a large one, to all that are whole. Other values as they are.
QString field_text(const OptionSpec& spec, const QString& value);

/// Shows the shortest text of the number, not a fixed count of decimals; always with a point. What
/// is no number of its range is told, and stays in the field while that is kept.
class NumberBox : public QDoubleSpinBox {
 public:
  /// `spec` outlives it.
  explicit NumberBox(const OptionSpec& spec);
  [[nodiscard]] QString textFromValue(double value) const override;
  /// A text that was left as it was shown means the value that it rounds.
  [[nodiscard]] double valueFromText(const QString& text) const override;
  QValidator::State validate(QString& text, int& position) const override;
  void fixup(QString& text) const override;
  /// Shown in the value's place until a number is typed; empty: the value.
  void keep(const QString& text) { m_kept = text; }
  [[nodiscard]] QLineEdit& line() const { return *lineEdit(); }

  std::function<void(const QString& text)> on_refused;

 private:
  const OptionSpec& m_spec;
  mutable QString m_kept;  ///< validate() is const
};

}  // namespace baryscope
