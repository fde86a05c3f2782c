// What the form of a film is made of.
#include "app/gui/motion/film_form.h"

#include <QComboBox>
#include <QLabel>
#include <QSettings>
#include <QStandardItemModel>
#include <QVBoxLayout>
#include <algorithm>
#include <array>

#include "app/gui/motion/sweep_field.h"
#include "app/gui/widgets/chooser.h"
#include "app/gui/widgets/plain_words.h"
#include "app/session/film/film_obstacle.h"
#include "app/session/film/film_options.h"
#include "core/analysis/mechanism_list.h"
#include "core/base/error.h"
#include "core/base/number_text.h"
#include "viz/export/exporter_list.h"
#include "viz/scene/scene_time.h"

namespace baryscope {
namespace {

struct KindWords {
  FilmKind kind;
  const char* name;
  const char* tip;
};
constexpr std::array<KindWords, 5> k_kinds{{
    {FilmKind::flow, QT_TR_NOOP("Pulses along the weights"),
     QT_TR_NOOP("Pulses carry value towards the query, as bright as the weight is large. A whole "
                "number of their periods is shown, so that the film has no seam.")},
    {FilmKind::turntable, QT_TR_NOOP("Turntable"),
     QT_TR_NOOP("The eye goes once around the upright axis; the film has no seam.")},
    {FilmKind::sweep, QT_TR_NOOP("One option changes"),
     QT_TR_NOOP("One option goes from value to value, and every frame is computed at its own. The "
                "picture says the value.")},
    {FilmKind::keys, QT_TR_NOOP("Key frames"),
     QT_TR_NOOP("What the key frames of the session's timeline say: options, camera, captions.")},
    {FilmKind::training, QT_TR_NOOP("Training"),
     QT_TR_NOOP("The model as its training went on, from checkpoint to checkpoint.")},
}};

/// Without the flags and the cut that only a caller of the function sees.
QString sentence(const std::string& words) {
  QString text = plain_words(words);
  if (!text.isEmpty()) text[0] = text[0].toUpper();
  return text + (text.endsWith(QLatin1Char('.')) ? QString() : QStringLiteral("."));
}

/// Those that change the numbers of what is shown.
std::vector<std::string> telling_options(const Finished* shown) {
  if (shown == nullptr || shown->analyses.empty()) return {"noise", "imbalance", "k-neighbors"};
  std::vector<std::string> options =
      mechanism(shown->analyses.front()->mechanism.mechanism).options;
  options.insert(options.end(), {"temperature", "threshold"});
  return options;
}

/// The session's sweep; where it has none and a sampler's steps are shown, these.
std::string proposed_sweep(const OptionValues& values, const Finished* shown) {
  const std::string& asked = values.text("sweep");
  const SceneTime* steps = !asked.empty() || shown == nullptr || shown->scene == nullptr
                               ? nullptr
                               : find_time(*shown->scene, SceneTime::Kind::step);
  return steps == nullptr ? asked : "step=" + to_text(steps->first) + ":" + to_text(steps->last);
}

QComboBox* chooser(const char* name, const QString& label) {
  auto* box = new Chooser;
  box->setObjectName(QString::fromLatin1(name));
  box->setAccessibleName(label);
  box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  box->setMinimumContentsLength(12);
  return box;
}

QLabel* wrapped_words(const char* name) {
  QLabel* label = muted_label({});
  label->setObjectName(QString::fromLatin1(name));
  label->setWordWrap(true);
  return label;
}

}  // namespace

FilmForm::FilmForm(const Dispatcher& dispatcher, QWidget* parent)
    : Panel(parent),
      m_values(dispatcher.session().options()),
      m_key_seconds(dispatcher.session().timeline().seconds()),
      m_kind(chooser("film-kind", tr("What moves"))),
      m_preset(chooser("film-preset", tr("What the film is for"))),
      m_format(chooser("film-format", tr("Format of the film"))),
      m_kind_words(wrapped_words("film-kind-words")),
      m_preset_words(wrapped_words("film-preset-words")),
      m_size_words(wrapped_words("film-size-words")),
      m_sweep(new SweepField(m_values.table())),
      m_trail(new OptionForm(source())),
      m_time(new OptionForm(source())),
      m_picture(new OptionForm(source())) {
  setObjectName(QStringLiteral("film-form"));
  m_values.reset("frame");
  recall();
  add_motion(dispatcher);
  add_time();
  add_picture();
  column()->addStretch(1);
  follow();
}

/// Size and format are the film's own, and a person's; a figure keeps the session's size.
void FilmForm::recall() {
  const QSettings settings;
  m_values.set("size", film_presets().front().size);
  m_values.set("scale", film_presets().front().scale);
  for (const char* id : {"size", "scale"}) {
    const std::string kept =
        settings.value(QStringLiteral("film-") + QLatin1String(id)).toString().toStdString();
    try {
      if (!kept.empty()) m_values.set(id, kept);
    } catch (const UsageError&) {  // of another version
    }
  }
  m_ending =
      settings.value("film-ending", QString::fromLatin1(film_presets().front().ending)).toString();
}

void FilmForm::remember() const {
  const OptionValues& values = m_values;
  QSettings settings;
  for (const char* id : {"size", "scale"}) {
    settings.setValue(QStringLiteral("film-") + QLatin1String(id), to_qt(values.text(id)));
  }
  settings.setValue("film-ending", to_qt(ending()));
}

void FilmForm::add_motion(const Dispatcher& dispatcher) {
  add_section(tr("What moves"));
  const auto shown = dispatcher.session().current();
  const FilmKind asked = film_kind(m_values);
  auto* model = qobject_cast<QStandardItemModel*>(m_kind->model());
  int first = -1, row_of_asked = -1;
  for (const KindWords& each : k_kinds) {
    const int row = m_kind->count();
    m_kind->addItem(tr(each.name), to_qt(film_kind_name(each.kind)));
    const std::string obstacle =
        film_obstacle(each.kind, m_values, dispatcher.session().timeline(), shown.get());
    m_kind->setItemData(row, obstacle.empty() ? tr(each.tip) : sentence(obstacle), Qt::ToolTipRole);
    if (!obstacle.empty() && model != nullptr) model->item(row)->setEnabled(false);
    if (obstacle.empty() && first < 0) first = row;
    if (obstacle.empty() && each.kind == asked) row_of_asked = row;
  }
  m_kind->setCurrentIndex(row_of_asked >= 0 ? row_of_asked : first);
  column()->addWidget(m_kind);
  column()->addWidget(m_kind_words);
  column()->addWidget(m_sweep);
  m_trail->set_options({"trail"});
  column()->addWidget(m_trail);
  m_sweep->set_text(proposed_sweep(m_values, shown.get()), m_values, telling_options(shown.get()));
  m_sweep->on_change = [this] {
    if (m_sweep->problem().isEmpty()) m_values.set("sweep", m_sweep->text());
    unfit();
    if (on_change) on_change();
  };
  connect(m_kind, &QComboBox::activated, this, [this](int row) { choose_kind(row); });
  if (m_kind->currentIndex() >= 0) {
    m_values.set("animate", m_kind->currentData().toString().toStdString());
  }
  // What is proposed is chosen.
  if (film_kind(m_values) == FilmKind::sweep && m_sweep->problem().isEmpty()) {
    m_values.set("sweep", m_sweep->text());
  }
  if (film_kind(m_values) == FilmKind::keys && m_key_seconds > 0 && !m_values.is_set("duration")) {
    m_values.set("duration", to_text(m_key_seconds));
  }
}

void FilmForm::add_time() {
  add_section(tr("Time"));
  m_time->set_options({"duration", "fps", "loop", "easing"});
  column()->addWidget(m_time);
}

void FilmForm::add_picture() {
  add_section(tr("File"));
  for (const FilmPreset& preset : film_presets()) {
    m_preset->addItem(tr(preset.name));
    m_preset->setItemData(m_preset->count() - 1, tr(preset.tip), Qt::ToolTipRole);
  }
  m_preset->addItem(tr("Own"));
  m_preset->setItemData(m_preset->count() - 1, tr("Format, size and quality as they are below."),
                        Qt::ToolTipRole);
  for (const Exporter& row : exporters()) {
    if (row.film == nullptr) continue;
    m_format->addItem(QStringLiteral("%1 (%2)").arg(tr(row.plural.c_str()), to_qt(row.ending)),
                      to_qt(row.ending));
    m_format->setItemData(m_format->count() - 1, to_qt(row.holds), Qt::ToolTipRole);
  }
  m_format->setCurrentIndex(std::max(0, m_format->findData(m_ending)));
  m_format->setToolTip(
      tr("How the film is written. The name of the file has the last word: its "
         "ending says the format"));
  column()->addWidget(m_preset);
  column()->addWidget(m_preset_words);
  column()->addWidget(m_format);
  m_picture->set_options({"size", "scale", "quality"});
  column()->addWidget(m_picture);
  column()->addWidget(m_size_words);
  connect(m_preset, &QComboBox::activated, this, [this](int row) { choose_preset(row); });
  connect(m_format, &QComboBox::activated, this, [this] {
    m_fitted = nullptr;
    follow();
    if (on_change) on_change();
  });
}

}  // namespace baryscope
