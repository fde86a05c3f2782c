#include "app/gui/attention/comparison_picker.h"

#include <QComboBox>
#include <QLabel>
#include <QStandardItemModel>
#include <QVBoxLayout>
#include <algorithm>

#include "app/gui/attention/model_chooser.h"
#include "app/gui/attention/model_items.h"
#include "app/gui/widgets/chooser.h"
#include "app/gui/widgets/mechanism_items.h"
#include "app/gui/widgets/panel.h"
#include "core/analysis/mechanism_list.h"

namespace baryscope {
namespace {

constexpr const char* k_same = "same";  // of compare-mechanism

/// By its name, also where it is the model's own.
std::string shown_mechanism(const Session& session) {
  const auto shown = session.current();
  const std::string& asked = session.options().text("mechanism");
  if (asked != "auto") return asked;
  return shown == nullptr || shown->analyses.empty() ? mechanisms().front().name
                                                     : shown->analyses.front()->mechanism.mechanism;
}

/// One that joins another number of tokens: pairs beside triples, triples beside pairs.
std::string another_mechanism(const std::string& name) {
  const KeySlots slots = mechanism(name).slots;
  const auto other =
      std::find_if(mechanisms().begin(), mechanisms().end(),
                   [slots](const MechanismInfo& info) { return info.slots != slots; });
  return other->name;
}

/// Two pictures of the same numbers.
bool shows_twins(const Finished* shown) {
  if (shown == nullptr || shown->analyses.empty() || shown->compared.empty()) return false;
  const Analysis &a = *shown->analyses.front(), &b = *shown->compared.front();
  return a.model.path == b.model.path && a.mechanism == b.mechanism && a.layer == b.layer &&
         a.head == b.head;
}

}  // namespace

ComparisonPicker::ComparisonPicker(const Dispatcher& dispatcher, ModelShelf& shelf, QWidget* parent)
    : QWidget(parent),
      m_dispatcher(dispatcher),
      m_shelf(shelf),
      m_model(new ModelChooser(shelf)),
      m_mechanism(new Chooser),
      m_twins(muted_label({})) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(8);
  m_model->setObjectName(QStringLiteral("compared-picker"));
  m_model->setAccessibleName(tr("Compared model"));
  m_model->setToolTip(
      tr("A second model that reads the same text, or the same model by another mechanism, shown "
         "beside the first through one camera."));
  m_mechanism->setObjectName(QStringLiteral("compared-mechanism-picker"));
  m_mechanism->setAccessibleName(tr("Compared mechanism"));
  m_mechanism->setToolTip(
      tr("The mechanism of the second picture; without a second model, of the same model."));
  m_mechanism->setMaxVisibleItems(24);
  fill_mechanisms(*m_mechanism);
  auto* same = new QStandardItem(tr("by the same mechanism"));
  same->setData(QLatin1String(k_same), Qt::UserRole);
  static_cast<QStandardItemModel*>(m_mechanism->model())->insertRow(0, same);
  for (QComboBox* box : {m_model, m_mechanism}) {
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    column->addWidget(box);
  }
  m_twins->setObjectName(QStringLiteral("twin-pictures"));
  m_twins->setProperty("role", "changed");
  m_twins->setText(tr("Both pictures are the same. Choose another model or mechanism beside it."));
  column->addWidget(m_twins);
  connect(m_model, &QComboBox::activated, this, [this](int index) {
    const QVariant name = m_model->itemData(index);
    if (!name.isValid()) {
      refresh();
      if (on_open) on_open();
      return;
    }
    compare_with(name.toString().toStdString());
    refresh();
  });
  connect(m_mechanism, &QComboBox::activated, this, [this](int index) {
    m_dispatcher.set_option("compare-mechanism",
                            m_mechanism->itemData(index, Qt::UserRole).toString());
    refresh();
  });
}

void ComparisonPicker::compare_with(const std::string& model) {
  const Session& session = m_dispatcher.session();
  const OptionValues& options = session.options();
  const std::string same = k_same;
  if (model.empty()) {
    m_dispatcher.set_options({{"compare", {}}, {"compare-mechanism", same}});
  } else if (model != options.text("model")) {
    m_dispatcher.set_option("compare", to_qt(model));
  } else {
    // By the same mechanism it would be the same picture.
    std::string other = options.text("compare-mechanism");
    if (other == same) other = another_mechanism(shown_mechanism(session));
    m_dispatcher.set_options({{"compare", {}}, {"compare-mechanism", other}});
  }
}

void ComparisonPicker::refresh() {
  const Session& session = m_dispatcher.session();
  const OptionValues& options = session.options();
  const std::string& model = options.text("model");
  const bool by_mechanism =
      options.text("compare").empty() && options.text("compare-mechanism") != k_same;
  fill_models(*m_model, tr("beside it: nothing"),
              to_qt(by_mechanism ? model : options.text("compare")), tr("Compare with a file…"),
              m_shelf);
  for (int i = 1; i < m_model->count(); ++i) {
    const QVariant name = m_model->itemData(i);
    if (!name.isValid() || name.toString().isEmpty()) continue;
    const QString title = m_model->itemData(i, k_title_role).toString();
    m_model->setItemText(
        i, name.toString() == to_qt(model) ? tr("%1, by another mechanism").arg(title) : title);
  }
  m_mechanism->setCurrentIndex(
      m_mechanism->findData(to_qt(options.text("compare-mechanism")), Qt::UserRole));
  // Of one model the mechanism that is shown already would be the same picture.
  const bool one_model = options.text("compare").empty() || options.text("compare") == model;
  const QString taken = to_qt(shown_mechanism(session));
  auto* items = static_cast<QStandardItemModel*>(m_mechanism->model());
  for (int i = 1; i < items->rowCount(); ++i) {
    QStandardItem* item = items->item(i);
    const QString name = item->data(Qt::UserRole).toString();
    if (name.isEmpty()) continue;  // a heading
    item->setEnabled(!one_model || name != taken);
  }
  m_twins->setVisible(shows_twins(session.current().get()));
}

}  // namespace baryscope
