#include "app/gui/widgets/option_slider.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QSlider>
#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "app/gui/widgets/option_editor.h"
#include "app/gui/widgets/plain_words.h"
#include "app/gui/widgets/text_fit.h"
#include "core/base/number_text.h"

namespace baryscope {
namespace {

constexpr int k_retry_ms = 8;
constexpr int k_rest_ms = 700;  // keys that follow within it are one drag

struct NamedRange {
  std::string_view id;
  SliderRange range;
};

constexpr std::array k_ranges = {
    NamedRange{"n-samples", {20, 5000, 10, true, 96}},
    NamedRange{"imbalance", {1, 50, 0.5, true, 80}},
    NamedRange{"noise", {0, 1, 0.01}},
    NamedRange{"k-neighbors", {1, 30, 1}},
    NamedRange{"m-neighbors", {1, 50, 1}},
    NamedRange{"arity", {1, 12, 1}},
    NamedRange{"alpha", {0.1, 10, 0.05, true, 80}},
    NamedRange{"bias-strength", {0, 20, 0.25}},
    NamedRange{"lambda", {0, 2, 0.01}},
    NamedRange{"temperature", {0.1, 10, 0.01, true, 120}},
    NamedRange{"a-plus", {-2, 3, 0.05}},
    NamedRange{"a-minus", {-2, 3, 0.05}},
    NamedRange{"affine-a", {-3, 5, 0.05}},
    NamedRange{"affine-b", {-2, 2, 0.02}},
    NamedRange{"threshold", {0, 0.5, 0.005}},
};

}  // namespace

int SliderRange::places() const {
  return logarithmic ? n_places : static_cast<int>(std::lround((high - low) / step));
}

double SliderRange::value_at(int place) const {
  const double share = static_cast<double>(place) / std::max(1, places());
  const double value = logarithmic ? low * std::pow(high / low, share) : low + place * step;
  if (place <= 0) return low;
  if (place >= places()) return high;
  // Steps of 0.1 must not leave 0.30000000000000004 behind.
  return std::round(std::round(value / step) * step * 1e9) / 1e9;
}

int SliderRange::place_of(double value) const {
  const double inside = std::clamp(value, low, high);
  const double share =
      logarithmic ? std::log(inside / low) / std::log(high / low) : (inside - low) / (high - low);
  return static_cast<int>(std::lround(share * places()));
}

const SliderRange* find_slider_range(std::string_view id) {
  const auto* found = std::find_if(k_ranges.begin(), k_ranges.end(),
                                   [&](const NamedRange& each) { return each.id == id; });
  return found == k_ranges.end() ? nullptr : &found->range;
}

OptionSlider::OptionSlider(const OptionSpec& spec, const SliderRange& range, OptionSource source,
                           QWidget* parent)
    : QWidget(parent),
      m_id(spec.id),
      m_range(range),
      m_words(spec.choices),
      m_source(std::move(source)),
      m_slider(new QSlider(Qt::Horizontal)),
      m_editor(new OptionEditor(spec, m_source)) {
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(8);
  m_slider->setObjectName(QStringLiteral("slider-") + to_qt(spec.id));
  m_slider->setAccessibleName(option_label(spec.id));
  m_slider->setAccessibleDescription(plain_words(spec.help));
  m_slider->setToolTip(option_tip(spec));
  m_slider->setRange(0, m_range.places());
  m_slider->setPageStep(std::max(1, m_range.places() / 10));
  m_slider->setMinimumWidth(32);
  row->addWidget(m_slider, 1);
  row->addWidget(m_editor);
  fit_to_text(*m_editor->focusProxy(), [this] { fit_editor(); });
  m_retry.setSingleShot(true);
  m_retry.setInterval(k_retry_ms);
  m_rest.setSingleShot(true);
  m_rest.setInterval(k_rest_ms);
  connect(&m_retry, &QTimer::timeout, this, [this] { send(); });
  connect(&m_rest, &QTimer::timeout, this, [this] {
    if (!m_slider->isSliderDown() && !m_waiting && m_source.end_drag) m_source.end_drag();
  });
  connect(m_slider, &QSlider::valueChanged, this, [this](int place) {
    if (m_refreshing) return;
    m_waiting = m_range.value_at(place);
    send();
    m_rest.start();
  });
  connect(m_slider, &QSlider::sliderReleased, this, [this] { m_rest.start(); });
  refresh();
}

// A newer request would stop the one that runs, and a steady hand would never see a picture.
void OptionSlider::send() {
  if (!m_waiting) return;
  if (m_source.busy && m_source.busy()) {
    m_retry.start();
    return;
  }
  const double value = *std::exchange(m_waiting, std::nullopt);
  m_source.drag(m_id, QString::fromStdString(to_text(value)));
  refresh();
}

void OptionSlider::refresh() {
  m_editor->refresh();
  if (m_slider->isSliderDown() || m_waiting) return;
  std::optional<double> value = find_number(m_source.values().text(m_id));
  if (!value && m_source.number) value = m_source.number(m_id);
  if (!value) return;
  // Several places of a logarithmic slider may mean one value: it stays where it was put.
  if (m_range.value_at(m_slider->value()) == *value) return;
  m_refreshing = true;
  m_slider->setValue(m_range.place_of(*value));
  m_refreshing = false;
}

/// As wide as the numbers of its range and the words beside them need.
void OptionSlider::fit_editor() {
  // Of the field, with its arrows; a list's arrow takes more.
  const int frame = qobject_cast<QComboBox*>(m_editor->focusProxy()) != nullptr ? 48 : 38;
  const QFontMetrics metrics = m_editor->focusProxy()->fontMetrics();
  int widest = metrics.horizontalAdvance(QStringLiteral("0.0000"));
  for (const std::string& word : m_words) {
    widest = std::max(widest, metrics.horizontalAdvance(to_qt(word)));
  }
  m_editor->setFixedWidth(std::max(76, widest + frame));
}

}  // namespace baryscope
