#include "app/gui/head_panel.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>
#include <algorithm>

#include "app/gui/head_grid.h"
#include "app/gui/option_editor.h"
#include "core/analysis/model_library.h"

namespace baryscope {

HeadPanel::HeadPanel(const Dispatcher& dispatcher, QWidget* parent)
    : Panel(parent),
      m_dispatcher(dispatcher),
      m_model(new QComboBox),
      m_about(muted_label({})),
      m_grid(new HeadGrid),
      m_where(new QLabel),
      m_automatic(new QCheckBox(tr("choose for me"))) {
  add_section(tr("Model"));
  m_model->setObjectName(QStringLiteral("model-picker"));
  m_model->setAccessibleName(tr("Model"));
  m_model->setToolTip(tr("The model that reads the text, or a capture of one."));
  m_model->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  column()->addWidget(m_model);
  column()->addWidget(m_about);

  add_section(tr("Head"));
  auto* row = new QHBoxLayout;
  row->addWidget(m_where, 1);
  row->addWidget(m_automatic);
  column()->addLayout(row);
  column()->addWidget(m_grid);
  m_automatic->setObjectName(QStringLiteral("automatic-head"));
  m_automatic->setToolTip(
      tr("Picks the head that says most about this text: the attention on content tokens that are "
         "not neighbours, times (1 − entropy)."));

  m_grid->on_head = [this](int layer, int head) {
    m_dispatcher.set_options({{"layer", std::to_string(layer)}, {"head", std::to_string(head)}});
  };
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
    // Another model: its own heads, and a query that it can find.
    m_dispatcher.set_options(
        {{"model", name.toStdString()}, {"layer", "auto"}, {"head", "auto"}, {"query", "auto"}});
    refresh();
  });
  refresh();
}

void HeadPanel::refresh() {
  const OptionValues& options = m_dispatcher.session().options();
  const QString model = to_qt(options.text("model"));
  m_model->clear();
  for (const ShippedModel& shipped : shipped_models()) {
    m_model->addItem(to_qt(shipped.name), to_qt(shipped.name));
    m_model->setItemData(m_model->count() - 1, to_qt(shipped.summary), Qt::ToolTipRole);
  }
  if (m_model->findData(model) < 0) m_model->addItem(QFileInfo(model).fileName(), model);
  m_model->setCurrentIndex(m_model->findData(model));
  m_model->insertSeparator(m_model->count());
  m_model->addItem(tr("Open a model or capture…"));
  m_automatic->setChecked(options.text("layer") == "auto" && options.text("head") == "auto");
}

void HeadPanel::show_analysis(const Analysis& analysis) {
  const ModelInfo& model = analysis.model;
  QString about = tr("%1 · %2 layers × %3 heads · head dimension %4")
                      .arg(to_qt(model.name))
                      .arg(model.n_layers)
                      .arg(model.n_heads)
                      .arg(model.head_dim);
  about += tr(" · %1 on %2").arg(to_qt(model.dtype), to_qt(model.device));
  m_about->setText(about);
  m_where->setText(tr("layer %1 · head %2").arg(analysis.layer).arg(analysis.head));
  m_grid->show_analysis(analysis);
}

}  // namespace baryscope
