// How the dialog is laid out and what tells what.
#include "app/gui/motion/film_dialog.h"

#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScreen>
#include <QVBoxLayout>
#include <algorithm>
#include <utility>

#include "app/gui/motion/film_player.h"
#include "app/gui/motion/film_screen.h"
#include "app/gui/widgets/plain_words.h"

namespace baryscope {
namespace {

constexpr int k_soon_ms = 350;  // after a change, so that typing starts nothing twice

}  // namespace

void FilmDialog::build() {
  m_last->setObjectName(QStringLiteral("film-last"));
  m_last->setAccessibleName(tr("Last frame"));
  m_last->setToolTip(tr("The last frame of the film"));
  const int line = fontMetrics().height();
  m_last->setFixedSize(8 * line, 5 * line);
  for (QLabel* label : {m_facts, m_notes, m_problem}) label->setWordWrap(true);
  m_facts->setTextFormat(Qt::RichText);
  m_facts->setObjectName(QStringLiteral("film-facts"));
  m_facts->setAccessibleName(tr("What the film will be"));
  m_facts->setAlignment(Qt::AlignLeft | Qt::AlignTop);
  m_notes->setObjectName(QStringLiteral("film-notes"));
  m_notes->setProperty("role", "muted");
  m_problem->setObjectName(QStringLiteral("film-problem"));
  m_problem->setProperty("role", "problem");

  auto* last = new QVBoxLayout;
  last->setSpacing(3);
  last->addWidget(m_last);
  last->addWidget(muted_label(tr("last frame")), 0, Qt::AlignHCenter);
  last->addStretch(1);
  auto* words = new QVBoxLayout;
  words->setSpacing(6);
  for (QLabel* label : {m_facts, m_notes, m_problem}) words->addWidget(label);
  words->addStretch(1);
  auto* below = new QHBoxLayout;
  below->setSpacing(16);
  below->addLayout(last);
  below->addLayout(words, 1);
  auto* right = new QVBoxLayout;
  right->setContentsMargins(16, 16, 16, 12);
  right->setSpacing(12);
  right->addWidget(m_player, 1);
  right->addLayout(below);

  auto* buttons = new QDialogButtonBox;
  m_write = buttons->addButton(tr("&Write Film…"), QDialogButtonBox::AcceptRole);
  m_write->setObjectName(QStringLiteral("film-write"));
  m_write->setToolTip(tr("Asks for a name and writes the film while the window goes on"));
  m_write->setDefault(true);
  QPushButton* close = buttons->addButton(QDialogButtonBox::Cancel);
  close->setIcon({});
  close->setToolTip(tr("Leaves the film's options as they were"));
  QObject::connect(buttons, &QDialogButtonBox::accepted, this, [this] { ask_for_file(); });
  QObject::connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  buttons->setContentsMargins(16, 0, 16, 14);

  auto* row = new QHBoxLayout;
  row->setSpacing(0);
  row->addWidget(m_form);
  row->addLayout(right, 1);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(8);
  column->addLayout(row, 1);
  column->addWidget(buttons);
  const QSize room = m_parts.window.screen()->availableSize() * 0.94;
  resize(QSize(62 * line, 39 * line).boundedTo(room));
  // The picture has the larger part, also of a small screen with large text.
  m_form->setFixedWidth(std::min(21 * line, 43 * width() / 100));
}

void FilmDialog::connect_parts() {
  m_soon.setSingleShot(true);
  m_soon.setInterval(k_soon_ms);
  connect(&m_soon, &QTimer::timeout, this, [this] { preview(); });
  m_form->on_change = [this] {
    m_n_fits = 0;
    follow();
  };
  m_player->on_wish = [this](int index) {
    if (m_preview != nullptr) m_preview->want(index);
  };
  FilmPreview::Listener listener;
  listener.ready = [this](const PreviewedFilm& film) { ready(film); };
  listener.frame = [this](int index, const Image& frame) { show_frame(index, frame); };
  listener.estimate = [this](const FilmEstimate& estimate) { show_estimate(estimate); };
  listener.working = [this](const std::string& step) {
    if (!m_film) m_player->screen().set_words(to_qt(step) + QStringLiteral("…"));
  };
  listener.failed = [this](const std::string& message) {
    m_film.reset();
    m_player->stop(tr("This film cannot be shown."));
    m_problem->setText(plain_words(message));
    m_problem->show();
    m_write->setEnabled(false);
    show_facts();
  };
  m_preview = std::make_unique<FilmPreview>(
      m_parts.dispatcher.session().share_engine(),
      [this](std::function<void()> work) {
        QMetaObject::invokeMethod(this, std::move(work), Qt::QueuedConnection);
      },
      std::move(listener));
}

}  // namespace baryscope
