#include "app/gui/motion/sweep_field.h"

#include <QAction>
#include <QComboBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QSignalBlocker>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "app/gui/widgets/chooser.h"
#include "app/gui/widgets/option_editor.h"
#include "app/gui/widgets/panel.h"
#include "app/gui/widgets/plain_words.h"
#include "app/session/film/sweep.h"
#include "app/session/session_requests.h"
#include "core/base/error.h"
#include "core/base/number_text.h"

namespace baryscope {
namespace {

bool is_number(const OptionSpec& spec) {
  return spec.type == OptionType::number || spec.type == OptionType::integer;
}

/// From where to where a number may be moved so that something is seen.
std::pair<double, double> telling_range(const OptionSpec& spec, const OptionValues& now) {
  constexpr double k_whole_steps = 5;
  const double value =
      now.find_number(spec.id).value_or(find_number(spec.default_value).value_or(1));
  double low = spec.minimum.value_or(std::min(0.0, value));
  double high = spec.maximum.value_or(
      spec.type == OptionType::integer ? low + k_whole_steps : std::max(1.2, 1.5 * value));
  if (spec.minimum_exclusive) low = std::max(0.25 * std::abs(value), 0.1);
  if (spec.type == OptionType::integer) high = std::min(high, low + 4 * k_whole_steps);
  return {low, high};
}

}  // namespace

SweepField::SweepField(const OptionTable& table, QWidget* parent)
    : QWidget(parent),
      m_table(table),
      m_now(table),
      m_option(new Chooser),
      m_pages(new QStackedWidget),
      m_from(new QLineEdit),
      m_to(new QLineEdit),
      m_values(new QLineEdit),
      m_menu(new QToolButton),
      m_note(muted_label({})),
      m_problem(new QLabel) {
  m_option->setProperty("long", true);
  m_option->setMaxVisibleItems(16);
  m_option->setObjectName(QStringLiteral("sweep-option"));
  m_option->setAccessibleName(tr("Option that changes"));
  m_option->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  m_option->setMinimumContentsLength(10);
  m_from->setObjectName(QStringLiteral("sweep-from"));
  m_from->setAccessibleName(tr("First value"));
  m_to->setObjectName(QStringLiteral("sweep-to"));
  m_to->setAccessibleName(tr("Last value"));
  m_values->setObjectName(QStringLiteral("sweep-values"));
  m_values->setAccessibleName(tr("Values, with commas between them"));
  m_values->setToolTip(
      tr("The values in the order in which they are shown, with commas between "
         "them; each is shown equally long"));
  m_menu->setObjectName(QStringLiteral("sweep-menu"));
  m_menu->setText(tr("Choose"));
  m_menu->setFocusPolicy(Qt::StrongFocus);
  m_menu->setPopupMode(QToolButton::InstantPopup);
  m_menu->setAccessibleName(tr("Choose values"));
  m_menu->setMenu(new QMenu(m_menu));
  m_note->setObjectName(QStringLiteral("sweep-note"));
  m_note->setWordWrap(true);
  m_problem->setProperty("role", "problem");
  m_problem->setObjectName(QStringLiteral("sweep-problem"));
  m_problem->setWordWrap(true);
  m_problem->hide();

  auto* range = new QWidget;
  auto* range_row = new QHBoxLayout(range);
  range_row->setContentsMargins(0, 0, 0, 0);
  range_row->addWidget(muted_label(tr("from")));
  range_row->addWidget(m_from, 1);
  range_row->addWidget(muted_label(tr("to")));
  range_row->addWidget(m_to, 1);
  auto* list = new QWidget;
  auto* list_row = new QHBoxLayout(list);
  list_row->setContentsMargins(0, 0, 0, 0);
  list_row->addWidget(m_values, 1);
  list_row->addWidget(m_menu);
  m_pages->addWidget(range);
  m_pages->addWidget(list);
  m_pages->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);

  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(6);
  column->addWidget(m_option);
  column->addWidget(m_pages);
  column->addWidget(m_note);
  column->addWidget(m_problem);
  connect(m_option, &QComboBox::activated, this, [this] {
    propose();
    changed();
  });
  for (QLineEdit* field : {m_from, m_to, m_values}) {
    connect(field, &QLineEdit::textEdited, this, [this] { changed(); });
  }
}

const OptionSpec& SweepField::spec() const {
  return m_table.spec(m_option->currentData().toString().toStdString());
}

