#include "app/gui/window/preferences.h"

#include <QComboBox>
#include <QDialog>
#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScreen>
#include <QSpinBox>
#include <QVBoxLayout>
#include <algorithm>

#include "app/gui/widgets/chooser.h"
#include "app/gui/widgets/panel.h"

namespace baryscope {
namespace {

constexpr int k_layout_version = 1;

QComboBox* motion_choice(const Preferences& preferences, const std::string& given) {
  auto* choice = new Chooser;
  choice->setObjectName(QStringLiteral("reduced-motion"));
  choice->setAccessibleName(QObject::tr("Reduced motion"));
  choice->addItem(QObject::tr("as the desktop"), QStringLiteral("auto"));
  choice->addItem(QObject::tr("on"), QStringLiteral("on"));
  choice->addItem(QObject::tr("off"), QStringLiteral("off"));
  const QString now = given.empty() ? preferences.motion() : QString::fromStdString(given);
  choice->setCurrentIndex(choice->findData(now));
  choice->setToolTip(
      QObject::tr("Pictures change at once, without moving from one to the next, and nothing "
                  "plays by itself"));
  if (!given.empty()) {
    choice->setEnabled(false);
    choice->setToolTip(QObject::tr("Baryscope was started with this choice"));
  }
  return choice;
}

}  // namespace

QString Preferences::motion() const {
  const QString kept = m_settings.value("reduced-motion").toString();
  // Earlier versions kept a tick.
  if (kept == QLatin1String("on") || kept == QLatin1String("true")) return QStringLiteral("on");
  if (kept == QLatin1String("off") || kept == QLatin1String("false")) return QStringLiteral("off");
  return QStringLiteral("auto");
}
void Preferences::set_motion(const QString& reduced) {
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

void Preferences::place(QWidget& window) const {
  window.restoreGeometry(geometry());
  // Restoring leaves room for a title bar, also where nobody draws one.
  if (!window.isMaximized() && !window.isFullScreen()) {
    window.setGeometry(window.geometry().intersected(window.screen()->availableGeometry()));
  }
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

QByteArray Preferences::dock_sizes(const QString& desk) const {
  return m_settings.value(desk + "dock-sizes").toByteArray();
}

void Preferences::set_dock_sizes(const QString& desk, const QByteArray& sizes) {
  m_settings.setValue(desk + "dock-sizes", sizes);
}

void show_settings(QWidget* parent, Preferences& preferences, const Dispatcher& dispatcher,
                   const std::string& given_motion, const std::function<void()>& changed) {
  auto* dialog = new QDialog(parent);
  dialog->setObjectName(QStringLiteral("settings"));
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setWindowTitle(QObject::tr("Settings"));
  auto* column = new QVBoxLayout(dialog);
  column->setSizeConstraint(QLayout::SetFixedSize);  // grows and shrinks with its words
  column->setContentsMargins(18, 16, 18, 14);
  column->setSpacing(10);

  constexpr int k_least_width = 384;
  column->addItem(new QSpacerItem(k_least_width, 0));
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
  auto* motion_row = new QHBoxLayout;
  auto* motion_label = muted_label(QObject::tr("reduced motion"));
  QComboBox* motion = motion_choice(preferences, given_motion);
  motion_row->addWidget(motion_label, 1);
  motion_row->addWidget(motion);
  column->addLayout(motion_row);

  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
  buttons->button(QDialogButtonBox::Close)->setIcon({});
  column->addWidget(buttons);
  QObject::connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::close);
  QObject::connect(size, &QSpinBox::valueChanged, dialog, [&preferences, changed](int points) {
    preferences.set_font_points(points);
    changed();
  });
  QObject::connect(motion, &QComboBox::activated, dialog, [&preferences, changed, motion] {
    preferences.set_motion(motion->currentData().toString());
    changed();
  });
  dialog->show();
}

}  // namespace baryscope
