/// The cheat sheet and the pages of the Help menu.
#pragma once

#include <QString>

class QWidget;

namespace baryscope {

/// Every command with its keys, made from the table, and the mouse.
void show_cheat_sheet(QWidget* parent);
/// F1, the handbook: what the picture shows and how to use the window.
void show_help(QWidget* parent);
/// Versions, renderer, device, licences, how to cite.
void show_about(QWidget* parent, const QString& renderer, const QString& device);

}  // namespace baryscope
