#include "app/gui/motion/film_dialog.h"

#include <QDir>
#include <QFileDialog>
#include <QFileIconProvider>
#include <QFileInfo>
#include <QLabel>
#include <QPushButton>
#include <QSettings>
#include <algorithm>
#include <cmath>
#include <utility>

#include "app/gui/motion/film_player.h"
#include "app/gui/motion/film_screen.h"
#include "app/gui/motion/film_writer.h"
#include "app/gui/widgets/plain_words.h"
#include "app/gui/widgets/tr.h"
#include "app/session/film/film_options.h"
#include "core/base/error_text.h"
#include "core/base/number_text.h"
#include "viz/export/exporter_list.h"
#include "viz/views/view_request.h"

namespace baryscope {
namespace {

constexpr int k_preview_pixels = 560;
constexpr int k_most_fits = 2;
constexpr double k_fit_margin = 0.9;

/// "film.mp4", "frames/film_{frame:04}.png".
QString proposed_name(const std::string& ending) {
  return ending.starts_with('{') ? QStringLiteral("film_{frame:04}.png")
                                 : QStringLiteral("film") + to_qt(ending);
}

QString about_words(double seconds) {
  constexpr double k_minute = 60;
  if (seconds < 1.5) return QObject::tr("a second");
  if (seconds < 1.5 * k_minute) return QObject::tr("%1 s").arg(std::lround(seconds));
  return QObject::tr("%1 min").arg(std::lround(seconds / k_minute));
}

/// By what a file is alone: Qt's own opens files to guess their kind, and some (a kernel's log)
/// never answer.
class PlainIcons : public QFileIconProvider {
 public:
  [[nodiscard]] QIcon icon(const QFileInfo& file) const override {
    return QFileIconProvider::icon(file.isDir() ? Folder : File);
  }
  [[nodiscard]] QIcon icon(IconType type) const override { return QFileIconProvider::icon(type); }
  [[nodiscard]] QString type(const QFileInfo& file) const override {
    return file.isDir() ? QObject::tr("Folder") : file.suffix().toUpper();
  }
};

QImage image_of(const Image& image) {
  return QImage(image.rgba.data(), image.width, image.height, 4LL * image.width,
                QImage::Format_RGBA8888)
      .convertToFormat(QImage::Format_ARGB32_Premultiplied);
}

}  // namespace

FilmDialog::FilmDialog(const Parts& parts)
    : QDialog(&parts.window),
      m_parts(parts),
      m_form(new FilmForm(parts.dispatcher)),
      m_player(new FilmPlayer),
      m_last(new FilmScreen),
      m_facts(selectable_label()),
      m_notes(new QLabel),
      m_problem(new QLabel),
      m_write(nullptr) {
  setObjectName(QStringLiteral("film-dialog"));
  setAttribute(Qt::WA_DeleteOnClose);
  setWindowTitle(tr("Make a film"));
  build();
  connect_parts();
  follow();
}

FilmDialog::~FilmDialog() { m_preview.reset(); }

void FilmDialog::follow() {
  m_estimate.reset();
  m_film.reset();
  const QString problem = m_form->problem();
  m_problem->setText(problem);
  m_problem->setVisible(!problem.isEmpty());
  m_write->setEnabled(problem.isEmpty());
  show_facts();
  m_soon.start();
}

void FilmDialog::preview() {
  const QString problem = m_form->problem();
  if (!problem.isEmpty()) {
    m_player->stop(problem);
    return;
  }
  try {
    FilmOrder order = m_parts.films.order(m_form->values());
    order.outputs.targets = {proposed_name(m_form->ending()).toStdString()};
    const ViewRequest view = make_view_request(order.options, "light");
    m_player->screen().set_shape({view.width, view.height});
    m_last->set_image({});
    m_last->set_shape({view.width, view.height});
    m_player->stop(tr("looking ahead…"));
    m_preview->show(std::move(order),
                    static_cast<int>(std::lround(k_preview_pixels * devicePixelRatioF())));
  } catch (const std::exception& error) {
    m_player->stop(tr("This film cannot be shown."));
    m_problem->setText(plain_words(error_text(error)));
    m_problem->show();
    m_write->setEnabled(false);
  }
}

void FilmDialog::ready(const PreviewedFilm& film) {
  if (!m_form->problem().isEmpty()) return;  // it was of what was there before
  m_film = film;
  m_player->start(film.n_frames, film.frames_per_second, m_form->values().flag("loop"),
                  !m_parts.reduced_motion);
  m_problem->setText(plain_words(film.problem));
  m_problem->setVisible(!film.problem.empty());
  m_preview->want_last();
  if (film.problem.empty()) m_preview->want_estimate();
  show_facts();
}

void FilmDialog::show_frame(int index, const Image& frame) {
  const QImage image = image_of(frame);
  if (m_film && index == m_film->n_frames - 1) m_last->set_image(image);
  m_player->set_frame(index, image);
}

void FilmDialog::show_estimate(const FilmEstimate& estimate) {
  m_estimate = estimate;
  const std::uint64_t most = m_form->most_bytes();
  const ViewRequest view = make_view_request(m_form->values(), "light");
  const double share = k_fit_margin * static_cast<double>(most) /
                       static_cast<double>(std::max<std::uint64_t>(1, estimate.n_bytes));
  constexpr double k_least_scale = 0.25;
  if (most > 0 && share < k_fit_margin && m_n_fits < k_most_fits && view.scale > k_least_scale) {
    ++m_n_fits;
    const double scale = std::max(k_least_scale, view.scale * std::sqrt(share));
    m_form->fit("scale", to_text(std::floor(scale * view.width) / view.width, 4));
    follow();
    return;
  }
  show_facts();
}

void FilmDialog::show_facts() {
  if (!m_film) {
    m_facts->setText(m_form->problem().isEmpty() && m_problem->isHidden() ? tr("looking ahead…")
                                                                          : QString());
    m_notes->hide();
    return;
  }
  const double seconds = m_film->n_frames / m_film->frames_per_second;
  // A number and its unit stay in one line.
  QString words = tr("<b>%1&nbsp;frames</b> of %2&nbsp;×&nbsp;%3&nbsp;pixels · %4&nbsp;s at "
                     "%5&nbsp;frames a second")
                      .arg(m_film->n_frames)
                      .arg(m_film->width)
                      .arg(m_film->height)
                      .arg(to_qt(to_text(std::round(seconds * 100) / 100)),
                           to_qt(to_text(std::round(m_film->frames_per_second * 100) / 100)));
  const std::uint64_t most = m_form->most_bytes();
  const auto whole = [](QString text) {
    return text.replace(QLatin1Char(' '), QStringLiteral("&nbsp;"));
  };
  if (m_estimate) {
    words += tr("<br>about <b>%1</b>%2 · about %3 to write")
                 .arg(whole(byte_words(m_estimate->n_bytes)),
                      most > 0 ? tr(", at most %1").arg(whole(byte_words(most))) : QString(),
                      whole(about_words(m_estimate->seconds)));
  } else if (m_film->problem.empty()) {
    words += tr("<br>estimating size and time…");
  }
  m_facts->setText(words);
  QStringList notes;
  for (const std::string& note : m_film->notes) notes << plain_words(note);
  if (m_form->most_bytes() > 0 && m_n_fits > 0) {
    notes << tr("made smaller so that it fits into %1").arg(byte_words(most));
  }
  m_notes->setText(notes.join(QStringLiteral(" · ")));
  m_notes->setVisible(!notes.isEmpty());
}

void FilmDialog::ask_for_file() {
  if (m_parts.films.writing()) {
    m_problem->setText(
        tr("A film is being written; the next one can follow once it is done or "
           "cancelled."));
    m_problem->show();
    return;
  }
  QStringList filters;
  QString chosen;
  for (const Exporter& row : exporters()) {
    if (row.film == nullptr) continue;
    const QString pattern = to_qt(row.ending.starts_with('{') ? "*.png" : "*" + row.ending);
    filters << QStringLiteral("%1 (%2)").arg(tr(row.plural.c_str()), pattern);
    if (row.ending == m_form->ending()) chosen = filters.back();
  }
  QSettings settings;
  PlainIcons icons;  // outlives the dialog
  QFileDialog dialog(this, tr("Write the film"), settings.value("film-folder").toString(),
                     filters.join(QStringLiteral(";;")));
  dialog.setAcceptMode(QFileDialog::AcceptSave);
  dialog.setIconProvider(&icons);
  const auto end_as = [&dialog](const QString& filter) {
    dialog.setDefaultSuffix(filter.section(QStringLiteral("(*."), 1).chopped(1));
  };
  connect(&dialog, &QFileDialog::filterSelected, &dialog, end_as);
  dialog.selectNameFilter(chosen);
  end_as(dialog.selectedNameFilter());
  dialog.selectFile(proposed_name(m_form->ending()));
  if (dialog.exec() != QDialog::Accepted) return;
  write_to(dialog.selectedFiles().constFirst());
}

void FilmDialog::write_to(const QString& path) {
  try {
    FilmOrder order = m_parts.films.order(m_form->values());
    order.outputs.targets = {path.toStdString()};
    // The name has the last word on the format, and only its own format keeps the limit.
    const bool same = find_exporter(QFileInfo(path).fileName().toStdString()) ==
                      find_exporter(proposed_name(m_form->ending()).toStdString());
    order.outputs.most_bytes = same ? m_form->most_bytes() : 0;
    m_parts.films.start(std::move(order));
  } catch (const std::exception& error) {
    m_problem->setText(plain_words(error_text(error)));
    m_problem->show();
    return;
  }
  m_form->remember();
  // Not where nothing can be written: the next dialog would begin there.
  QSettings().setValue("film-folder", QFileInfo(path).absolutePath());
  std::vector<std::pair<std::string, std::string>> changed;
  const OptionValues& now = m_parts.dispatcher.session().options();
  for (const OptionSpec& spec : film_options()) {
    // The keys' own length is nobody's choice.
    const bool of_keys = spec.id == "duration" && m_form->has_keys_length();
    if (spec.id != "frame" && !of_keys && now.text(spec.id) != m_form->values().text(spec.id)) {
      changed.emplace_back(spec.id, m_form->values().text(spec.id));
    }
  }
  if (!changed.empty()) m_parts.dispatcher.set_options(changed);
  accept();
}

}  // namespace baryscope
