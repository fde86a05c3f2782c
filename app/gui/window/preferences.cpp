#include "app/gui/window/preferences.h"

#include <QCheckBox>
#include <QDialog>
#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>
#include <algorithm>

#include "app/gui/widgets/panel.h"

namespace baryscope {
namespace {

constexpr int k_layout_version = 1;

}  // namespace

bool Preferences::reduced_motion() const {
  return m_settings.value("reduced-motion", false).toBool();
}
void Preferences::set_reduced_motion(bool reduced) {
  m_settings.setValue("reduced-motion", reduced);
}

double Preferences::font_points() const {
  return std::clamp(m_settings.value("font-points", 10.0).toDouble(), 7.0, 24.0);
}
void Preferences::set_font_points(double points) { m_settings.setValue("font-points", points); }

QStringList Preferences::recent() const { return m_settings.value("recent").toStringList(); }

void Preferences::add_recent(const QString& path) {
  QStringList list = recent();
  list.removeAll(path);
  list.prepend(path);
  m_settings.setValue("recent", list.mid(0, 10));
}

QByteArray Preferences::geometry() const { return m_settings.value("geometry").toByteArray(); }

void Preferences::set_geometry(const QByteArray& geometry) {
  m_settings.setValue("geometry", geometry);
}

QByteArray Preferences::docks(const QString& desk) const {
  return m_settings.value(desk + "layout-version").toInt() == k_layout_version
             ? m_settings.value(desk + "docks").toByteArray()
             : QByteArray();
}

void Preferences::set_docks(const QString& desk, const QByteArray& docks) {
  m_settings.setValue(desk + "docks", docks);
  m_settings.setValue(desk + "layout-version", k_layout_version);
}

void show_settings(QWidget* parent, Preferences& preferences, const Dispatcher& dispatcher,
                   const std::function<void()>& changed) {
  auto* dialog = new QDialog(parent);
  dialog->setObjectName(QStringLiteral("settings"));
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setWindowTitle(QObject::tr("Settings"));
  dialog->setMinimumWidth(420);
  auto* column = new QVBoxLayout(dialog);
  column->setContentsMargins(18, 16, 18, 14);
  column->setSpacing(10);

  column->addWidget(section_label(QObject::tr("Picture")));
  auto* form = new OptionForm(dispatcher);
  form->set_options({"theme", "palette", "font-size"});
  column->addWidget(form);

  column->addSpacing(6);
  column->addWidget(section_label(QObject::tr("Window")));
  auto* row = new QHBoxLayout;
  auto* size_label = muted_label(QObject::tr("text size"));
  auto* size = new QSpinBox;
  size->setObjectName(QStringLiteral("window-font"));
  size->setRange(7, 24);
  size->setSuffix(QStringLiteral(" pt"));
  size->setValue(static_cast<int>(preferences.font_points()));
  size->setToolTip(QObject::tr("Size of the window's own text, in points"));
  size->setAccessibleName(QObject::tr("Text size of the window"));
  row->addWidget(size_label, 1);
  row->addWidget(size);
  column->addLayout(row);
  auto* motion = new QCheckBox(QObject::tr("reduced motion"));
  motion->setObjectName(QStringLiteral("reduced-motion"));
  motion->setChecked(preferences.reduced_motion());
  motion->setToolTip(QObject::tr("Pictures change at once, without moving from one to the next"));
  column->addWidget(motion);
  column->addStretch(1);

  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
  buttons->button(QDialogButtonBox::Close)->setIcon({});
  column->addWidget(buttons);
  QObject::connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::close);
  QObject::connect(size, &QSpinBox::valueChanged, dialog, [&preferences, changed](int points) {
    preferences.set_font_points(points);
    changed();
  });
  QObject::connect(motion, &QCheckBox::toggled, dialog, [&preferences, changed](bool on) {
    preferences.set_reduced_motion(on);
    changed();
  });
  dialog->show();
}

}  // namespace baryscope
