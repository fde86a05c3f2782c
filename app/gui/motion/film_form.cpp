#include "app/gui/motion/film_form.h"

#include <QComboBox>
#include <QLabel>
#include <cmath>
#include <utility>

#include "app/gui/motion/sweep_field.h"
#include "app/gui/widgets/option_editor.h"
#include "app/gui/widgets/tr.h"
#include "app/session/film/film_options.h"
#include "core/base/error.h"
#include "core/base/number_text.h"
#include "viz/views/view_request.h"

namespace baryscope {
namespace {

constexpr double k_same_time = 1e-6;  // seconds

/// "a number above 0 and at most 3600".
QString domain_words(const OptionValues& values, const std::string& id) {
  return to_qt(domain_text(values.table().spec(id))).replace(QLatin1String("> "), tr("above "));
}

}  // namespace

OptionSource FilmForm::source() {
  OptionSource source;
  source.values = [this]() -> const OptionValues& { return m_values; };
  source.set = [this](const std::string& id, const QString& value) { return set(id, value); };
  source.keeps_refused = true;
  return source;
}

bool FilmForm::set(const std::string& id, const QString& value) {
  try {
    m_values.set(id, value.toStdString());
    m_refused.erase(id);
  } catch (const UsageError&) {
    QString label = option_label(id);
    label[0] = label[0].toUpper();
    m_refused[id] = tr("%1 “%2”: expected %3").arg(label, value, domain_words(m_values, id));
    if (on_change) on_change();
    return false;
  }
  is_of_presets(id) ? static_cast<void>(m_fitted = nullptr) : unfit();
  follow();
  if (on_change) on_change();
  return true;
}

void FilmForm::fit(const std::string& id, const std::string& value) {
  m_fitted = m_fitted != nullptr ? m_fitted : find_preset(m_values, ending());
  m_values.set(id, value);
  follow();
}

void FilmForm::unfit() {
  if (const FilmPreset* preset = std::exchange(m_fitted, nullptr)) apply_preset(*preset, m_values);
}

void FilmForm::choose_kind(int row) {
  unfit();
  m_values.set("animate", m_kind->itemData(row).toString().toStdString());
  if (film_kind(m_values) == FilmKind::sweep && m_sweep->problem().isEmpty()) {
    m_values.set("sweep", m_sweep->text());
  }
  // As long as they are; another film's length was not given for them.
  if (film_kind(m_values) == FilmKind::keys && m_key_seconds > 0) {
    m_values.set("duration", to_text(m_key_seconds));
  }
  follow();
  if (on_change) on_change();
}

void FilmForm::choose_preset(int row) {
  m_fitted = nullptr;
  if (row < static_cast<int>(film_presets().size())) {
    const FilmPreset& preset = film_presets()[static_cast<std::size_t>(row)];
    apply_preset(preset, m_values);
    m_format->setCurrentIndex(m_format->findData(QString::fromLatin1(preset.ending)));
  }
  follow();
  if (row >= static_cast<int>(film_presets().size())) m_preset->setCurrentIndex(row);
  if (on_change) on_change();
}

std::string FilmForm::ending() const { return m_format->currentData().toString().toStdString(); }

std::uint64_t FilmForm::most_bytes() const {
  const FilmPreset* preset = m_fitted != nullptr ? m_fitted : find_preset(m_values, ending());
  return preset == nullptr ? 0 : preset->most_bytes;
}

QString FilmForm::problem() const {
  if (m_kind->currentIndex() < 0) return tr("Nothing that is shown can move.");
  if (!m_refused.empty()) return m_refused.begin()->second;
  return film_kind(m_values) == FilmKind::sweep ? m_sweep->problem() : QString();
}

bool FilmForm::has_keys_length() const {
  return film_kind(m_values) == FilmKind::keys &&
         std::abs(m_values.find_number("duration").value() - m_key_seconds) < k_same_time;
}

/// What is shown beside what, after any change.
void FilmForm::follow() {
  const FilmKind kind = film_kind(m_values);
  const bool sweeps = kind == FilmKind::sweep;
  m_kind_words->setText(kind_words());
  m_kind->setToolTip(m_kind_words->text());
  m_sweep->setVisible(sweeps);
  m_trail->setVisible(sweeps);
  m_time->set_options(sweeps || kind == FilmKind::keys
                          ? std::vector<std::string>{"duration", "fps", "loop", "easing"}
                          : std::vector<std::string>{"duration", "fps", "loop"});
  const FilmPreset* preset = m_fitted != nullptr ? m_fitted : find_preset(m_values, ending());
  const int row = preset == nullptr ? static_cast<int>(film_presets().size())
                                    : static_cast<int>(preset - film_presets().data());
  m_preset->setCurrentIndex(row);
  m_preset_words->setText(m_preset->itemData(row, Qt::ToolTipRole).toString());
  m_preset->setToolTip(m_preset_words->text());
  for (OptionForm* form : {m_trail, m_time, m_picture}) form->refresh();
  show_size();
}

QString FilmForm::kind_words() const {
  QString words = m_kind->currentData(Qt::ToolTipRole).toString();
  const double seconds = m_values.find_number("duration").value();
  if (film_kind(m_values) != FilmKind::keys || seconds >= m_key_seconds - k_same_time) return words;
  return words + tr(" <b>The film ends at %1 s, before the last of them at %2 s.</b>")
                     .arg(to_qt(to_text(seconds, 2)), to_qt(to_text(m_key_seconds, 2)));
}

/// What comes out of a size and its scale.
void FilmForm::show_size() {
  m_size_words->hide();
  if (!m_refused.empty()) return;
  const ViewRequest view = make_view_request(m_values, "light");
  m_size_words->setVisible(view.scale != 1);
  m_size_words->setText(tr("%1 × %2, times %3, are %4 × %5 pixels")
                            .arg(view.width)
                            .arg(view.height)
                            .arg(to_qt(to_text(view.scale)))
                            .arg(std::lround(view.width * view.scale))
                            .arg(std::lround(view.height * view.scale)));
}

}  // namespace baryscope
