/// tr() for functions that belong to no QObject.
#pragma once

#include <QCoreApplication>
#include <QString>

namespace baryscope {

/// `n` takes the place of %n.
inline QString tr(const char* text, int n = -1) {
  return QCoreApplication::translate("baryscope", text, nullptr, n);
}

}  // namespace baryscope
