#include "app/gui/attention/head_numbers.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QSpinBox>

#include "app/gui/widgets/flow_layout.h"

namespace baryscope {

HeadNumbers::HeadNumbers(QWidget* parent)
    : QWidget(parent),
      m_flow(new FlowLayout(this, 12, 6)),
      m_layer(add_number(tr("layer"), "layer-number")),
      m_head(add_number(tr("head"), "head-number")) {
  QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Preferred);
  policy.setHeightForWidth(true);
  setSizePolicy(policy);
}

int HeadNumbers::heightForWidth(int width) const { return m_flow->heightForWidth(width); }

QSpinBox* HeadNumbers::add_number(const QString& name, const char* object_name) {
  auto* group = new QWidget;
  auto* row = new QHBoxLayout(group);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(6);
  row->addWidget(new QLabel(name));
  auto* number = new QSpinBox;
  number->setObjectName(QString::fromLatin1(object_name));
  number->setAccessibleName(name);
  number->setToolTip(tr("Counted from 0, as in the map"));
  number->setRange(0, 0);
  number->setKeyboardTracking(false);
  row->addWidget(number);
  connect(number, &QSpinBox::valueChanged, this, [this] {
    if (on_head) on_head(m_layer->value(), m_head->value());
  });
  m_flow->addWidget(group);
  return number;
}

void HeadNumbers::add(QWidget* widget) { m_flow->addWidget(widget); }

void HeadNumbers::show_head(int layer, int head, int n_layers, int n_heads) {
  const auto show = [](QSpinBox& number, int value, int n) {
    const QSignalBlocker silent(&number);
    number.setRange(0, n - 1);
    number.setValue(value);
    number.setEnabled(n > 1);
  };
  show(*m_layer, layer, n_layers);
  show(*m_head, head, n_heads);
}

}  // namespace baryscope
