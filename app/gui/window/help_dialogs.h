/// The cheat sheet and the page about the program.
#pragma once

#include <QString>

class QWidget;

namespace baryscope {

/// Every command with its keys, made from the table, and the mouse.
void show_cheat_sheet(QWidget* parent);
/// Versions, renderer, device, licences, how to cite.
void show_about(QWidget* parent, const QString& renderer, const QString& device);

}  // namespace baryscope
