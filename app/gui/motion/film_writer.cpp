#include "app/gui/motion/film_writer.h"

#include <QDesktopServices>
#include <QEventLoop>
#include <QFileInfo>
#include <QMainWindow>
#include <QMessageBox>
#include <QPushButton>
#include <QTimer>
#include <QUrl>
#include <utility>

#include "app/gui/scene/scene_widget.h"
#include "app/gui/widgets/message_bar.h"
#include "app/gui/widgets/message_stack.h"
#include "app/gui/widgets/plain_words.h"
#include "app/gui/widgets/tr.h"
#include "core/base/error.h"
#include "core/base/number_text.h"
#include "core/base/unfinished_file.h"

namespace baryscope {
namespace {

constexpr int k_told_ms = 8000;  // it lies over the picture's title

/// Before anything is computed, and while the dialog that asked for the name still stands: throws
/// UsageError where its folder takes no file.
void check_place(const std::string& target) {
  if (is_stream(target)) return;
  try {
    const UnfinishedFile trial(target);
  } catch (const Error& error) {
    const QFileInfo file(to_qt(target));
    const QString reason = to_qt(error.what()).section(QStringLiteral("): "), -1);
    throw UsageError(tr("%1 cannot be written: the folder %2 takes no new file (%3). Choose "
                        "another folder.")
                         .arg(file.fileName(), file.absolutePath(), reason)
                         .toStdString());
  }
}

}  // namespace

QString byte_words(std::uint64_t n_bytes) {
  constexpr double k_kilo = 1e3, k_mega = 1e6;
  const auto bytes = static_cast<double>(n_bytes);
  if (bytes < k_kilo) return tr("%1 bytes").arg(n_bytes);
  if (bytes < k_mega) return tr("%1 kB").arg(to_qt(to_text(bytes / k_kilo, 0)));
  return tr("%1 MB").arg(to_qt(to_text(bytes / k_mega, bytes < 100 * k_mega ? 1 : 0)));
}

FilmWriter::FilmWriter(const Parts& parts) : m_parts(parts) {}
FilmWriter::~FilmWriter() = default;

FilmOrder FilmWriter::order(const OptionValues& options) const {
  const Session& session = m_parts.dispatcher.session();
  const CameraControl& cameras = m_parts.scene.cameras();
  FilmOrder order{options, session.timeline(), session.system_theme(), {}};
  order.options.reset("frame");
  if (cameras.touched()) order.outputs.camera = cameras.camera();
  return order;
}

void FilmWriter::start(FilmOrder order) {
  if (writing()) {
    throw UsageError("the film " + m_name.toStdString() +
                     " is being written; the next one can follow once it is done or cancelled");
  }
  static_cast<void>(check_films(film_of(order.options, order.timeline), order.outputs.targets));
  for (const std::string& target : order.outputs.targets) check_place(target);
  m_name = QFileInfo(to_qt(order.outputs.targets.front())).fileName();
  m_failure = nullptr;
  QMainWindow* window = &m_parts.window;
  const auto post = [window](std::function<void()> work) {
    QMetaObject::invokeMethod(window, std::move(work), Qt::QueuedConnection);
  };
  FilmRun::Listener listener;
  listener.progress = [this](double fraction, const std::string& words) {
    if (on_progress) on_progress(fraction, QStringLiteral("%1: %2").arg(m_name, to_qt(words)));
  };
  listener.done = [this](const std::vector<WrittenFilm>& films, std::exception_ptr failure) {
    ended(films, failure);
  };
  forget_told();
  if (on_progress) on_progress(0, tr("%1: looking ahead").arg(m_name));
  m_run = std::make_unique<FilmRun>(m_parts.dispatcher.session().share_engine(), std::move(order),
                                    post, std::move(listener));
}

void FilmWriter::write(FilmOrder order) {
  start(std::move(order));
  m_waited_for = true;
  QEventLoop loop;
  QTimer look;
  QObject::connect(&look, &QTimer::timeout, &loop, [&] {
    if (!writing()) loop.quit();
  });
  look.start(20);
  loop.exec();
  m_waited_for = false;
  if (writing()) throw UsageError(m_name.toStdString() + " was not written: the program ends");
  if (m_failure) std::rethrow_exception(std::exchange(m_failure, nullptr));
}

void FilmWriter::cancel() {
  if (m_run != nullptr) m_run->cancel();
}

void FilmWriter::ended(const std::vector<WrittenFilm>& films, const std::exception_ptr& failure) {
  m_run.reset();
  if (on_end) on_end();
  try {
    if (failure) std::rethrow_exception(failure);
    for (const WrittenFilm& film : films) tell_written(film);
  } catch (const Cancelled&) {
    const QString words = tr("%1 was not written: cancelled").arg(m_name);
    if (m_waited_for) m_failure = std::make_exception_ptr(UsageError(words.toStdString()));
    if (on_notice) on_notice(words);
  } catch (...) {
    m_waited_for
        ? static_cast<void>(m_failure = failure)
        : static_cast<void>(m_parts.dispatcher.run([&] { std::rethrow_exception(failure); }));
  }
  if (std::exchange(m_closes, false)) {
    QTimer::singleShot(0, &m_parts.window, &QWidget::close);
  }
}

/// The newer film takes the place of the older.
void FilmWriter::forget_told() {
  if (m_told == nullptr) return;
  m_told->hide();
  m_told->deleteLater();
  m_told.clear();
}

void FilmWriter::tell_written(const WrittenFilm& film) {
  forget_told();
  const QFileInfo file(to_qt(film.target));
  QString words = tr("Written: %1 · %2 frames of %3 × %4 pixels · %5")
                      .arg(file.fileName())
                      .arg(film.n_frames)
                      .arg(film.width)
                      .arg(film.height)
                      .arg(byte_words(film.n_bytes));
  for (const std::string& note : film.notes) words += QStringLiteral(" · ") + plain_words(note);
  auto* bar = new MessageBar;
  m_told = bar;
  bar->setObjectName(QStringLiteral("film-written"));
  bar->add_answer(tr("Open Folder"), tr("Shows where the film lies"), [bar, file] {
    QDesktopServices::openUrl(QUrl::fromLocalFile(file.absolutePath()));
    bar->deleteLater();
  });
  bar->add_answer(tr("Close"), {}, [bar] { bar->deleteLater(); });
  m_parts.messages.add(bar);
  bar->show_message(words);
  bar->hide_after(k_told_ms);
  if (on_notice) on_notice(tr("Written: %1").arg(to_qt(film.target)));
}

bool FilmWriter::may_close() {
  if (!writing()) return true;
  const QString name = QStringLiteral("close-while-filming");
  if (m_parts.window.findChild<QMessageBox*>(name) != nullptr) return false;
  auto* box = new QMessageBox(QMessageBox::Question, tr("A film is being written"),
                              tr("%1 is being written.").arg(m_name), QMessageBox::NoButton,
                              &m_parts.window);
  box->setObjectName(name);
  box->setAttribute(Qt::WA_DeleteOnClose);
  box->setInformativeText(tr("Stopped, nothing of it stays."));
  QPushButton* later = box->addButton(tr("Write to the End, Then Close"), QMessageBox::AcceptRole);
  later->setObjectName(QStringLiteral("close-later"));
  QPushButton* stop = box->addButton(tr("Stop and Close"), QMessageBox::DestructiveRole);
  stop->setObjectName(QStringLiteral("close-stop"));
  QPushButton* stay = box->addButton(QMessageBox::Cancel);
  box->setDefaultButton(later);
  box->setEscapeButton(stay);
  const auto close = [this](bool stops) {
    m_closes = writing();
    if (stops) cancel();
    if (!m_closes) QTimer::singleShot(0, &m_parts.window, &QWidget::close);
  };
  QObject::connect(later, &QPushButton::clicked, &m_parts.window, [close] { close(false); });
  QObject::connect(stop, &QPushButton::clicked, &m_parts.window, [close] { close(true); });
  box->open();
  return false;
}

}  // namespace baryscope
