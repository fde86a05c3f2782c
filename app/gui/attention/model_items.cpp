#include "app/gui/attention/model_items.h"

#include <QComboBox>
#include <QFileInfo>
#include <QFont>
#include <QStandardItemModel>
#include <algorithm>
#include <optional>
#include <vector>

#include "app/gui/widgets/dispatcher.h"
#include "app/gui/widgets/model_shelf.h"
#include "app/gui/widgets/model_words.h"
#include "app/gui/widgets/noted_items.h"
#include "app/gui/widgets/tr.h"
#include "core/analysis/model_library.h"

namespace baryscope {
namespace {

struct ModelItem {
  QVariant name;  ///< none: a heading, or a word about the list
  QString title, note, tip;
  bool enabled = true;
};

/// What is found under a shipped or own name: a folder, or a GGUF file.
const FoundModel* find_facts(const ModelShelf& shelf, const std::string& name) {
  const auto found =
      std::find_if(shelf.models().begin(), shelf.models().end(), [&](const FoundModel& each) {
        return each.store == ModelStore::search_path && each.name == name;
      });
  return found == shelf.models().end() ? nullptr : &*found;
}

QString title_of(const ModelShelf& shelf, const std::string& name) {
  const auto found =
      std::find_if(shelf.models().begin(), shelf.models().end(),
                   [&](const FoundModel& each) { return each.path.string() == name; });
  return found == shelf.models().end() ? QFileInfo(to_qt(name)).fileName() : to_qt(found->title);
}

ModelItem item_of(const FoundModel& model) {
  return {to_qt(model.name), to_qt(model.title), model_note(model), model_tip(model),
          model.problem.empty()};
}

std::vector<ModelItem> wanted_items(const QString& none, const std::string& model,
                                    const ModelShelf& shelf) {
  std::vector<ModelItem> items;
  if (!none.isEmpty()) items.push_back({QString(), none, {}, {}});
  std::vector<const FoundModel*> told;
  for (const auto& models : {shipped_models(), own_models()}) {
    for (const ShippedModel& each : models) {
      const FoundModel* facts = find_facts(shelf, each.name);
      items.push_back({to_qt(each.name), to_qt(each.name),
                       facts == nullptr ? QString() : model_note(*facts), to_qt(each.summary)});
      told.push_back(facts);
    }
  }
  const auto is_model = [&model](const ModelItem& each) {
    return each.name.toString().toStdString() == model;
  };
  const bool is_found = std::any_of(shelf.models().begin(), shelf.models().end(),
                                    [&](const FoundModel& each) { return each.name == model; });
  if (!is_found && std::none_of(items.begin(), items.end(), is_model)) {
    items.push_back({to_qt(model), title_of(shelf, model), {}, to_qt(model)});
  }
  std::optional<ModelStore> store;
  for (const FoundModel& each : shelf.models()) {
    if (std::find(told.begin(), told.end(), &each) != told.end()) continue;
    if (store != each.store) {
      store = each.store;
      items.push_back({{}, to_qt(store_title(each.store)), {}, {}, false});
    }
    items.push_back(item_of(each));
  }
  if (!shelf.has_looked() && shelf.is_looking()) {
    items.push_back({{}, tr("Looking for more models…"), {}, {}, false});
  }
  return items;
}

bool shows(const QComboBox& box, const std::vector<ModelItem>& items) {
  constexpr int n_behind = 2;  // separator and `open`
  if (box.count() != static_cast<int>(items.size()) + n_behind) return false;
  for (int i = 0; i < static_cast<int>(items.size()); ++i) {
    const ModelItem& item = items[static_cast<std::size_t>(i)];
    if (box.itemData(i) != item.name || box.itemData(i, k_title_role).toString() != item.title ||
        box.itemData(i, k_note_role).toString() != item.note) {
      return false;
    }
  }
  return true;
}

void add(QComboBox& box, const ModelItem& item) {
  box.addItem(item.title, item.name);
  const int row = box.count() - 1;
  box.setItemData(row, item.title, k_title_role);
  box.setItemData(row, item.note, k_note_role);
  box.setItemData(row, item.tip, Qt::ToolTipRole);
  auto* shown = static_cast<QStandardItemModel*>(box.model())->item(row);
  if (!item.note.isEmpty()) {
    shown->setAccessibleDescription(item.note);
  }
  if (item.enabled) return;
  shown->setFlags(Qt::NoItemFlags);
  if (item.name.isValid()) return;
  QFont font;  // says its weight only: its size stays the list's
  font.setBold(true);
  shown->setFont(font);
}

}  // namespace

void fill_models(QComboBox& box, const QString& none, const QString& model, const QString& open,
                 const ModelShelf& shelf) {
  const std::vector<ModelItem> items = wanted_items(none, model.toStdString(), shelf);
  // A list that a person has open is not filled anew for nothing.
  if (!shows(box, items)) {
    box.clear();
    for (const ModelItem& item : items) add(box, item);
    box.insertSeparator(box.count());
    box.addItem(open);
  }
  box.setCurrentIndex(box.findData(model));
}

}  // namespace baryscope
