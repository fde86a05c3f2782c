#include <algorithm>

#include "app/commands/command_table.h"
#include "app/gui/widgets/dispatcher.h"
#include "app/gui/widgets/formula.h"
#include "app/gui/widgets/plain_words.h"
#include "app/gui/widgets/tr.h"
#include "app/gui/window/handbook_chapters.h"
#include "app/gui/window/handbook_words.h"
#include "app/gui/window/menus.h"
#include "app/session/all_options.h"
#include "core/analysis/mechanism_list.h"
#include "core/options/window_words.h"
#include "viz/views/view_list.h"

namespace baryscope {
namespace {

/// The title of an option group in the language of the person; the table's own are English.
QString group_title(const std::string& group) {
  QString title = tr(group.c_str());
  if (!title.isEmpty()) title[0] = title[0].toUpper();
  return title;
}

QString about(const OptionSpec& spec) {
  QString words = to_rich(to_qt(spec.help));
  if (!spec.default_value.empty()) {
    words += tr("<br>Default: %1").arg(to_qt(spec.default_value).toHtmlEscaped());
  }
  return words;
}

}  // namespace

HandbookChapter mechanisms_chapter() {
  QString html = paragraph(
      tr("s is a score, q·k/√d; P and P′ are softmax maps of two pairs of queries and keys; V is "
         "the set of values, conv its convex hull. All mechanisms take a causal mask, windows "
         "({--window}), a {--temperature}, and {--select} with {--keep} for the best keys alone."));
  std::vector<QStringList> rows;
  for (const MechanismInfo& info : mechanisms()) {
    rows.push_back(
        {to_qt(info.name), to_rich(to_qt(info.summary)) + QStringLiteral("<br>") +
                               to_rich(to_qt(info.formula)) + QStringLiteral("<br>") +
                               tr("output in %1").arg(to_rich(to_qt(info.attainable_set)))});
  }
  html += table(rows);
  html += paragraph(
      tr("Triple-wise attention scores a query with two keys at once. {--score} chooses how: "
         "%1")
          .arg(to_rich(plain_words(all_options().spec("score").help))));
  return {QStringLiteral("mechanisms"), tr("Mechanisms"), html};
}

HandbookChapter views_chapter() {
  std::vector<QStringList> rows;
  for (const ViewInfo& info : views()) {
    QStringList options;
    for (const std::string& id : info.options) options << QStringLiteral("{--%1}").arg(to_qt(id));
    rows.push_back({to_qt(info.name), to_qt(info.title) + QStringLiteral(": ") +
                                          to_rich(to_qt(info.help)) + QStringLiteral("<br>") +
                                          with_names(options.join(QStringLiteral(", ")))});
  }
  return {QStringLiteral("views"), tr("Views"),
          paragraph(tr("{--view} in the <b>Drawing</b> panel says what is drawn; the choices that "
                       "each has of its own come below it there:")) +
              table(rows)};
}

QString mouse_table() {
  return table({{tr("left drag"), tr("rotate")},
                {tr("middle or Shift+left drag"), tr("pan")},
                {tr("wheel"), tr("zoom")},
                {tr("Ctrl+left drag"), tr("roll")},
                {tr("click"), tr("select a token, an edge or a triangle")},
                {tr("double click"), tr("focus")},
                {tr("arrow keys, + and −"), tr("rotate, zoom (Shift: pan)")}});
}

HandbookChapter keys_chapter() {
  QString html;
  for (const char* menu : menu_order()) {
    std::vector<QStringList> rows;
    for (const Command& each : commands()) {
      if (each.menu != menu) continue;
      rows.push_back({command_text(each.title).toHtmlEscaped(), key_words(each.id),
                      to_rich(command_text(each.help))});
    }
    if (!rows.empty()) html += heading(command_text(menu)) + table(rows);
  }
  std::vector<QStringList> others;
  for (const Command& each : commands()) {
    if (each.menu.empty()) {
      others.push_back({QStringLiteral("<code>%1</code>").arg(to_qt(each.id)),
                        to_qt(each.argument).toHtmlEscaped(), to_rich(command_text(each.help))});
    }
  }
  html += heading(tr("In scripts and the command palette")) + table(others);
  html += heading(tr("Mouse in the picture")) + mouse_table();
  return {QStringLiteral("keys"), tr("Menus and keys"), html};
}

HandbookChapter options_chapter() {
  std::vector<std::string> groups;
  for (const OptionSpec& spec : all_options().specs()) {
    if (std::find(groups.begin(), groups.end(), spec.group) == groups.end()) {
      groups.push_back(spec.group);
    }
  }
  QString html = paragraph(
      tr("Each option by its label in the panels, and below it the flag of the command line, which "
         "without its dashes is the key in a session. Panels and their tooltips are made from the "
         "same table."));
  for (const std::string& group : groups) {
    std::vector<QStringList> rows;
    for (const OptionSpec& spec : all_options().specs()) {
      if (spec.group != group) continue;
      rows.push_back({QStringLiteral("%1<br><code>--%2</code>")
                          .arg(to_qt(option_words(spec.id)), to_qt(spec.id)),
                      about(spec)});
    }
    html += heading(group_title(group)) + table(rows);
  }
  return {QStringLiteral("options"), tr("All options"), html};
}

std::vector<HandbookChapter> handbook_chapters() {
  return {picture_chapter(), asking_chapter(),   mechanisms_chapter(), samples_chapter(),
          motion_chapter(),  training_chapter(), files_chapter(),      command_line_chapter(),
          views_chapter(),   keys_chapter(),     options_chapter()};
}

}  // namespace baryscope
