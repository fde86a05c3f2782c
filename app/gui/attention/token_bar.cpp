#include "app/gui/attention/token_bar.h"

#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QScrollBar>
#include <algorithm>
#include <cmath>
#include <string>

#include "app/gui/attention/token_chip.h"
#include "app/gui/widgets/dispatcher.h"
#include "app/gui/widgets/flow_layout.h"
#include "app/gui/widgets/text_fit.h"
#include "core/text/token_name.h"

namespace baryscope {
namespace {

constexpr int k_all = 600;     // more tokens are shown in parts
constexpr int k_around = 150;  // to either side

/// Tokens that have one character together stand side by side: the first one shows it.
std::string chip_text(const Token& token) {
  if (token.n_parts == 0) return name_of(token);
  const std::string piece = piece_of(token);
  return piece.empty() ? "·" : piece;
}

}  // namespace

TokenBar::TokenBar(QWidget* parent)
    : QScrollArea(parent),
      m_content(new QWidget),
      m_field(new QSpinBox(m_content)),
      m_before(new QToolButton(m_content)),
      m_after(new QToolButton(m_content)) {
  setObjectName(QStringLiteral("token-bar"));
  setFrameShape(QFrame::NoFrame);
  setWidgetResizable(true);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setAccessibleName(tr("Tokens of the text"));
  auto* layout = new FlowLayout(m_content, 4, 4);
  layout->setContentsMargins(0, 0, 0, 0);
  m_content->setProperty("bare", true);
  setWidget(m_content);
  setStyleSheet(QStringLiteral("QScrollArea, QWidget[bare=\"true\"] { background: transparent; }"));
  setFocusPolicy(Qt::NoFocus);
  layout->addWidget(m_field);
  layout->addWidget(m_before);
  layout->addWidget(m_after);
  m_field->setObjectName(QStringLiteral("token-position"));
  m_field->setPrefix(tr("around "));
  m_field->setKeyboardTracking(false);
  m_field->setToolTip(tr("The position whose neighbourhood is shown of this long text"));
  m_field->setAccessibleName(tr("Position in the text"));
  connect(m_field, &QSpinBox::valueChanged, this, [this](int position) {
    show_around(position);
    fit();
    if (TokenChip* token_chip = chip(position)) ensureWidgetVisible(token_chip, 8, 8);
  });
  for (QToolButton* button : {m_before, m_after}) {
    const int step = button == m_before ? -2 * k_around : 2 * k_around;
    const QString words = step < 0 ? tr("The tokens before") : tr("The tokens after");
    button->setText(QStringLiteral("…"));
    button->setToolTip(words);
    button->setAccessibleName(words);
    connect(button, &QToolButton::clicked, this,
            [this, step] { m_field->setValue(m_first + k_around + step); });
  }
  for (QWidget* each : {static_cast<QWidget*>(m_field), static_cast<QWidget*>(m_before),
                        static_cast<QWidget*>(m_after)}) {
    each->hide();
  }
  fit_to_text(*this, [this] { fit(); });
}

TokenChip* TokenBar::chip(int position) const {
  const int i = position - m_first;
  return i >= 0 && i < static_cast<int>(m_chips.size()) ? m_chips[static_cast<std::size_t>(i)]
                                                        : nullptr;
}

void TokenBar::rebuild(const Tokens& tokens) {
  const auto same = [](const Token& a, const Token& b) { return a.text == b.text; };
  if (!m_chips.empty() && std::ranges::equal(tokens, m_tokens, same)) return;
  m_tokens = tokens;
  drop_chips();
}

// One of them may be handling the very event that leads here.
void TokenBar::drop_chips() {
  for (TokenChip* token_chip : m_chips) {
    m_content->layout()->removeWidget(token_chip);
    token_chip->hide();
    token_chip->deleteLater();
  }
  m_chips.clear();
}

void TokenBar::show_around(int position) {
  const int n = static_cast<int>(m_tokens.size());
  const bool whole = n <= k_all;
  const int n_shown = whole ? n : 2 * k_around + 1;
  const int first = whole ? 0 : std::clamp(position - k_around, 0, n - n_shown);
  if (first == m_first && static_cast<int>(m_chips.size()) == n_shown) return;
  drop_chips();
  m_first = first;
  m_content->layout()->removeWidget(m_after);
  QWidget* before = m_before;  // in the order of the Tab key too
  for (int i = first; i < first + n_shown; ++i) {
    const Token& token = m_tokens[static_cast<std::size_t>(i)];
    auto* token_chip = new TokenChip(i, to_qt(chip_text(token)), to_qt(name_of(token)),
                                     token.special, token.continuation, m_content);
    token_chip->installEventFilter(this);
    connect(token_chip, &QAbstractButton::clicked, this, [this, i] {
      if (on_query) on_query(i);
    });
    m_content->layout()->addWidget(token_chip);
    setTabOrder(before, token_chip);
    before = token_chip;
    token_chip->show();
    m_chips.push_back(token_chip);
  }
  m_content->layout()->addWidget(m_after);
  m_field->setVisible(!whole);
  m_before->setVisible(first > 0);
  m_after->setVisible(first + n_shown < n);
  m_field->blockSignals(true);
  m_field->setRange(0, std::max(0, n - 1));
  m_field->setSuffix(tr(" of %1").arg(n));
  m_field->setValue(std::clamp(position, 0, std::max(0, n - 1)));
  m_field->blockSignals(false);
  weigh();
}

void TokenBar::weigh() {
  double largest = 0;
  for (const double weight : m_weights) largest = std::max(largest, std::fabs(weight));
  for (TokenChip* token_chip : m_chips) {
    const auto i = static_cast<std::size_t>(token_chip->position());
    token_chip->set_surprise(i < m_surprises.size() ? m_surprises[i] : std::nullopt);
    std::optional<double> weight;
    if (i < m_weights.size()) weight = m_weights[i];
    token_chip->set_weight(weight, weight && largest > 0 ? std::fabs(*weight) / largest : 0);
    token_chip->set_query(token_chip->position() == m_query);
    token_chip->set_selected(m_selected == token_chip->position());
  }
}

void TokenBar::show_analysis(const Analysis& analysis) {
  rebuild(analysis.tokens);
  const QueryResult* row = nullptr;
  if (analysis.focus >= 0 && analysis.focus < static_cast<int>(analysis.queries.size())) {
    row = &analysis.queries[static_cast<std::size_t>(analysis.focus)];
  }
  m_query = row == nullptr ? -1 : row->position;
  m_surprises.assign(analysis.expectations.places.empty() ? 0 : analysis.tokens.size() + 1, {});
  for (const Expectation& place : analysis.expectations.places) {
    m_surprises[static_cast<std::size_t>(place.position) + 1] = place.surprise;
  }
  m_mask = analysis.request.mask;
  m_can_mask = !analysis.model.causal && analysis.request.capture.empty();
  m_weights = row == nullptr ? std::vector<double>() : row->key_weights;
  if (m_chips.empty() || chip(m_query) == nullptr) show_around(std::max(0, m_query));
  weigh();
  fit();
  if (TokenChip* token_chip = chip(m_query)) ensureWidgetVisible(token_chip, 8, 8);
}

void TokenBar::set_selected(std::optional<int> position) {
  m_selected = position;
  for (TokenChip* token_chip : m_chips)
    token_chip->set_selected(position == token_chip->position());
}

// As tall as the tokens need, up to three lines; longer texts scroll.
void TokenBar::fit() {
  const int line = m_chips.empty() ? fontMetrics().height() + 10 : m_chips[0]->sizeHint().height();
  const int wanted = m_content->layout()->heightForWidth(std::max(60, width()));
  setFixedHeight(std::clamp(wanted, line, 3 * line + 8));
}

void TokenBar::resizeEvent(QResizeEvent* event) {
  QScrollArea::resizeEvent(event);
  fit();
}

/// What can be done with one token, for those who look for it there.
void TokenBar::show_menu(const TokenChip& token_chip, QPoint place) {
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  menu->setObjectName(QStringLiteral("token-menu"));
  menu->setToolTipsVisible(true);
  const int position = token_chip.position();
  const auto add = [&](const QString& words, const std::function<void(int)>& run) {
    QAction* action = menu->addAction(words);
    connect(action, &QAction::triggered, this, [run, position] {
      if (run) run(position);
    });
    return action;
  };
  add(tr("Let This Token &Read"), on_query);
  add(tr("&Select It"), on_select);
  QAction* mask = add(m_mask == position ? tr("Read It &Again") : tr("&Mask It"), on_mask);
  mask->setEnabled(m_can_mask);
  mask->setToolTip(m_can_mask ? tr("The model reads its mask in the token's place and says what it "
                                   "expects there (Ctrl+M)")
                              : tr("For encoders, which read from both sides: BERT, RoBERTa"));
  menu->popup(place);
}

bool TokenBar::eventFilter(QObject* watched, QEvent* event) {
  auto* token_chip = dynamic_cast<TokenChip*>(watched);
  if (token_chip == nullptr) return false;
  if (event->type() == QEvent::MouseButtonRelease) {
    const auto* mouse = static_cast<QMouseEvent*>(event);
    if (mouse->modifiers().testFlag(Qt::ControlModifier) && on_select) {
      token_chip->setDown(false);
      on_select(token_chip->position());
      return true;
    }
  }
  if (event->type() == QEvent::ContextMenu) {
    show_menu(*token_chip, static_cast<QContextMenuEvent*>(event)->globalPos());
    return true;
  }
  if (event->type() != QEvent::KeyPress) return false;
  const int n = static_cast<int>(m_tokens.size());
  int target = token_chip->position();
  switch (static_cast<QKeyEvent*>(event)->key()) {
    case Qt::Key_Left:
      target = std::max(0, target - 1);
      break;
    case Qt::Key_Right:
      target = std::min(n - 1, target + 1);
      break;
    case Qt::Key_Home:
      target = 0;
      break;
    case Qt::Key_End:
      target = n - 1;
      break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
      if (on_query) on_query(target);
      return true;
    case Qt::Key_Space:
      if (on_select) on_select(target);
      return true;
    default:
      return false;
  }
  if (chip(target) == nullptr) show_around(target);
  chip(target)->setFocus(Qt::TabFocusReason);
  ensureWidgetVisible(chip(target), 8, 8);
  return true;
}

}  // namespace baryscope
