/// What is dropped on the window is opened: a file, or a text to be read.
#pragma once

#include <QObject>

namespace baryscope {

class Dispatcher;
class WindowHost;

class DropReaction : public QObject {
 public:
  DropReaction(QWidget& window, const Dispatcher& dispatcher, WindowHost& host);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  const Dispatcher& m_dispatcher;
  WindowHost& m_host;
};

}  // namespace baryscope
