#include "app/gui/widgets/panel.h"

#include <QEvent>
#include <QGridLayout>
#include <QLabel>
#include <QScrollBar>
#include <QSlider>
#include <QStyle>
#include <QVBoxLayout>
#include <algorithm>
#include <utility>

#include "app/gui/widgets/option_editor.h"
#include "app/gui/widgets/option_slider.h"
#include "app/gui/widgets/text_fit.h"

namespace baryscope {

QLabel* section_label(const QString& text) {
  auto* label = new QLabel(text.toUpper());
  label->setProperty("role", "section");
  label->setWordWrap(true);
  scale_text(*label, k_small_text);
  return label;
}

QLabel* muted_label(const QString& text) {
  auto* label = new QLabel(text);
  label->setProperty("role", "muted");
  label->setTextFormat(Qt::PlainText);
  label->setWordWrap(true);
  return label;
}

void widen_to_numbers(QLabel& label) {
  const int most = 14 * label.fontMetrics().averageCharWidth();
  int widest = 0;
  for (const QString& word : label.text().split(QLatin1Char(' '))) {
    widest = std::max(widest, label.fontMetrics().horizontalAdvance(word) + 1);
  }
  label.setMinimumWidth(std::min(widest, most));
  label.setWordWrap(true);  // what it asks for is still that of the width it had
}

void keep_numbers_whole(QLabel& label) {
  fit_to_text(label, [&label] { widen_to_numbers(label); });
}

QLabel* selectable_label(const QString& text) {
  auto* label = new QLabel(text);
  label->setWordWrap(true);
  label->setTextFormat(Qt::PlainText);
  label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
  return label;
}

OptionForm::OptionForm(const Dispatcher& dispatcher, QWidget* parent)
    : OptionForm(session_options(dispatcher), parent) {}

OptionForm::OptionForm(OptionSource source, QWidget* parent)
    : QWidget(parent), m_source(std::move(source)), m_grid(new QGridLayout(this)) {
  m_grid->setContentsMargins(0, 0, 0, 0);
  m_grid->setHorizontalSpacing(12);
  m_grid->setVerticalSpacing(7);
  m_grid->setColumnStretch(1, 1);
}

OptionForm::Row OptionForm::make_row(const OptionSpec& spec) {
  Row row;
  if (const SliderRange* range = find_slider_range(spec.id); range != nullptr && m_source.drag) {
    row.slider = new OptionSlider(spec, *range, m_source);
    row.editor = row.slider->editor();
    row.field = row.slider;
  } else {
    row.editor = new OptionEditor(spec, m_source);
    row.field = row.editor;
  }
  row.wide = spec.type == OptionType::list;
  row.label = new QLabel(option_label(spec.id));
  row.label->setWordWrap(true);
  row.label->setToolTip(option_tip(spec));
  row.label->setBuddy(row.editor);
  row.label->setProperty("role", "muted");
  row.editor->on_refresh = [label = row.label](bool is_set) {
    const char* role = is_set ? "changed" : "muted";
    if (label->property("role").toByteArray() == role) return;
    label->setProperty("role", role);
    label->style()->unpolish(label);
    label->style()->polish(label);
  };
  return row;
}

void OptionForm::set_options(const std::vector<std::string>& ids) {
  if (ids == m_ids) {
    refresh();
    return;
  }
  m_ids = ids;
  const std::vector<const Row*> before = std::exchange(m_shown, {});
  for (const Row* row : before) {
    m_grid->removeWidget(row->label);
    m_grid->removeWidget(row->field);
  }
  QWidget* previous = nullptr;
  // By the keyboard in the order of the eye, whichever row was made first.
  const auto follow = [&](QWidget* next) {
    if (previous != nullptr) setTabOrder(previous, next);
    previous = next;
  };
  for (const std::string& id : ids) {
    const OptionSpec* spec = m_source.values().table().find_spec(id);
    // A choice of one is none.
    if (spec == nullptr || (spec->type == OptionType::choice && spec->choices.size() < 2)) continue;
    auto known = m_rows.find(id);
    if (known == m_rows.end()) known = m_rows.emplace(id, make_row(*spec)).first;
    const Row& row = known->second;
    row.label->setParent(this);
    row.field->setParent(this);
    row.label->show();
    row.field->show();
    if (row.slider != nullptr) follow(row.slider->slider());
    follow(row.editor);
    m_shown.push_back(&row);
  }
  for (const Row* row : before) {
    if (std::find(m_shown.begin(), m_shown.end(), row) != m_shown.end()) continue;
    row->label->hide();
    row->field->hide();
  }
  place_rows();
  refresh();
  setVisible(!m_shown.empty());
}

void OptionForm::refresh() {
  for (const Row* row : m_shown) {
    row->editor->refresh();
    if (row->slider != nullptr) row->slider->refresh();
  }
}

void OptionForm::set_label_width(int pixels) {
  m_label_width = pixels;
  place_rows();
}

void OptionForm::place_rows() {
  m_grid->setColumnMinimumWidth(0, m_stacked ? 0 : m_label_width);
  int place = 0;
  for (const Row* row : m_shown) {
    m_grid->removeWidget(row->label);
    m_grid->removeWidget(row->field);
    if (m_stacked) {
      m_grid->addWidget(row->label, place, 0, 1, 2);
      m_grid->addWidget(row->field, place + 1, 0, 1, 2);
    } else {
      m_grid->addWidget(row->label, place, 0, row->wide ? Qt::AlignTop : Qt::AlignVCenter);
      m_grid->addWidget(row->field, place, 1);
    }
    place += m_stacked ? 2 : 1;
  }
}

std::pair<int, int> OptionForm::widths() const {
  std::pair<int, int> widest;
  for (const Row* row : m_shown) {
    widest.first = std::max(widest.first, row->label->minimumSizeHint().width());
    widest.second = std::max(
        {widest.second, row->field->minimumSizeHint().width(), row->field->minimumWidth()});
  }
  return widest;
}

QSize OptionForm::minimumSizeHint() const {
  const auto [label, field] = widths();
  return {std::max(label, field), m_grid->totalMinimumSize().height()};
}

void OptionForm::fit_rows() {
  const auto [label, field] = widths();
  const bool stacked =
      width() < std::max(label, m_label_width) + m_grid->horizontalSpacing() + field;
  if (std::exchange(m_stacked, stacked) != stacked) place_rows();
}

void OptionForm::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  fit_rows();
}

