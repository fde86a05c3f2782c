#include "app/gui/window/handbook_words.h"

#include <QCoreApplication>
#include <QKeySequence>
#include <QRegularExpression>
#include <QStringList>

#include "app/commands/command_table.h"
#include "app/gui/widgets/dispatcher.h"
#include "app/gui/widgets/formula.h"
#include "app/gui/window/menus.h"
#include "app/session/all_options.h"
#include "core/options/window_words.h"

namespace baryscope {

QString command_text(const std::string& text) {
  return QCoreApplication::translate("commands", text.c_str());
}

QString key_words(const std::string& command_id) {
  QStringList keys;
  for (const QKeySequence& key : command_keys(command(command_id))) {
    keys << key.toString(QKeySequence::NativeText).toHtmlEscaped();
  }
  return keys.join(QStringLiteral(", "));
}

namespace {

QString command_words(const std::string& id) {
  const Command& row = command(id);
  if (row.menu.empty()) return QStringLiteral("<code>%1</code>").arg(to_qt(row.id));
  const QString words = QStringLiteral("<b>%1 › %2</b>")
                            .arg(command_text(row.menu), command_text(row.title).toHtmlEscaped());
  const QString keys = key_words(id);
  return keys.isEmpty() ? words : QStringLiteral("%1 (%2)").arg(words, keys);
}

QString option_mention(const std::string& id, OptionNames names) {
  const OptionSpec& spec = all_options().spec(id);
  return names == OptionNames::flags
             ? QStringLiteral("<code>--%1</code>").arg(to_qt(spec.id))
             : QStringLiteral("<b>%1</b>").arg(to_qt(option_words(spec.id)));
}

}  // namespace

QString with_names(const QString& text, OptionNames names) {
  static const QRegularExpression name(QStringLiteral("\\{(--)?([a-z][a-z0-9-]*)\\}"));
  QString result;
  qsizetype end = 0;
  for (auto found = name.globalMatch(text); found.hasNext();) {
    const QRegularExpressionMatch match = found.next();
    const std::string id = match.captured(2).toStdString();
    result += text.mid(end, match.capturedStart() - end);
    result += match.captured(1).isEmpty() ? command_words(id) : option_mention(id, names);
    end = match.capturedEnd();
  }
  return result + text.mid(end);
}

QString heading(const QString& text) { return QStringLiteral("<h3>%1</h3>").arg(text); }

QString paragraph(const QString& text, OptionNames names) {
  return QStringLiteral("<p>%1</p>").arg(with_names(text, names));
}

QString formula_line(const QString& formula) {
  return QStringLiteral("<p style='margin-left:24px'>%1</p>").arg(to_rich(formula));
}

QString typed_lines(const QStringList& lines) {
  return QStringLiteral("<pre style='margin-left:24px'>%1</pre>")
      .arg(lines.join(QLatin1Char('\n')).toHtmlEscaped());
}

QString table(const std::vector<QStringList>& rows) {
  QString html = QStringLiteral("<table cellspacing='0' cellpadding='0' style='margin-top:4px'>");
  for (const QStringList& row : rows) {
    html += QStringLiteral("<tr>");
    for (qsizetype cell = 0; cell < row.size(); ++cell) {
      html += (cell == 0 ? QStringLiteral("<td style='padding:2px 18px 2px 0'><b>%1</b></td>")
                         : QStringLiteral("<td style='padding:2px 18px 2px 0'>%1</td>"))
                  .arg(row[cell]);
    }
    html += QStringLiteral("</tr>");
  }
  return html + QStringLiteral("</table>");
}

}  // namespace baryscope
