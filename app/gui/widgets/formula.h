/// Formulas of the lists, which are plain Unicode ("w_j = P_j − λP'_j"), as a person reads them.
#pragma once

#include <QString>

namespace baryscope {

/// Rich text: "w_j" with its index below. Names such as value_2 stay as they are.
QString to_rich(const QString& formula);
/// Plain text: "wⱼ", for what is read aloud or copied.
QString to_unicode(const QString& formula);
/// A rich tooltip: a sentence, and the formula below it where there is one.
QString formula_tip(const QString& sentence, const QString& formula = {});

}  // namespace baryscope
