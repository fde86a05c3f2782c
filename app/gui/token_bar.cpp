#include "app/gui/token_bar.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QScrollBar>
#include <algorithm>
#include <cmath>

#include "app/gui/dispatcher.h"
#include "app/gui/flow_layout.h"
#include "app/gui/token_chip.h"

namespace baryscope {

TokenBar::TokenBar(QWidget* parent) : QScrollArea(parent), m_content(new QWidget) {
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
  fit();
}

TokenChip* TokenBar::chip(int position) const {
  return position >= 0 && position < static_cast<int>(m_chips.size())
             ? m_chips[static_cast<std::size_t>(position)]
             : nullptr;
}

void TokenBar::rebuild(const Tokens& tokens) {
  std::vector<std::string> texts;
  for (const Token& token : tokens) texts.push_back(token.text);
  if (texts == m_texts) return;
  m_texts = std::move(texts);
  for (TokenChip* chip : m_chips) delete chip;
  m_chips.clear();
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const Token& token = tokens[i];
    auto* chip = new TokenChip(static_cast<int>(i), to_qt(token.text), token.special,
                               token.continuation, m_content);
    chip->installEventFilter(this);
    connect(chip, &QAbstractButton::clicked, this, [this, i] {
      if (on_query) on_query(static_cast<int>(i));
    });
    m_content->layout()->addWidget(chip);
    chip->show();
    m_chips.push_back(chip);
  }
}

void TokenBar::show_analysis(const Analysis& analysis) {
  rebuild(analysis.tokens);
  const QueryResult* row = nullptr;
  if (analysis.focus >= 0 && analysis.focus < static_cast<int>(analysis.queries.size())) {
    row = &analysis.queries[static_cast<std::size_t>(analysis.focus)];
  }
  m_query = row == nullptr ? -1 : row->position;
  double largest = 0;
  if (row != nullptr) {
    for (const double weight : row->key_weights) largest = std::max(largest, std::fabs(weight));
  }
  for (std::size_t i = 0; i < m_chips.size(); ++i) {
    std::optional<double> weight;
    if (row != nullptr && i < row->key_weights.size()) weight = row->key_weights[i];
    m_chips[i]->set_weight(weight, weight && largest > 0 ? std::fabs(*weight) / largest : 0);
    m_chips[i]->set_query(static_cast<int>(i) == m_query);
  }
  fit();
  if (TokenChip* chip_ = chip(m_query)) ensureWidgetVisible(chip_, 8, 8);
}

void TokenBar::set_selected(std::optional<int> position) {
  for (std::size_t i = 0; i < m_chips.size(); ++i) {
    m_chips[i]->set_selected(position && *position == static_cast<int>(i));
  }
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

bool TokenBar::eventFilter(QObject* watched, QEvent* event) {
  auto* chip_ = dynamic_cast<TokenChip*>(watched);
  if (chip_ == nullptr) return false;
  if (event->type() == QEvent::MouseButtonRelease) {
    const auto* mouse = static_cast<QMouseEvent*>(event);
    if (mouse->modifiers().testFlag(Qt::ControlModifier) && on_select) {
      chip_->setDown(false);
      on_select(chip_->position());
      return true;
    }
  }
  if (event->type() != QEvent::KeyPress) return false;
  const int n = static_cast<int>(m_chips.size());
  int target = chip_->position();
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
  m_chips[static_cast<std::size_t>(target)]->setFocus(Qt::TabFocusReason);
  ensureWidgetVisible(m_chips[static_cast<std::size_t>(target)], 8, 8);
  return true;
}

}  // namespace baryscope
