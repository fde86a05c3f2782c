#include "app/gui/widgets/style.h"

#include <QApplication>
#include <QFont>
#include <QFontDatabase>
#include <QFontMetricsF>
#include <QPalette>
#include <QString>
#include <QStringList>
#include <QStyleFactory>
#include <cmath>
#include <utility>
#include <vector>

namespace baryscope {
namespace {

bool g_dark = false;

constexpr double k_larger_points = 2;  // of the fields that a person writes into
constexpr int k_focus_line = 2;        // around a tab, in pixels
constexpr double k_room = 1.45;        // of their lines, times the font's height

constexpr const char* k_sheet = R"(
* { outline: none; }
QMainWindow, QDialog { background: @window; }
QMainWindow::separator { background: @line; width: 1px; height: 1px; }
QMainWindow::separator:hover { background: @accent; }
QToolTip { background: @panel; color: @ink; border: 1px solid @strong; padding: 5px 7px; }

QMenuBar { background: @window; border-bottom: 1px solid @line; padding: 1px 6px; }
QMenuBar::item { padding: 4px 9px; border-radius: 4px; background: transparent; }
QMenuBar::item:selected, QMenuBar::item:pressed { background: @tint; color: @ink; }
QMenu { background: @panel; border: 1px solid @strong; padding: 5px; }
QMenu::item { padding: 5px 26px 5px 14px; border-radius: 4px; }
QMenu::item:selected { background: @accent; color: @onaccent; }
QMenu::item:disabled { color: @muted; background: transparent; }
QMenu::separator { height: 1px; background: @line; margin: 5px 8px; }

QDockWidget { color: @muted; titlebar-close-icon: url(:/baryscope/close-@name.svg);
  titlebar-normal-icon: url(:/baryscope/float-@name.svg); }
QDockWidget::title { background: @panel; border-bottom: 1px solid @line; padding: 8px 11px; text-align: left; }
QDockWidget::close-button, QDockWidget::float-button { border: none; background: transparent; padding: 1px; icon-size: 13px; }
QDockWidget::close-button:hover, QDockWidget::float-button:hover { background: @tint; border-radius: 3px; }
QScrollArea, QScrollArea > QWidget > QWidget[panel="true"], QWidget[panel="true"] { background: @panel; border: none; }
QFrame[hairline="true"] { background: @line; max-height: 1px; min-height: 1px; border: none; }
QTabBar { background: @window; }
QTabBar::tab { background: @window; color: @muted; padding: 7px @besidepx; border: none; border-bottom: 2px solid transparent; }
QTabBar::tab:selected { color: @ink; border-bottom: 2px solid @accent; background: @panel; }
QTabBar::tab:hover { color: @ink; }
QTabBar::tab:selected:focus { background: @tint; border: 2px solid @accent; padding: 5px @focusedpx; }
QTabBar[tight="true"]::tab { padding: 7px @closepx; }
QTabBar[tight="true"]::tab:selected:focus { padding: 5px @focusedclosepx; }
QTabBar QToolButton { background: @window; border: 1px solid @line; border-radius: 0; padding: 0; }
QTabWidget::pane { border: none; border-top: 1px solid @line; }

QLabel { background: transparent; }
QLabel:focus { background: @tint; }
QLabel[role="section"] { color: @muted; font-weight: 600; letter-spacing: 1px; }
QLabel[role="muted"] { color: @muted; }
QLabel[role="formula"] { background: @field; border: 1px solid @line; border-radius: 5px; padding: 8px 10px; }
QLabel[role="formula"]:focus { border-color: @accent; }
QLabel[role="problem"] { color: @wrong; }
QLabel[role="big"] { font-size: 15pt; font-weight: 600; }
QLabel[role="changed"] { color: @ink; font-weight: 600; }

QLineEdit, QAbstractSpinBox, QComboBox, QPlainTextEdit, QTextBrowser { background: @field; color: @ink;
  border: 1px solid @strong; border-radius: 5px; padding: 3px 8px; min-height: 20px;
  selection-background-color: @accent; selection-color: @onaccent; }
QLineEdit:focus, QAbstractSpinBox:focus, QComboBox:focus, QPlainTextEdit:focus, QTextBrowser:focus { border: 1px solid @accent; }
QLineEdit:disabled, QAbstractSpinBox:disabled, QComboBox:disabled { color: @muted; background: @panel; border-color: @line; }
QLineEdit[large="true"] { font-size: @largept; min-height: @roompx; padding: 2px 12px; border-radius: 7px; }
QComboBox { padding-right: 22px; }
QComboBox[long="true"] { combobox-popup: 0; }
QComboBox QLineEdit, QAbstractSpinBox QLineEdit { border: none; padding: 0; background: transparent; min-height: 0; }
QComboBox::drop-down { border: none; width: 22px; subcontrol-position: center right; }
QComboBox::down-arrow { image: url(:/baryscope/chevron-down-@name.svg); width: 12px; height: 12px; }
QComboBox QAbstractItemView { background: @panel; border: 1px solid @strong; padding: 4px; outline: none;
  selection-background-color: @accent; selection-color: @onaccent; }
QComboBox QAbstractItemView::item { min-height: 24px; padding: 0 6px; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { border: none; width: 18px; background: transparent; }
QAbstractSpinBox::up-button { subcontrol-position: top right; margin-top: 2px; }
QAbstractSpinBox::down-button { subcontrol-position: bottom right; margin-bottom: 2px; }
QAbstractSpinBox::up-arrow { image: url(:/baryscope/chevron-up-@name.svg); width: 11px; height: 11px; }
QAbstractSpinBox::down-arrow { image: url(:/baryscope/chevron-down-@name.svg); width: 11px; height: 11px; }

QCheckBox { spacing: 8px; padding: 2px 0; background: transparent; }
QCheckBox::indicator { width: 15px; height: 15px; border: 1px solid @strong; border-radius: 4px; background: @field; }
QCheckBox::indicator:checked { background: @accent; border-color: @accent; image: url(:/baryscope/check-@name.svg); }
QCheckBox::indicator:focus, QCheckBox::indicator:hover { border-color: @accent; }
QCheckBox:focus { background: @tint; border-radius: 4px; }
QCheckBox::indicator:checked:focus { border-color: @ink; }

QSlider { min-height: 20px; background: transparent; }
QSlider::groove:horizontal { height: 4px; border-radius: 2px; background: @line; }
QSlider::sub-page:horizontal { height: 4px; border-radius: 2px; background: @accent; }
QSlider::handle:horizontal { width: 12px; height: 12px; margin: -5px 0; border-radius: 7px;
  background: @field; border: 1px solid @strong; }
QSlider::handle:horizontal:hover, QSlider::handle:horizontal:focus { border-color: @accent; background: @tint; }
QSlider:focus { border: 1px solid @accent; border-radius: 4px; }

QPushButton { background: @field; color: @ink; border: 1px solid @strong; border-radius: 5px; padding: 5px 14px; min-height: 18px; }
QPushButton:hover { border-color: @accent; }
QPushButton:focus { border-color: @accent; }
QPushButton:pressed { background: @tint; }
QPushButton:default { background: @accent; color: @onaccent; border-color: @accent; }
QPushButton:disabled { color: @muted; border-color: @line; }
QPushButton:default:disabled { background: @tint; color: @muted; border-color: @line; }
QPushButton:checked { background: @tint; border-color: @accent; }
QPushButton:default:focus, QPushButton:checked:focus { border-color: @ink; }
QToolButton { background: transparent; color: @muted; border: 1px solid transparent; border-radius: 4px; padding: 3px 6px; }
QToolButton:hover { background: @tint; color: @ink; }
QToolButton:focus { border-color: @accent; color: @ink; }
QToolButton:checked { background: @tint; color: @ink; }
QToolButton[fold="true"] { color: @ink; padding: 3px 2px; text-align: left; font-weight: 600; }
QToolButton[fold="true"]:checked { background: transparent; }

QTableView, QListView, QTreeView { background: @panel; alternate-background-color: @field; border: 1px solid @panel;
  selection-background-color: @accent; selection-color: @onaccent; gridline-color: @line; }
QTableView:focus, QTreeView:focus { border-color: @accent; }
QHeaderView::section { background: @panel; color: @muted; border: none; border-bottom: 1px solid @line; padding: 5px 8px; }
QTableView::item { padding: 2px 8px; border: none; }
QListView::item { padding: 0 8px; border: none; border-radius: 4px; }
QListView::item:selected, QTableView::item:selected { background: @accent; color: @onaccent; }
QTableCornerButton::section { background: @panel; border: none; }

QStatusBar { background: @window; border-top: 1px solid @line; color: @ink; }
QStatusBar::item { border: none; }
QStatusBar QLabel { padding: 3px 8px; }
QProgressBar { background: @line; border: none; border-radius: 3px; max-height: 6px; min-height: 6px; }
QProgressBar::chunk { background: @accent; border-radius: 3px; }

QFrame[message="true"] { background: @error; border: none; }
QFrame[message="true"] QLabel, QFrame[message="true"] QToolButton { color: @onerror; }
QFrame[question="true"] { background: @tint; border: none; border-bottom: 1px solid @line; }
QFrame[message="true"] QToolButton:hover { background: rgba(0,0,0,30); }

QScrollBar { background: transparent; border: none; margin: 0; }
QScrollBar:vertical { width: 10px; }
QScrollBar:horizontal { height: 10px; }
QScrollBar::handle { background: @strong; border-radius: 3px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 28px; }
QScrollBar::handle:horizontal { min-width: 28px; }
QScrollBar::handle:hover { background: @muted; }
QScrollBar[idle="true"]::handle { background: transparent; }
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page { background: none; border: none; width: 0; height: 0; }
)";

/// Emoji in colour before those that DejaVu Sans draws in black, but never as the first family: it
/// has digits of its own.
QStringList text_families() {
  QStringList families{QStringLiteral("Noto Sans"), QStringLiteral("DejaVu Sans")};
  const QString emoji = QStringLiteral("Noto Color Emoji");
  if (QFontDatabase::hasFamily(families.front()) && QFontDatabase::hasFamily(emoji)) {
    families.insert(1, emoji);
  }
  return families;
}

}  // namespace

WindowColors window_colors(bool dark) {
  WindowColors c;
  if (dark) {
    c.window = "#10171F", c.panel = "#16202A", c.field = "#1C2732", c.line = "#26323F";
    c.strong_line = "#374655", c.ink = "#E8EDF2", c.muted = "#95A3B2", c.accent = "#4FB3E8";
    c.accent_ink = "#0E141B", c.tint = "#22303E", c.error = "#5A2A17", c.error_ink = "#FFE3D5";
    c.query = "#4FB3E8", c.key = "#F2B84B", c.key_prime = "#3CC9A0";
    c.positive = "#4FB3E8", c.negative = "#FF8A6B";
  } else {
    c.window = "#F3F5F8", c.panel = "#FBFCFD", c.field = "#FFFFFF", c.line = "#E1E6EC";
    c.strong_line = "#C6CFD9", c.ink = "#1B2733", c.muted = "#5C6977", c.accent = "#0072B2";
    c.accent_ink = "#FFFFFF", c.tint = "#E3EDF5", c.error = "#FBE4D9", c.error_ink = "#7A2E00";
    c.query = "#0072B2", c.key = "#E69F00", c.key_prime = "#009E73";
    c.positive = "#0072B2", c.negative = "#C8102E";
  }
  return c;
}

bool style_is_dark() { return g_dark; }

void apply_style(QApplication& application, bool dark, double points) {
  g_dark = dark;
  const WindowColors c = window_colors(dark);
  application.setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
  QFont font(text_families(), -1);
  font.setPointSizeF(points);
  // Before the first sheet, widgets that are there already would keep the system's font.
  if (application.styleSheet().isEmpty()) application.setStyleSheet(QStringLiteral("* {}"));
  application.setFont(font);

  QPalette palette;
  const auto set = [&](QPalette::ColorRole role, const QColor& color) {
    palette.setColor(QPalette::All, role, color);
  };
  set(QPalette::Window, c.window), set(QPalette::WindowText, c.ink), set(QPalette::Base, c.field);
  // AlternateBase stays the system's, for desktop_is_dark(); the sheet gives tables their own.
  set(QPalette::Text, c.ink), set(QPalette::Button, c.panel);
  set(QPalette::ButtonText, c.ink), set(QPalette::BrightText, c.error_ink);
  set(QPalette::Highlight, c.accent), set(QPalette::HighlightedText, c.accent_ink);
  set(QPalette::ToolTipBase, c.panel), set(QPalette::ToolTipText, c.ink);
  set(QPalette::PlaceholderText, c.muted), set(QPalette::Link, c.accent);
  set(QPalette::LinkVisited, c.accent), set(QPalette::Light, c.field), set(QPalette::Mid, c.line);
  set(QPalette::Dark, c.strong_line), set(QPalette::Shadow, c.strong_line);
  for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText}) {
    palette.setColor(QPalette::Disabled, role, c.muted);
  }
  application.setPalette(palette);

  // A field clips at its padding, and fonts of other scripts reach beyond the first one's lines.
  QFont large = font;
  large.setPointSizeF(points + k_larger_points);
  const double room = k_room * QFontMetricsF(large).height();

  QString sheet = QString::fromUtf8(k_sheet);
  const auto pixels = [](int n) { return QString::number(n) + QStringLiteral("px"); };
  // Longer names first: "@line" must not eat the start of another.
  const std::vector<std::pair<QString, QString>> names{
      {"@onaccent", c.accent_ink.name()},
      {"@onerror", c.error_ink.name()},
      {"@largept", QString::number(points + k_larger_points) + "pt"},
      {"@room", QString::number(std::lround(room))},
      {"@window", c.window.name()},
      {"@panel", c.panel.name()},
      {"@field", c.field.name()},
      {"@strong", c.strong_line.name()},
      {"@line", c.line.name()},
      {"@ink", c.ink.name()},
      {"@muted", c.muted.name()},
      {"@accent", c.accent.name()},
      {"@tint", c.tint.name()},
      {"@error", c.error.name()},
      {"@besidepx", pixels(k_tab_padding)},
      {"@focusedclosepx", pixels(k_tight_tab_padding - k_focus_line)},
      {"@focusedpx", pixels(k_tab_padding - k_focus_line)},
      {"@closepx", pixels(k_tight_tab_padding)},
      {"@wrong", c.negative.name()},
      {"@name", dark ? "dark" : "light"}};
  for (const auto& [name, value] : names) sheet.replace(name, value);
  application.setStyleSheet(sheet);
}

bool desktop_is_dark(const QApplication& application) {
  // The one colour of the palette that apply_style() leaves as the system has it.
  return application.palette().color(QPalette::AlternateBase).lightness() < 128;
}

}  // namespace baryscope
