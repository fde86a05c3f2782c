#include "app/gui/attention/head_panel.h"

#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QScrollBar>
#include <QVBoxLayout>

#include "app/gui/attention/comparison_picker.h"
#include "app/gui/attention/head_grid.h"
#include "app/gui/attention/head_numbers.h"
#include "app/gui/attention/model_chooser.h"
#include "app/gui/attention/model_items.h"
#include "app/gui/widgets/model_shelf.h"
#include "app/gui/widgets/number_words.h"
#include "app/gui/widgets/option_editor.h"

namespace baryscope {

HeadPanel::HeadPanel(const Dispatcher& dispatcher, ModelShelf& shelf, QWidget* parent)
    : PinnedPanel(parent),
      m_dispatcher(dispatcher),
      m_shelf(shelf),
      m_model(new ModelChooser(shelf)),
      m_comparison(new ComparisonPicker(dispatcher, shelf)),
      m_about(muted_label({})),
      m_grid(new HeadGrid),
      m_numbers(new HeadNumbers),
      m_automatic(new QCheckBox(tr("choose for me"))),
      m_writing(new QWidget),
      m_drawing(new OptionForm(dispatcher)) {
  pinned()->addWidget(section_label(tr("Model")));
  m_model->setObjectName(QStringLiteral("model-picker"));
  m_model->setAccessibleName(tr("Model"));
  m_model->setToolTip(tr("The model that reads the text, or a capture of one."));
  pinned()->addWidget(m_model);
  m_about->setObjectName(QStringLiteral("model-facts"));
  column()->addWidget(m_about);
  add_section(tr("Head"));
  m_numbers->add(m_automatic);
  column()->addWidget(m_numbers);
  column()->addWidget(m_grid);
  add_section(tr("Beside it"));
  column()->addWidget(m_comparison);
  build_writing();
  m_comparison->on_open = [this] {
    if (on_open_compared) on_open_compared();
  };

  m_automatic->setObjectName(QStringLiteral("automatic-head"));
  m_automatic->setToolTip(
      tr("Picks the head that says most about this text: the attention on content tokens that are "
         "not neighbours, times (1 − entropy)."));

  m_grid->on_head = m_numbers->on_head = [this](int layer, int head) {
    m_dispatcher.set_options({{"layer", std::to_string(layer)}, {"head", std::to_string(head)}});
  };
  m_grid->on_cursor = [this](QPoint center) {
    QMetaObject::invokeMethod(this, [this, center] { show_cell(center); }, Qt::QueuedConnection);
  };
  // Another size of the dock, or of what stands above the map, moves it: the chosen head stays in
  // sight, once everything has its size.
  connect(
      verticalScrollBar(), &QScrollBar::rangeChanged, this, [this] { show_chosen(); },
      Qt::QueuedConnection);
  connect(m_automatic, &QCheckBox::clicked, this, [this](bool on) {
    const auto shown = m_dispatcher.session().current();
    if (on || shown == nullptr || shown->analyses.empty()) {
      m_dispatcher.set_options({{"layer", "auto"}, {"head", "auto"}});
    } else {
      const Analysis& analysis = *shown->analyses.front();
      m_grid->on_head(analysis.layer, analysis.head);
    }
    refresh();
  });
  connect(m_model, &QComboBox::activated, this, [this](int index) {
    const QString name = m_model->itemData(index).toString();
    if (name.isEmpty()) {
      refresh();
      if (on_open_model) on_open_model();
      return;
    }
    m_dispatcher.set_option("model", name);
    refresh();
  });
  m_shelf.follow(*this, [this] { refresh(); });
  refresh();
}

/// Of a model that writes.
void HeadPanel::build_writing() {
  auto* column_of_it = new QVBoxLayout(m_writing);
  column_of_it->setContentsMargins(0, 0, 0, 0);
  column_of_it->addWidget(section_label(tr("Writing")));
  auto* go_on = new QPushButton(tr("Continue the Text"));
  go_on->setObjectName(QStringLiteral("continue"));
  go_on->setToolTip(tr("Adds the token that the model would write next (Ctrl+Enter)"));
  connect(go_on, &QPushButton::clicked, this, [this] { m_dispatcher.run_line("continue"); });
  column_of_it->addWidget(go_on, 0, Qt::AlignLeft);
  m_drawing->set_options({"sample-temperature", "seed"});
  column_of_it->addWidget(m_drawing);
  column()->addWidget(m_writing);
  m_writing->hide();
}

void HeadPanel::refresh() {
  m_drawing->refresh();
  const OptionValues& options = m_dispatcher.session().options();
  fill_models(*m_model, {}, to_qt(options.text("model")), tr("Open a model or capture…"), m_shelf);
  m_comparison->refresh();
  m_automatic->setChecked(options.text("layer") == "auto" && options.text("head") == "auto");
}

void HeadPanel::show_analysis(const Analysis& analysis) {
  // Once the first picture is there: the lists are filled when they are opened.
  if (!m_shelf.has_looked()) m_shelf.look();
  const ModelInfo& model = analysis.model;
  const auto count = [](int n) { return static_cast<std::size_t>(n); };
  QString about =
      tr("%1 · %2 × %3 · head dimension %4")
          .arg(to_qt(model.name), counted(count(model.n_layers), tr("layer"), tr("layers")),
               counted(count(model.n_heads), tr("head"), tr("heads")))
          .arg(model.head_dim);
  if (model.n_kv_heads > 0 && model.n_kv_heads < model.n_heads) {
    about += tr(" · %1 share each key head").arg(model.n_heads / model.n_kv_heads);
  }
  about += tr(" · %1 on %2").arg(to_qt(model.dtype), to_qt(model.device));
  m_about->setText(about);
  m_comparison->refresh();
  m_writing->setVisible(model.causal && !analysis.expectations.places.empty());
  m_numbers->show_head(analysis.layer, analysis.head, model.n_layers, model.n_heads);
  const bool chosen = !m_grid->shows(analysis.layer, analysis.head);
  m_grid->show_analysis(analysis);
  // A head that was chosen elsewhere (by "choose for me", a key, a session) is scrolled into view,
  // once the map has its size.
  if (chosen) QMetaObject::invokeMethod(this, &HeadPanel::show_chosen, Qt::QueuedConnection);
}

void HeadPanel::show_chosen() {
  // Numbers that a person steps stay under the pointer.
  if (m_numbers->isAncestorOf(QApplication::focusWidget())) return;
  if (!m_grid->shows(-1, -1)) show_cell(m_grid->shown_center());
}

void HeadPanel::show_cell(QPoint center) {
  constexpr int margin = 24;
  const QPoint cell = m_grid->mapTo(widget(), center);
  ensureVisible(cell.x(), cell.y(), margin, margin);
  spare_words(cell.y() - margin, cell.y() + margin);
}

}  // namespace baryscope
