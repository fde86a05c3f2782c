#include "app/gui/window/help_dialogs.h"

#include <QDialog>
#include <QDialogButtonBox>
#include <QPushButton>
#include <QTextBrowser>
#include <QVBoxLayout>
#include <vector>

#include "app/gui/widgets/plain_words.h"
#include "app/gui/window/handbook_chapters.h"
#include "app/gui/window/menus.h"
#include "viz/export/film.h"

namespace baryscope {
namespace {

void show_page(QWidget* parent, const QString& name, const QString& title, const QString& html,
               QSize size) {
  auto* dialog = new QDialog(parent);
  dialog->setObjectName(name);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setWindowTitle(title);
  dialog->resize(size);
  auto* browser = new QTextBrowser;
  browser->setOpenExternalLinks(true);
  browser->setHtml(html);
  browser->setAccessibleName(title);
  browser->document()->setDocumentMargin(14);
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
  buttons->button(QDialogButtonBox::Close)->setIcon({});
  QObject::connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::close);
  auto* column = new QVBoxLayout(dialog);
  column->setContentsMargins(14, 14, 14, 14);
  column->addWidget(browser, 1);
  column->addWidget(buttons);
  dialog->show();
}

QString row(const QString& left, const QString& right) {
  return QStringLiteral("<tr><td style='padding:2px 18px 2px 0'><b>%1</b></td><td>%2</td></tr>")
      .arg(left, right);
}

/// The ffmpeg that films are written with, and what of it they use.
QString film_words() {
  const FilmEncoders found = film_encoders();
  if (found.program.empty()) return plain_words(found.problem).toHtmlEscaped();
  QStringList encoders;
  for (const std::string& each : found.encoders) encoders << to_qt(each);
  return QObject::tr("ffmpeg %1 (%2): %3")
      .arg(to_qt(found.version), to_qt(found.program.string()),
           encoders.isEmpty() ? QObject::tr("no encoder of films")
                              : encoders.join(QStringLiteral(", ")))
      .toHtmlEscaped();
}

}  // namespace

void show_cheat_sheet(QWidget* parent) {
  QString html;
  std::vector<const char*> titles(menu_order().begin(), menu_order().end());
  titles.push_back("");  // of commands that are in no menu
  for (const char* title : titles) {
    QString rows;
    for (const Command& each : commands()) {
      QStringList keys;
      for (const QKeySequence& key : command_keys(each))
        keys << key.toString(QKeySequence::NativeText).toHtmlEscaped();
      if (each.menu != title || keys.isEmpty()) continue;
      rows += row(keys.join(QStringLiteral("&nbsp; ")), to_qt(each.title).toHtmlEscaped());
    }
    if (rows.isEmpty()) continue;
    html += QStringLiteral("<h3>%1</h3><table>%2</table>")
                .arg(title[0] == 0 ? QObject::tr("Other") : QString::fromLatin1(title), rows);
  }
  html += QStringLiteral("<h3>%1</h3>").arg(QObject::tr("Mouse in the picture")) + mouse_table();
  show_page(parent, QStringLiteral("cheat-sheet"), QObject::tr("Keys and mouse"), html, {560, 640});
}

void show_about(QWidget* parent, const QString& renderer, const QString& device) {
  const QString unknown = QObject::tr("not loaded yet");
  QString html =
      QObject::tr(
          "<h2>Baryscope %1</h2><p>The geometry of attention heads: weights are barycentric "
          "coordinates of the output in the simplex of its values.</p><table>")
          .arg(QStringLiteral(BARYSCOPE_VERSION));
  html += row(QObject::tr("Computing"), (device.isEmpty() ? unknown : device).toHtmlEscaped());
  html += row(QObject::tr("Drawing"), (renderer.isEmpty() ? unknown : renderer).toHtmlEscaped());
  html += row(QObject::tr("Window"), QStringLiteral("Qt %1").arg(QString::fromLatin1(qVersion())));
  html += row(QObject::tr("Films"), film_words());
  html += QStringLiteral("</table>");
  html += QObject::tr(
              "<h3>How to cite</h3><p>Baryscope contributors. <i>Baryscope: the geometry of "
              "attention heads</i>, version %1. "
              "CITATION.cff has the entry for your bibliography.</p>"
              "<h3>Licences</h3><p>Baryscope: MIT. It uses Qt (LGPL-3.0), VTK (BSD-3-Clause), "
              "LibTorch (BSD-3-Clause), "
              "Eigen (MPL-2.0), Qhull, ICU (Unicode), PCRE2 (BSD-3-Clause), Pango (LGPL-2.1), "
              "Cairo (LGPL-2.1), {fmt}, "
              "nlohmann/json, qpdf (Apache-2.0) and "
              "libpng. MiniLM (all-MiniLM-L6-v2): Apache-2.0.</p>")
              .arg(QStringLiteral(BARYSCOPE_VERSION));
  show_page(parent, QStringLiteral("about"), QObject::tr("About Baryscope"), html, {560, 480});
}

}  // namespace baryscope