bool OptionForm::event(QEvent* event) {
  const bool done = QWidget::event(event);
  if (event->type() == QEvent::LayoutRequest) fit_rows();
  return done;
}

OptionEditor* OptionForm::editor(std::string_view id) const {
  for (const Row* row : m_shown) {
    if (row->editor->id() == id) return row->editor;
  }
  return nullptr;
}

namespace {

/// As tall as its column needs at its width: wrapped lines are not squeezed, the panel scrolls.
class Column : public QWidget {
 protected:
  void resizeEvent(QResizeEvent* event) override {
    QWidget::resizeEvent(event);
    fit();
  }
  bool event(QEvent* event) override {
    const bool done = QWidget::event(event);
    if (event->type() == QEvent::LayoutRequest) fit();
    return done;
  }

 private:
  void fit() {
    const int needed = layout() == nullptr ? 0 : layout()->totalHeightForWidth(width());
    setMinimumHeight(needed < 0 ? layout()->totalSizeHint().height() : needed);
  }
};

}  // namespace

Panel::Panel(QWidget* parent) : QScrollArea(parent) {
  setFrameShape(QFrame::NoFrame);
  setWidgetResizable(true);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAsNeeded);  // large text in a narrow dock
  // The bar keeps its place, unseen while there is nothing to scroll. A column that got wider as it
  // went, and taller with its width, would bring it back, and so on without end.
  setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn);
  verticalScrollBar()->setProperty("idle", true);
  connect(verticalScrollBar(), &QScrollBar::rangeChanged, this, [this](int low, int high) {
    QScrollBar* bar = verticalScrollBar();
    if (bar->property("idle").toBool() == (low == high)) return;
    bar->setProperty("idle", low == high);
    bar->style()->polish(bar);
    bar->update();
  });
  setFocusPolicy(Qt::NoFocus);
  auto* content = new Column;
  content->setProperty("panel", true);
  // At the top by what stretches below it: a layout that is aligned gets the height of its hint,
  // which is too little where words are wrapped.
  auto* whole = new QVBoxLayout(content);
  whole->setContentsMargins(0, 0, 0, 0);
  whole->setSpacing(0);
  m_column = new QVBoxLayout;
  m_column->setContentsMargins(14, 12, 4, 16);  // the bar stands in the right margin
  m_column->setSpacing(8);
  whole->addLayout(m_column);
  whole->addStretch();
  setWidget(content);
}

void Panel::add_section(const QString& title) {
  if (m_column->count() > 0) {
    m_column->addSpacing(6);
    auto* line = new QFrame;
    line->setProperty("hairline", true);
    m_column->addWidget(line);
    m_column->addSpacing(2);
  }
  m_column->addWidget(section_label(title));
}

}  // namespace baryscope
