#include "app/gui/attention/model_chooser.h"

#include <QAbstractItemView>
#include <QScreen>
#include <algorithm>

#include "app/gui/widgets/model_shelf.h"
#include "app/gui/widgets/noted_items.h"

namespace baryscope {
namespace {

constexpr int k_rows = 20;
constexpr int k_most_ems = 46;  // of the list's width

}  // namespace

ModelChooser::ModelChooser(ModelShelf& shelf, QWidget* parent) : Chooser(parent), m_shelf(shelf) {
  setProperty("long", true);
  setMaxVisibleItems(k_rows);
  setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  view()->setItemDelegate(new NotedItems(view()));
}

void ModelChooser::showPopup() {
  m_shelf.look();
  Chooser::showPopup();
  // Wider than the closed line, within the screen.
  QWidget* list = view()->window();
  if (list == window() || screen() == nullptr) return;
  const int most = k_most_ems * fontMetrics().horizontalAdvance(QLatin1Char('m'));
  constexpr int k_bar = 24;    // beside the rows
  constexpr int k_frame = 10;  // of the sheet, which the height of the rows leaves out
  const QRect room = screen()->availableGeometry();
  QRect place = list->geometry();
  const int wanted = std::min({view()->sizeHintForColumn(0) + k_bar, most, room.width()});
  place.setWidth(std::max(place.width(), wanted));
  place.moveLeft(std::max(room.left(), std::min(place.left(), room.right() + 1 - place.width())));
  place.setBottom(std::min(place.bottom() + k_frame, room.bottom()));
  list->setGeometry(place);
}

}  // namespace baryscope
