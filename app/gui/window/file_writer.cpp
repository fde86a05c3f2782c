#include "app/gui/window/file_writer.h"

#include <QApplication>
#include <QClipboard>
#include <QEventLoop>
#include <QFileDialog>
#include <QFileInfo>
#include <QImage>
#include <QMainWindow>
#include <QScopeGuard>
#include <future>

#include "app/gui/scene/scene_widget.h"
#include "app/gui/widgets/tr.h"
#include "app/session/figure.h"
#include "app/session/output.h"
#include "core/base/error.h"
#include "viz/export/exporter_list.h"

namespace baryscope {
namespace {

/// "Figures (*.png);;Reports (*.json)…": every format that is `wanted`.
template <typename Wanted>
QString filters_of(Wanted wanted) {
  QStringList filters;
  for (const Exporter& row : exporters()) {
    if (wanted(row))
      filters << QStringLiteral("%1 (*%2)").arg(to_qt(row.plural), to_qt(row.ending));
  }
  return filters.join(QStringLiteral(";;"));
}

}  // namespace

void wait_until_idle(const Session& session) {
  while (session.busy()) QApplication::processEvents(QEventLoop::WaitForMoreEvents, 20);
}

FileWriter::FileWriter(const Parts& parts) : m_parts(parts) {}

void FileWriter::cancel() {
  m_cancelled = true;
  m_stop.request_stop();
}

void FileWriter::save_with_dialog() {
  QString title = tr("Save what is shown");
  if (const auto shown = m_parts.dispatcher.session().current()) {
    const Figure figure = figure_of(*shown);
    title += tr(" (%1 × %2 pixels)").arg(figure.width).arg(figure.height);
  }
  ask_for_file(title, QStringLiteral("figure.png"),
               filters_of([](const Exporter& row) { return row.kind != ExportKind::film; }));
}

void FileWriter::save_session_with_dialog() {
  ask_for_file(tr("Save the session"), QStringLiteral("session.bary.json"),
               filters_of([](const Exporter& row) { return row.kind == ExportKind::session; }));
}

void FileWriter::ask_for_file(const QString& title, const QString& name, const QString& filters) {
  QFileDialog dialog(&m_parts.window, title, {}, filters);
  dialog.setAcceptMode(QFileDialog::AcceptSave);
  // The dialog adds the ending itself, and so asks about the file that will be written.
  const auto end_as = [&dialog](const QString& filter) {
    dialog.setDefaultSuffix(filter.section(QStringLiteral("(*."), 1).chopped(1));
  };
  QObject::connect(&dialog, &QFileDialog::filterSelected, &dialog, end_as);
  end_as(dialog.selectedNameFilter());
  dialog.selectFile(name);
  if (dialog.exec() == QDialog::Accepted) save(dialog.selectedFiles().constFirst());
}

void FileWriter::save(const QString& path) {
  m_parts.dispatcher.run([&] { write(path.toStdString()); });
}

void FileWriter::work_aside(const QString& step, const std::function<void()>& work) {
  if (m_writing) throw UsageError("a file is being written; try again once it is done");
  m_writing = true;
  m_cancelled = false;
  if (on_writing) on_writing(step);
  QEventLoop loop;
  std::future<void> done = std::async(std::launch::async, [&] {
    const auto end = qScopeGuard(
        [&] { QMetaObject::invokeMethod(&loop, &QEventLoop::quit, Qt::QueuedConnection); });
    work();
  });
  loop.exec();
  done.wait();  // a program that ends leaves the loop earlier
  m_writing = false;
  if (on_writing) on_writing({});
  done.get();
}

void FileWriter::write(const std::string& path) {
  Session& session = m_parts.dispatcher.session();
  if (output_kind(path) == ExportKind::film && write_film) {
    check_output(path, session.options());
    wait_for_result(session, [&session] { wait_until_idle(session); });
    write_film(path);
    return;
  }
  // A figure of the window is what stands there, whatever a film of it would do.
  OptionValues still = session.shown_options();
  still.reset("animate");
  check_output(path, still);
  if (m_writing) throw UsageError("a file is being written; save again once it is done");
  wait_for_result(session, [&session] { wait_until_idle(session); });
  if (output_kind(path) == ExportKind::capture) {
    write_output(session, path, {}, [&session] { wait_until_idle(session); });
  } else {
    m_stop = {};
    const auto make = prepare_bytes(session, path, m_parts.scene.cameras().camera(), hash_inputs,
                                    Watch(m_stop.get_token(), {}));
    m_parts.scene.hold();
    const auto resume = qScopeGuard([this] { m_parts.scene.resume(); });
    bool written = false;
    work_aside(tr("writing %1").arg(QFileInfo(to_qt(path)).fileName()), [&] {
      const std::string bytes = make();
      if (m_cancelled) return;
      write_bytes(path, bytes);
      written = true;
    });
    if (!written) throw UsageError(path + " was not written: cancelled");
  }
  if (on_notice) on_notice(tr("Written: %1").arg(to_qt(path)));
}

void FileWriter::copy(const std::function<std::string()>& make) {
  std::string text;
  work_aside(tr("copying"), [&] { text = make(); });
  if (m_cancelled) throw UsageError("nothing was copied: cancelled");
  QApplication::clipboard()->setText(to_qt(text));
}

void FileWriter::copy_figure() {
  const Session& session = m_parts.dispatcher.session();
  wait_for_result(session, [&session] { wait_until_idle(session); });
  const auto shown = session.current();
  if (shown == nullptr)
    throw UsageError("there is no figure to copy yet: wait for the first picture");
  const Camera camera = m_parts.scene.cameras().camera();
  Image image;
  {
    m_parts.scene.hold();
    const auto resume = qScopeGuard([this] { m_parts.scene.resume(); });
    work_aside(tr("copying"), [&] { image = draw_figure(*shown, camera); });
  }
  if (m_cancelled) throw UsageError("nothing was copied: cancelled");
  QApplication::clipboard()->setImage(QImage(image.rgba.data(), image.width, image.height,
                                             4LL * image.width, QImage::Format_RGBA8888)
                                          .copy());
  if (on_notice) {
    on_notice(tr("Copied the figure, %1 × %2 pixels").arg(image.width).arg(image.height));
  }
}

}  // namespace baryscope
