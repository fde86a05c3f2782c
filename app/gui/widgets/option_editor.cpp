#include "app/gui/widgets/option_editor.h"

#include <QCheckBox>
#include <QComboBox>
#include <QContextMenuEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QSpinBox>
#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

#include "app/gui/widgets/chooser.h"
#include "app/gui/widgets/flow_layout.h"
#include "app/gui/widgets/formula.h"
#include "app/gui/widgets/number_box.h"
#include "app/gui/widgets/plain_words.h"
#include "app/gui/widgets/text_fit.h"
#include "app/gui/widgets/typed_text.h"
#include "core/base/number_text.h"
#include "core/options/window_words.h"

namespace baryscope {
namespace {

/// What an arrow key adds.
double step_of(const OptionSpec& spec) {
  if (spec.type == OptionType::integer) return 1;
  const double start = std::fabs(find_number(spec.default_value).value_or(1));
  return spec.id == "threshold" ? 0.005 : start >= 10 ? 1 : 0.05;
}

// Steps of 0.05 must not leave 0.15000000000000002 behind.
double without_dust(double value) { return std::round(value * 1e9) / 1e9; }

}  // namespace

QString option_label(std::string_view id) { return to_qt(option_words(id)); }

QString option_tip(const OptionSpec& spec) {
  const QString tip = QStringLiteral("<p>%1</p>").arg(to_rich(plain_words(spec.help)));
  return tip + QObject::tr("<p>Expected: %1. Default: %2.</p>")
                   .arg(to_qt(domain_text(spec)).toHtmlEscaped(),
                        spec.default_value.empty() ? QObject::tr("empty")
                                                   : to_qt(spec.default_value).toHtmlEscaped());
}

OptionEditor::OptionEditor(const OptionSpec& spec, OptionSource source, QWidget* parent)
    : QWidget(parent), m_spec(spec), m_source(std::move(source)) {
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(0, 0, 0, 0);
  const bool words = !spec.choices.empty();
  switch (spec.type) {
    case OptionType::flag:
      make_flag();
      break;
    case OptionType::choice:
      make_choice(false);
      break;
    case OptionType::list:
      make_list();
      break;
    case OptionType::integer:
      words || spec.parse ? make_choice(true) : make_integer();
      break;
    case OptionType::number:
      words || spec.parse ? make_choice(true) : make_number();
      break;
    case OptionType::text:
    case OptionType::path:
      words ? make_choice(true) : make_text();
      break;
  }
  if (m_source.automatic) {
    m_meaning = new QLabel;
    m_meaning->setProperty("role", "muted");
    row->addWidget(m_meaning);
  }
  refresh();
}

void OptionEditor::adopt(QWidget* widget) {
  m_widget = widget;
  layout()->addWidget(widget);
  widget->setObjectName(QStringLiteral("option-") + to_qt(m_spec.id));
  widget->setToolTip(option_tip(m_spec));
  widget->setAccessibleName(option_label(m_spec.id));
  widget->setAccessibleDescription(to_unicode(plain_words(m_spec.help)));
  widget->installEventFilter(this);
  setFocusProxy(widget);
}

/// A field of numbers is as wide as those that occur, not as the largest that may be.
void OptionEditor::adopt_numbers(QWidget* field) {
  constexpr int k_frame = 42;  // with its arrows
  adopt(field);
  fit_to_text(*field, [field] {
    field->setMinimumWidth(field->fontMetrics().horizontalAdvance("00000") + k_frame);
  });
}

void OptionEditor::make_flag() {
  auto* box = new QCheckBox;
  adopt(box);
  connect(box, &QCheckBox::toggled, this,
          [this](bool on) { send(on ? QStringLiteral("on") : QStringLiteral("off")); });
  m_show = [box](const QString& value) { box->setChecked(value == QLatin1String("on")); };
}

void OptionEditor::make_choice(bool editable) {
  auto* box = new Chooser;
  adopt(box);
  box->setEditable(editable);
  box->setInsertPolicy(QComboBox::NoInsert);
  box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  box->setMinimumContentsLength(m_source.automatic ? 4 : 6);
  for (const std::string& choice : m_spec.choices) box->addItem(to_qt(choice));
  connect(box, &QComboBox::textActivated, this, [this](const QString& text) { send(text); });
  if (editable) {
    connect(box->lineEdit(), &QLineEdit::editingFinished, this,
            [this, box] { send(box->currentText()); });
  }
  m_show = [this, box, editable](const QString& value) {
    box->setCurrentIndex(box->findText(value));
    if (!editable) return;
    box->setEditText(field_text(m_spec, value));
    if (!box->lineEdit()->hasFocus()) box->lineEdit()->setCursorPosition(0);
  };
}

void OptionEditor::make_integer() {
  auto* box = new QSpinBox;
  adopt_numbers(box);
  box->setLocale(QLocale::c());
  box->setKeyboardTracking(false);
  const double limit = std::numeric_limits<int>::max();
  const double low = m_spec.minimum.value_or(-limit) + (m_spec.minimum_exclusive ? 1 : 0);
  box->setRange(static_cast<int>(std::max(-limit, std::ceil(low))),
                static_cast<int>(std::min(limit, m_spec.maximum.value_or(limit))));
  connect(box, &QSpinBox::valueChanged, this, [this](int value) { send(QString::number(value)); });
  m_show = [box](const QString& value) { box->setValue(value.toInt()); };
}

void OptionEditor::make_number() {
  auto* box = new NumberBox(m_spec);
  adopt_numbers(box);
  box->setLocale(QLocale::c());
  box->setKeyboardTracking(false);
  box->setDecimals(12);
  const double low = m_spec.minimum.value_or(-1e12);
  box->setRange(m_spec.minimum_exclusive ? low + 1e-12 : low, m_spec.maximum.value_or(1e12));
  box->setSingleStep(step_of(m_spec));
  connect(box, &QDoubleSpinBox::valueChanged, this, [this, box](double value) {
    box->keep({});
    send(QString::fromStdString(to_text(without_dust(value))));
  });
  box->on_refused = [this, box](const QString& text) {
    if (!m_refreshing) send(text);
    box->keep(m_refused);
  };
  connect(box, &QDoubleSpinBox::editingFinished, this, [this, box] {
    if (m_refused.isEmpty() || box->line().text() == m_refused) return;
    box->keep({});  // the value that it has already was typed again
    send(to_qt(m_source.values().text(m_spec.id)));
  });
  m_show = [box](const QString& value) {
    box->keep({});
    box->setValue(find_number(value.toStdString()).value_or(0));
    if (!box->line().hasFocus()) box->line().setCursorPosition(0);
  };
}

void OptionEditor::make_text() {
  auto* field = new QLineEdit;
  adopt(field);
  connect(field, &QLineEdit::editingFinished, this, [this, field] { send(field->text()); });
  m_show = [field](const QString& value) {
    if (field->text() == value) return;
    field->setText(value);
    if (!field->hasFocus()) field->setCursorPosition(0);
  };
}

void OptionEditor::make_list() {
  auto* frame = new QWidget;
  adopt(frame);
  auto* flow = new FlowLayout(frame, 12, 2);
  flow->setContentsMargins(0, 0, 0, 0);
  std::vector<QCheckBox*> boxes;
  for (const std::string& choice : m_spec.choices) {
    auto* box = new QCheckBox(to_qt(choice));
    box->setToolTip(option_tip(m_spec));
    flow->addWidget(box);
    boxes.push_back(box);
  }
  for (QCheckBox* box : boxes) {
    connect(box, &QCheckBox::toggled, this, [this, boxes] {
      QStringList chosen;
      for (const QCheckBox* each : boxes) {
        if (each->isChecked()) chosen << each->text();
      }
      send(chosen.join(QLatin1Char(',')));
    });
  }
  m_show = [boxes](const QString& value) {
    const QStringList chosen = value.split(QLatin1Char(','));
    for (QCheckBox* box : boxes) box->setChecked(chosen.contains(box->text()));
  };
}

void OptionEditor::send(const QString& value) {
  if (m_refreshing) return;
  if (auto* line = findChild<QLineEdit*>()) forget_typing(*line);
  const QString now = to_qt(m_source.values().text(m_spec.id));
  const bool same = value == now || value == field_text(m_spec, now);
  if (same && m_refused.isEmpty()) return;
  const bool done = m_source.set(m_spec.id, same ? now : value);
  m_refused = done || !m_source.keeps_refused ? QString() : value;
  m_beside = to_qt(m_source.values().text(m_spec.id));
  if (!done) refresh();
}

bool OptionEditor::is_typed_into() const {
  const auto* line = findChild<QLineEdit*>();
  return line != nullptr && line->hasFocus() && line->isModified();
}

void OptionEditor::add_choices() {
  auto* box = qobject_cast<QComboBox*>(m_widget);
  if (box == nullptr || !m_source.choices) return;
  std::vector<std::string> wanted = m_spec.choices;
  const std::vector<std::string> more = m_source.choices(m_spec.id);
  wanted.insert(wanted.end(), more.begin(), more.end());
  bool same = box->count() == static_cast<int>(wanted.size());
  for (int i = 0; same && i < box->count(); ++i) {
    same = box->itemText(i) == to_qt(wanted[static_cast<std::size_t>(i)]);
  }
  if (same) return;  // a list that a person has open is not filled anew for nothing
  box->clear();
  for (const std::string& choice : wanted) box->addItem(to_qt(choice));
}

void OptionEditor::refresh() {
  const OptionValues& options = m_source.values();
  if (!is_typed_into()) {
    m_refreshing = true;
    add_choices();
    const QString value = to_qt(options.text(m_spec.id));
    if (value != m_beside) m_refused.clear();  // somebody else set another
    if (m_refused.isEmpty()) m_show(value);
    m_refreshing = false;
    const bool rounded = field_text(m_spec, value) != value;
    if (rounded || m_tells_all) {
      m_widget->setToolTip(option_tip(m_spec) +
                           (rounded ? tr("<p>Now: %1.</p>").arg(value) : QString()));
    }
    m_tells_all = rounded;
  }
  if (m_meaning != nullptr) {
    const bool automatic = options.text(m_spec.id) == "auto";
    const QString meaning = automatic ? m_source.automatic(m_spec.id) : QString();
    m_meaning->setText(meaning);
    m_meaning->setVisible(!meaning.isEmpty());
    if (!meaning.isEmpty()) m_widget->setAccessibleDescription(tr("auto: %1").arg(meaning));
  }
  if (on_refresh) {
    on_refresh(options.is_set(m_spec.id) && options.text(m_spec.id) != m_spec.default_value);
  }
}

void OptionEditor::contextMenuEvent(QContextMenuEvent* event) {
  QMenu menu;
  menu.addAction(tr("Reset to the default (%1)").arg(to_qt(m_spec.default_value)), this,
                 [this] { m_source.set(m_spec.id, to_qt(m_spec.default_value)); });
  menu.exec(event->globalPos());
}

// The arrows and page keys step numbers, beside words too.
bool OptionEditor::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::KeyPress) {
    const auto* key = static_cast<const QKeyEvent*>(event);
    const int steps = key->modifiers() != Qt::NoModifier ? 0
                      : key->key() == Qt::Key_Up         ? 1
                      : key->key() == Qt::Key_Down       ? -1
                      : key->key() == Qt::Key_PageUp     ? 10
                      : key->key() == Qt::Key_PageDown   ? -10
                                                         : 0;
    if (steps != 0 && step_number(steps)) return true;
  }
  return QWidget::eventFilter(watched, event);
}

/// Of a field that takes words too, which Qt's own arrow keys would go through.
bool OptionEditor::step_number(int steps) {
  auto* box = qobject_cast<QComboBox*>(m_widget);
  const bool counts = m_spec.type == OptionType::integer || m_spec.type == OptionType::number;
  if (box == nullptr || !box->isEditable() || !counts) return false;
  const std::string value = m_source.values().text(m_spec.id);
  const std::optional<double> now = find_number(
      box->currentText() == field_text(m_spec, to_qt(value)) ? value
                                                             : box->currentText().toStdString());
  if (!now) return false;
  const double step = step_of(m_spec);
  const double low = m_spec.minimum ? *m_spec.minimum + (m_spec.minimum_exclusive ? step : 0)
                                    : -std::numeric_limits<double>::infinity();
  const double high = m_spec.maximum.value_or(std::numeric_limits<double>::infinity());
  const double next = std::clamp(without_dust(*now + steps * step), std::min(low, *now), high);
  box->setEditText(QString::fromStdString(to_text(next)));
  send(box->currentText());
  return true;
}

}  // namespace baryscope