/// Those that say something of what is shown, samples or a text; and `chosen`, whatever it is.
void SweepField::offer_options(const std::string& chosen) {
  const bool samples = shows_samples(m_now);
  m_option->clear();
  for (const OptionSpec& spec : m_table.specs()) {
    if (!sweep_obstacle(spec).empty() || spec.type == OptionType::path) continue;
    const auto beside = [&](const char* id) { return spec.group == m_table.spec(id).group; };
    const bool silent = samples ? beside("mechanism") || beside("query") : beside("sampler");
    if (silent && spec.id != chosen) continue;
    m_option->addItem(option_label(spec.id), to_qt(spec.id));
    m_option->setItemData(m_option->count() - 1, option_tip(spec), Qt::ToolTipRole);
  }
}

bool SweepField::takes_range() const { return is_number(spec()); }

void SweepField::propose() {
  const OptionSpec& row = spec();
  m_option->setToolTip(option_tip(row));
  m_pages->setCurrentIndex(takes_range() ? 0 : 1);
  if (takes_range()) {
    const auto [low, high] = telling_range(row, m_now);
    m_from->setText(to_qt(to_text(low)));
    m_to->setText(to_qt(to_text(high)));
    const QString tip = tr("The option runs from the first value to the last. Expected: %1")
                            .arg(to_qt(domain_text(row)));
    m_from->setToolTip(tip);
    m_to->setToolTip(tip);
    return;
  }
  QStringList values;
  for (const std::string& choice :
       row.type == OptionType::flag ? std::vector<std::string>{"off", "on"} : row.choices) {
    if (choice != "auto") values << to_qt(choice);
  }
  m_values->setText(values.mid(0, 4).join(QLatin1Char(',')));
  fill_menu();
}

void SweepField::fill_menu() {
  QMenu* menu = m_menu->menu();
  menu->clear();
  const OptionSpec& row = spec();
  const std::vector<std::string> choices =
      row.type == OptionType::flag ? std::vector<std::string>{"off", "on"} : row.choices;
  m_menu->setVisible(!choices.empty());
  for (const std::string& choice : choices) {
    QAction* action = menu->addAction(to_qt(choice));
    action->setCheckable(true);
    connect(action, &QAction::triggered, this, [this](bool) {
      QStringList chosen;
      for (const QAction* each : m_menu->menu()->actions()) {
        if (each->isChecked()) chosen << each->text();
      }
      m_values->setText(chosen.join(QLatin1Char(',')));
      changed();
    });
  }
  connect(menu, &QMenu::aboutToShow, this, [this, menu] {
    const QStringList chosen = m_values->text().split(QLatin1Char(','));
    for (QAction* each : menu->actions()) each->setChecked(chosen.contains(each->text()));
  });
}

void SweepField::set_text(const std::string& text, const OptionValues& now,
                          std::vector<std::string> telling) {
  m_now = now;
  m_telling = std::move(telling);
  const auto number = std::find_if(m_telling.begin(), m_telling.end(), [this](const auto& id) {
    const OptionSpec* row = m_table.find_spec(id);
    return row != nullptr && row->type == OptionType::number && sweep_obstacle(*row).empty();
  });
  const std::size_t equals = text.find('=');
  const std::string id = equals != std::string::npos ? text.substr(0, equals)
                         : number != m_telling.end() ? *number
                                                     : "temperature";
  offer_options(id);
  m_option->setCurrentIndex(std::max(0, m_option->findData(to_qt(id))));
  propose();
  if (equals != std::string::npos) {
    const std::string rest = text.substr(equals + 1);
    const std::size_t colon = rest.find(':');
    if (takes_range() && colon != std::string::npos) {
      m_from->setText(to_qt(rest.substr(0, colon)));
      m_to->setText(to_qt(rest.substr(colon + 1)));
    } else {
      m_pages->setCurrentIndex(1);
      m_values->setText(to_qt(rest));
      fill_menu();
    }
  }
  changed();
}

std::string SweepField::text() const {
  const std::string values =
      m_pages->currentIndex() == 0
          ? m_from->text().trimmed().toStdString() + ":" + m_to->text().trimmed().toStdString()
          : m_values->text().remove(QLatin1Char(' ')).toStdString();
  return spec().id + "=" + values;
}

QString SweepField::problem() const {
  try {
    static_cast<void>(make_sweep(m_table, text()));
    return {};
  } catch (const Error& error) {
    return plain_words(error.what());
  }
}

void SweepField::changed() {
  const bool idle = spec().group == "mechanism" && spec().id != "mechanism" &&
                    std::find(m_telling.begin(), m_telling.end(), spec().id) == m_telling.end();
  m_note->setText(tr("The mechanism that is shown does not use “%1”: nothing will change.")
                      .arg(option_label(spec().id)));
  m_note->setVisible(idle);
  const QString problem = this->problem();
  m_problem->setText(problem);
  m_problem->setVisible(!problem.isEmpty());
  if (on_change) on_change();
}

}  // namespace baryscope
