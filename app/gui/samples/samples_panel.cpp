#include "app/gui/samples/samples_panel.h"

#include <QComboBox>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QStandardItemModel>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

#include "app/gui/widgets/chooser.h"
#include "app/gui/widgets/option_editor.h"
#include "app/gui/widgets/text_fit.h"

namespace baryscope {
namespace {

constexpr int k_label_width = 112;

enum class Family { plain, edges, simplices };

Family family_of(const SamplerInfo& info) {
  switch (info.drawn_from) {
    case DrawnFrom::simplices:
      return Family::simplices;
    case DrawnFrom::edges:
      return Family::edges;
    default:
      return Family::plain;
  }
}

QString family_title(Family family) {
  switch (family) {
    case Family::plain:
      return QObject::tr("Without new places");
    case Family::edges:
      return QObject::tr("Along edges");
    case Family::simplices:
      return QObject::tr("In simplices");
  }
  return {};
}

const SamplerInfo* find_sampler(const std::string& name) {
  for (const SamplerInfo& info : samplers()) {
    if (info.name == name) return &info;
  }
  return nullptr;
}

/// Of the table that is shown, if one is.
const DataSet* shown_data(const Session& session) {
  const auto shown = session.current();
  return shown == nullptr || shown->studies.empty() ? nullptr : shown->studies.front()->data.get();
}

/// The session's options; of the label column with the columns of the table to choose from.
OptionSource data_options(const Dispatcher& dispatcher) {
  OptionSource source = session_options(dispatcher);
  source.choices = [&dispatcher](const std::string& id) {
    const DataSet* data = shown_data(dispatcher.session());
    return id != "label-column" || data == nullptr ? std::vector<std::string>()
                                                   : label_choices(*data);
  };
  source.automatic = [&dispatcher](const std::string& id) {
    const DataSet* data = shown_data(dispatcher.session());
    return id != "label-column" || data == nullptr ? QString() : to_qt(data->label_name);
  };
  return source;
}

QWidget* labelled(const QString& text, QWidget* field, QWidget* more = nullptr) {
  auto* box = new QWidget;
  auto* row = new QHBoxLayout(box);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(text.isEmpty() ? 8 : 12);
  if (!text.isEmpty()) {
    QLabel* label = muted_label(text);
    label->setFixedWidth(k_label_width);
    label->setBuddy(field);
    row->addWidget(label);
  }
  row->addWidget(field, 1);
  if (more != nullptr) row->addWidget(more);
  return box;
}

}  // namespace

void fill_samplers(QComboBox& picker) {
  auto* model = new QStandardItemModel(&picker);
  for (const Family family : {Family::plain, Family::edges, Family::simplices}) {
    auto* heading = new QStandardItem(family_title(family));
    heading->setFlags(Qt::NoItemFlags);
    QFont font;  // says its weight only: its size stays the list's
    font.setBold(true);
    heading->setFont(font);
    model->appendRow(heading);
    for (const SamplerInfo& info : samplers()) {
      if (family_of(info) != family) continue;
      auto* item = new QStandardItem(to_qt(info.title));
      item->setData(to_qt(info.name), Qt::UserRole);
      item->setToolTip(formula_tip(to_qt(info.summary), to_qt(info.formula)));
      item->setAccessibleText(to_qt(info.title));
      model->appendRow(item);
    }
  }
  picker.setModel(model);
}

std::vector<std::string> sampler_option_ids(const OptionValues& options) {
  static const std::vector<std::string> k_order{
      "sampling-strategy", "k-neighbors",   "m-neighbors", "arity", "alpha",
      "boundary-bias",     "bias-strength", "clique-limit"};
  std::vector<std::string> read;
  for (const char* which : {"sampler", "compare-sampler"}) {
    const SamplerInfo* info = find_sampler(options.text(which));
    if (info != nullptr) read.insert(read.end(), info->options.begin(), info->options.end());
  }
  std::vector<std::string> ids;
  for (const std::string& id : k_order) {
    const bool idle = id == "bias-strength" && options.text("boundary-bias") == "none";
    if (!idle && std::find(read.begin(), read.end(), id) != read.end()) ids.push_back(id);
  }
  return ids;
}

SamplesPanel::SamplesPanel(const Dispatcher& dispatcher, QWidget* parent)
    : Panel(parent),
      m_dispatcher(dispatcher),
      m_data(new Chooser),
      m_picker(new Chooser),
      m_compared(new Chooser),
      m_open(new QToolButton),
      m_new_seed(new QToolButton),
      m_data_summary(muted_label({})),
      m_about(selectable_label()),
      m_formula(selectable_label()),
      m_summary(muted_label({})),
      m_data_form(new OptionForm(data_options(dispatcher))),
      m_seed_form(new OptionForm(dispatcher)),
      m_sampler_form(new OptionForm(dispatcher)),
      m_classifier_form(new OptionForm(dispatcher)) {
  setObjectName(QStringLiteral("samples-panel"));
  build_data();
  build_sampler();
  // The name of a file is shortened by its width.
  fit_to_text(*m_data_summary, [this] { refresh(); });
}

void SamplesPanel::build_data() {
  add_section(tr("Data"));
  m_data->setObjectName(QStringLiteral("dataset-picker"));
  m_data->setAccessibleName(tr("Data set"));
  for (QComboBox* box : {m_data, m_picker, m_compared}) {
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    box->setMinimumContentsLength(2);
  }
  for (OptionForm* form : {m_data_form, m_seed_form, m_sampler_form, m_classifier_form}) {
    form->set_label_width(k_label_width);
  }
  m_open->setText(tr("Open…"));
  m_open->setObjectName(QStringLiteral("dataset-open"));
  m_open->setAccessibleName(tr("Open a table"));
  m_open->setToolTip(
      tr("Opens a table: a CSV file of numeric columns and a column of labels "
         "(label, class, target, or the last one; another can be chosen below), or NAME.npy "
         "beside NAME.labels.npy"));
  column()->addWidget(labelled({}, m_data, m_open));
  column()->addWidget(m_data_summary);
  m_about->setAccessibleName(tr("Size of the data"));
  column()->addWidget(m_about);
  column()->addWidget(m_data_form);
  m_seed_form->set_options({"seed"});
  m_new_seed->setText(tr("New"));
  m_new_seed->setObjectName(QStringLiteral("new-seed"));
  m_new_seed->setAccessibleName(tr("New seed"));
  m_new_seed->setToolTip(
      tr("Another seed: other points from the same distributions, the same "
         "again for the same number"));
  column()->addWidget(labelled({}, m_seed_form, m_new_seed));
  connect(m_open, &QToolButton::clicked, this, [this] {
    if (on_open_data) on_open_data();
  });
  connect(m_new_seed, &QToolButton::clicked, this, [this] {
    if (on_new_seed) on_new_seed();
  });
  connect(m_data, &QComboBox::activated, this, [this](int index) {
    const QString name = m_data->itemData(index).toString();
    if (!name.isEmpty()) m_dispatcher.set_option("dataset", name);
    refresh();
    if (name.isEmpty() && on_open_data) on_open_data();
  });
}

void SamplesPanel::build_sampler() {
  add_section(tr("Sampler"));
  m_picker->setObjectName(QStringLiteral("sampler-picker"));
  m_picker->setAccessibleName(tr("Sampler"));
  m_picker->setMaxVisibleItems(24);
  fill_samplers(*m_picker);
  column()->addWidget(m_picker);
  m_formula->setProperty("role", "formula");
  m_formula->setTextFormat(Qt::RichText);
  m_formula->setAccessibleName(tr("Formula of the sampler"));
  column()->addWidget(m_formula);
  column()->addWidget(m_summary);
  column()->addWidget(m_sampler_form);
  m_compared->setObjectName(QStringLiteral("compared-sampler-picker"));
  m_compared->setAccessibleName(tr("Sampler beside it"));
  m_compared->setToolTip(tr("A second sampler on the same data, through the same camera"));
  m_compared->setMaxVisibleItems(24);
  fill_samplers(*m_compared);
  auto* model = static_cast<QStandardItemModel*>(m_compared->model());
  auto* none = new QStandardItem(tr("nothing"));
  none->setData(QStringLiteral("off"), Qt::UserRole);
  model->insertRow(0, none);
  column()->addWidget(labelled(tr("beside it"), m_compared));
  add_section(tr("Decision regions and scores"));
  m_classifier_form->set_options({"classifier", "folds"});
  column()->addWidget(m_classifier_form);
  const auto choose = [this](QComboBox* box, const char* id) {
    connect(box, &QComboBox::activated, this, [this, box, id](int index) {
      m_dispatcher.set_option(id, box->itemData(index, Qt::UserRole).toString());
      refresh();
    });
  };
  choose(m_picker, "sampler");
  choose(m_compared, "compare-sampler");
}

void SamplesPanel::refresh() {
  if (m_dispatcher.session().options().table().find_spec("sampler") == nullptr) return;
  refresh_data();
  refresh_sampler();
}

void SamplesPanel::refresh_data() {
  const OptionValues& options = m_dispatcher.session().options();
  const QString name = to_qt(options.text("dataset"));
  if (m_data->findData(name) < 0) {
    m_data->clear();
    for (const DataSetInfo& info : data_sets()) {
      m_data->addItem(to_qt(info.title), to_qt(info.name));
      m_data->setItemData(m_data->count() - 1, to_qt(info.summary), Qt::ToolTipRole);
    }
    if (m_data->findData(name) < 0) m_data->addItem(QFileInfo(name).fileName(), name);
    m_data->insertSeparator(m_data->count());
    m_data->addItem(tr("Open a table…"), QString());
  }
  m_data->setCurrentIndex(m_data->findData(name));
  const bool file = is_data_file(name.toStdString());
  QString summary = fontMetrics().elidedText(name, Qt::ElideMiddle, 270);
  for (const DataSetInfo& info : data_sets()) {
    if (info.name == options.text("dataset")) summary = to_qt(info.summary);
  }
  m_data_summary->setText(summary);
  m_data->setToolTip(file ? name : summary);
  m_data_summary->setToolTip(file ? name : QString());
  std::vector<std::string> ids{"n-samples", "imbalance", "noise"};
  if (file) ids = {"missing"};
  if (file && !name.endsWith(QLatin1String(".npy"), Qt::CaseInsensitive)) {
    ids.insert(ids.begin(), "label-column");
  }
  for (const char* which : {"sampler", "compare-sampler"}) {
    const SamplerInfo* info = find_sampler(options.text(which));
    if (info == nullptr || ids.back() == "standardize") continue;
    if (std::find(info->options.begin(), info->options.end(), "standardize") !=
        info->options.end()) {
      ids.emplace_back("standardize");
    }
  }
  m_data_form->set_options(ids);
  m_seed_form->refresh();
}

void SamplesPanel::refresh_sampler() {
  const OptionValues& options = m_dispatcher.session().options();
  m_picker->setCurrentIndex(m_picker->findData(to_qt(options.text("sampler")), Qt::UserRole));
  m_compared->setCurrentIndex(
      m_compared->findData(to_qt(options.text("compare-sampler")), Qt::UserRole));
  if (const SamplerInfo* info = find_sampler(options.text("sampler"))) {
    m_picker->setToolTip(formula_tip(to_qt(info->summary), to_qt(info->formula)));
    m_formula->setText(to_rich(to_qt(info->formula)));
    m_formula->setVisible(!info->formula.empty());
    m_summary->setText(to_qt(info->summary));
  }
  m_sampler_form->set_options(sampler_option_ids(options));
  m_classifier_form->refresh();
}

void SamplesPanel::show_studies(const Studies& studies) {
  m_about->setVisible(!studies.empty());
  if (!studies.empty()) m_about->setText(data_words(*studies.front()->data));
  refresh();
}

void SamplesPanel::focus_sampler() { m_picker->setFocus(Qt::OtherFocusReason); }

}  // namespace baryscope
