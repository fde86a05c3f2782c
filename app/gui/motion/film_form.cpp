#include "app/gui/motion/film_form.h"

#include <QComboBox>
#include <QLabel>
#include <utility>

#include "app/gui/motion/sweep_field.h"
#include "app/gui/widgets/plain_words.h"
#include "app/session/film/film_options.h"
#include "core/base/error_text.h"

namespace baryscope {

OptionSource FilmForm::source() {
  OptionSource source;
  source.values = [this]() -> const OptionValues& { return m_values; };
  source.set = [this](const std::string& id, const QString& value) { return set(id, value); };
  return source;
}

bool FilmForm::set(const std::string& id, const QString& value) {
  try {
    m_values.set(id, value.toStdString());
  } catch (const std::exception& error) {
    if (on_refused) on_refused(plain_words(error_text(error)));
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
  return film_kind(m_values) == FilmKind::sweep ? m_sweep->problem() : QString();
}

/// What is shown beside what, after any change.
void FilmForm::follow() {
  const FilmKind kind = film_kind(m_values);
  const bool sweeps = kind == FilmKind::sweep;
  m_kind_words->setText(m_kind->currentData(Qt::ToolTipRole).toString());
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
}

}  // namespace baryscope
