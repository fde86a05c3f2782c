#include "app/gui/attention/model_items.h"

#include <QComboBox>
#include <QFileInfo>
#include <algorithm>
#include <vector>

#include "app/gui/widgets/dispatcher.h"
#include "core/analysis/model_library.h"

namespace baryscope {

void fill_models(QComboBox& box, const QString& none, const QString& model, const QString& open) {
  std::vector<ShippedModel> wanted = shipped_models();
  const std::vector<ShippedModel> own = own_models();
  wanted.insert(wanted.end(), own.begin(), own.end());
  if (!none.isEmpty()) wanted.insert(wanted.begin(), ShippedModel{});
  const std::string name = model.toStdString();
  const auto is_model = [&](const ShippedModel& each) { return each.name == name; };
  if (std::none_of(wanted.begin(), wanted.end(), is_model)) wanted.push_back({name, name});
  // A list that a person has open is not filled anew for nothing.
  const int n = static_cast<int>(wanted.size());
  bool same = box.count() == n + 2;
  for (int i = 0; same && i < n; ++i) {
    same = box.itemData(i).toString() == to_qt(wanted[static_cast<std::size_t>(i)].name);
  }
  if (!same) {
    box.clear();
    for (const ShippedModel& each : wanted) {
      const QString text = each.name.empty() ? none : QFileInfo(to_qt(each.name)).fileName();
      box.addItem(text, to_qt(each.name));
      box.setItemData(box.count() - 1, to_qt(each.summary), Qt::ToolTipRole);
    }
    box.insertSeparator(box.count());
    box.addItem(open);
  }
  box.setCurrentIndex(box.findData(model));
}

}  // namespace baryscope
