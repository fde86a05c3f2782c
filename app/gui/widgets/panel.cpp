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

namespace baryscope {

QLabel* section_label(const QString& text) {
  auto* label = new QLabel(text.toUpper());
  label->setProperty("role", "section");
  QFont font = label->font();
  font.setPointSizeF(font.pointSizeF() * 0.82);
  label->setFont(font);
  return label;
}

QLabel* muted_label(const QString& text) {
  auto* label = new QLabel(text);
  label->setProperty("role", "muted");
  label->setWordWrap(true);
  return label;
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
  m_grid->setColumnMinimumWidth(0, 104);
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
    const int place = static_cast<int>(m_shown.size());
    m_grid->addWidget(row.label, place, 0, row.wide ? Qt::AlignTop : Qt::AlignVCenter);
    m_grid->addWidget(row.field, place, 1);
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
  refresh();
  setVisible(!m_shown.empty());
}

void OptionForm::refresh() {
  for (const Row* row : m_shown) {
    row->editor->refresh();
    if (row->slider != nullptr) row->slider->refresh();
  }
}

void OptionForm::set_label_width(int pixels) { m_grid->setColumnMinimumWidth(0, pixels); }

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
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
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
  m_column = new QVBoxLayout(content);
  m_column->setContentsMargins(14, 12, 4, 16);  // the bar stands in the right margin
  m_column->setSpacing(8);
  m_column->setAlignment(Qt::AlignTop);
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
