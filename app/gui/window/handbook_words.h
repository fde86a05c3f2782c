/// What the chapters of the handbook are written with: names from the tables, so that none can go
/// stale, and tables of rows.
#pragma once

#include <QString>
#include <QStringList>
#include <string>
#include <vector>

namespace baryscope {

/// How a text speaks of options.
enum class OptionNames {
  labels,  ///< "place by": as the panels call it
  flags    ///< "--place-by": as it is typed
};

/// {save-figure} becomes the command's menu, title and keys, or the name of one without a menu;
/// {--place-by} becomes the option's label or flag.
/// Throws UsageError for a name that no table has.
QString with_names(const QString& text, OptionNames names = OptionNames::labels);

/// "Samples", "Next Head": a text of the command table in the language of the person.
QString command_text(const std::string& text);
/// "F12", or nothing.
QString key_words(const std::string& command_id);

QString heading(const QString& text);
QString paragraph(const QString& text, OptionNames names = OptionNames::labels);
/// A formula of a list on a line of its own.
QString formula_line(const QString& formula);
/// Lines to type, as they are.
QString typed_lines(const QStringList& lines);
/// The first cell of each row in bold; cells are rich text.
QString table(const std::vector<QStringList>& rows);

}  // namespace baryscope
