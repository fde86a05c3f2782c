#include "app/gui/window/window_description.h"

#include <QAbstractButton>
#include <QAccessible>
#include <QApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QMainWindow>
#include <QMenu>
#include <QMenuBar>
#include <QMetaProperty>
#include <QStatusBar>
#include <QTabBar>
#include <QTextDocumentFragment>

namespace baryscope {
namespace {

QJsonArray box_of(const QWidget& widget, const QRect& inside) {
  const QPoint corner = widget.mapToGlobal(inside.topLeft());
  return {corner.x(), corner.y(), inside.width(), inside.height()};
}

/// Names that Qt gives to parts of its own are none.
bool is_named(const QWidget& widget) {
  return !widget.objectName().isEmpty() && !widget.objectName().startsWith(QLatin1String("qt_"));
}

QString words_of(QWidget& widget) {
  const QAccessibleInterface* accessible = QAccessible::queryAccessibleInterface(&widget);
  return accessible == nullptr ? widget.accessibleName() : accessible->text(QAccessible::Name);
}

QString plain(const QString& text) {
  return Qt::mightBeRichText(text) ? QTextDocumentFragment::fromHtml(text).toPlainText() : text;
}

/// What a person reads in it or has set there.
QString value_of(const QWidget& widget) {
  if (const auto* bar = qobject_cast<const QStatusBar*>(&widget)) return bar->currentMessage();
  if (qobject_cast<const QAbstractButton*>(&widget) == nullptr) {
    const QMetaProperty value = widget.metaObject()->userProperty();
    if (value.isValid()) return value.read(&widget).toString();
  }
  return plain(widget.property("text").toString());
}

QString inside(const QWidget& widget) {
  for (const QWidget* around = widget.parentWidget(); around != nullptr;
       around = around->parentWidget()) {
    if (is_named(*around)) return around->objectName();
  }
  return {};
}

QJsonObject control(QWidget& widget, const QRect& seen) {
  QJsonObject row{{"kind", QString::fromLatin1(widget.metaObject()->className())},
                  {"name", is_named(widget) ? widget.objectName() : QString()},
                  {"words", words_of(widget)},
                  {"value", value_of(widget)},
                  {"inside", inside(widget)},
                  {"box", box_of(widget, seen)}};
  if (&widget == QApplication::focusWidget()) row["focus"] = true;
  if (!widget.isEnabled()) row["disabled"] = true;
  const auto* button = qobject_cast<const QAbstractButton*>(&widget);
  if (button != nullptr && button->isCheckable()) row["checked"] = button->isChecked();
  if (widget.isEnabled() && (widget.focusPolicy() & Qt::TabFocus) == Qt::TabFocus &&
      widget.focusProxy() == nullptr) {
    row["tab"] = true;
  }
  return row;
}

void add_tabs(const QTabBar& bar, QJsonArray& rows) {
  for (int i = 0; i < bar.count(); ++i) {
    const QRect seen = bar.tabRect(i) & bar.visibleRegion().boundingRect();
    rows << QJsonObject{{"kind", "tab"},
                        {"name", QString()},
                        {"words", bar.tabText(i)},
                        {"value", QString()},
                        {"inside", inside(bar)},
                        {"box", box_of(bar, seen)},
                        {"checked", i == bar.currentIndex()}};
  }
}

QJsonArray menus_of(const QMainWindow& window) {
  QJsonArray rows;
  const auto* bar = window.findChild<QMenuBar*>(QString(), Qt::FindDirectChildrenOnly);
  if (bar == nullptr) return rows;
  for (QAction* action : bar->actions()) {
    rows << QJsonObject{{"words", action->text().remove(QLatin1Char('&'))},
                        {"box", box_of(*bar, bar->actionGeometry(action))}};
  }
  return rows;
}

bool is_told(const QWidget& widget) {
  return is_named(widget) || widget.focusPolicy() != Qt::NoFocus ||
         qobject_cast<const QLabel*>(&widget) != nullptr ||
         qobject_cast<const QStatusBar*>(&widget) != nullptr;
}

}  // namespace

std::string describe_window(const QMainWindow& window, const std::string& more) {
  QJsonObject told = QJsonDocument::fromJson(QByteArray::fromStdString(more)).object();
  QJsonArray controls;
  QString focus;
  for (QWidget* widget : window.findChildren<QWidget*>()) {
    if (!widget->isVisible() || widget->window() != &window) continue;
    if (const auto* tabs = qobject_cast<const QTabBar*>(widget)) add_tabs(*tabs, controls);
    const QRect seen = widget->visibleRegion().boundingRect();
    if (!is_told(*widget)) continue;
    controls << control(*widget, seen);
    if (widget == QApplication::focusWidget()) {
      focus = is_named(*widget) ? widget->objectName() : words_of(*widget);
    }
  }
  told["title"] = window.windowTitle();
  told["size"] = QJsonArray{window.width(), window.height()};
  told["focus"] = focus;
  told["menus"] = menus_of(window);
  told["controls"] = controls;
  return QJsonDocument(told).toJson(QJsonDocument::Compact).toStdString();
}

}  // namespace baryscope
