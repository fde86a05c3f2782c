/// What the picture shows, as one list of ticks: in the Drawing panel, and in the View menu.
#pragma once

#include <QWidget>
#include <map>
#include <string>

#include "app/gui/widgets/dispatcher.h"

class QCheckBox;

namespace baryscope {

class Menus;

class PartToggles : public QWidget {
 public:
  explicit PartToggles(const Dispatcher& dispatcher, QWidget* parent = nullptr);

  /// The actions of the same commands are ticked with the boxes.
  void follow_in(const Menus& menus);
  /// Ticks what is asked for; what the picture cannot show is greyed, its tooltip says why.
  void refresh();

 private:
  const Dispatcher& m_dispatcher;
  const Menus* m_menus = nullptr;
  std::map<std::string, QCheckBox*> m_boxes;  ///< by the part's name
};

}  // namespace baryscope
