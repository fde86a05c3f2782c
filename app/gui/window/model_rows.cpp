#include "app/gui/window/model_rows.h"

#include <QApplication>
#include <QPalette>
#include <algorithm>
#include <utility>

#include "app/gui/widgets/dispatcher.h"
#include "app/gui/widgets/model_words.h"

namespace baryscope {

void ModelRows::show(std::vector<FoundModel> models) {
  beginResetModel();
  m_models = std::move(models);
  endResetModel();
}

int ModelRows::row_of(const std::string& opened_by) const {
  const auto found = std::find_if(m_models.begin(), m_models.end(),
                                  [&](const FoundModel& each) { return each.name == opened_by; });
  return found == m_models.end() ? -1 : static_cast<int>(found - m_models.begin());
}

int ModelRows::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_models.size());
}

int ModelRows::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : n_columns;
}

QVariant ModelRows::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal || section >= n_columns) return {};
  if (role == Qt::TextAlignmentRole) {
    return QVariant((section == size || section == bytes ? Qt::AlignRight : Qt::AlignLeft) |
                    Qt::AlignVCenter);
  }
  const QString titles[] = {tr("Name"), tr("Family"), tr("Layers × heads"),      tr("Size"),
                            tr("Type"), tr("Place"),  tr("Why it does not open")};
  const QString tips[] = {
      tr("What opens it, also on the command line"),
      tr("The family of transformers, as its files call it"),
      tr("How many layers it has, and how many heads each of them"),
      tr("How much room its weights take on the disk"),
      tr("The type of most of its weights: BF16 and F16 are halves, Q4_K and the like are small "
         "whole numbers with scales, about four bits each"),
      tr("Whose folder it lies in"),
      tr("What is wrong, where it cannot be opened")};
  if (role == Qt::ToolTipRole) return tips[section];
  return role == Qt::DisplayRole ? titles[section] : QVariant();
}

QVariant ModelRows::data(const QModelIndex& index, int role) const {
  if (!index.isValid()) return {};
  const FoundModel& each = model(index.row());
  if (role == Qt::ToolTipRole) return model_tip(each);
  if (role == Qt::ForegroundRole && !each.problem.empty()) {
    return QApplication::palette().color(QPalette::Disabled, QPalette::Text);
  }
  if (role == Qt::TextAlignmentRole) {
    const bool number = index.column() == size || index.column() == bytes;
    return QVariant((number ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
  }
  if (role == sort_role) {
    if (index.column() == size) return each.n_layers * qint64{1'000'000} + each.n_heads;
    if (index.column() == bytes) return QVariant::fromValue<qulonglong>(each.n_bytes);
  }
  if (role != Qt::DisplayRole && role != sort_role) return {};
  switch (index.column()) {
    case name:
      return to_qt(each.title);
    case family:
      return to_qt(each.family);
    case size:
      return each.n_layers > 0 && each.n_heads > 0
                 ? QStringLiteral("%1 × %2").arg(each.n_layers).arg(each.n_heads)
                 : QString();
    case bytes:
      return each.n_bytes > 0 ? to_qt(bytes_words(each.n_bytes)) : QString();
    case quantisation:
      return to_qt(each.quantisation);
    case place:
      return to_qt(store_title(each.store));
    default:
      return to_qt(each.problem.empty() ? each.note : each.problem);
  }
}

FilteredModels::FilteredModels(QObject* parent) : QSortFilterProxyModel(parent) {
  setSortRole(ModelRows::sort_role);
  setSortCaseSensitivity(Qt::CaseInsensitive);
}

void FilteredModels::set_words(const QString& text) {
  m_words = text.split(QLatin1Char(' '), Qt::SkipEmptyParts);
  invalidateFilter();
}

bool FilteredModels::filterAcceptsRow(int row, const QModelIndex& parent) const {
  QString all;
  for (int column = 0; column < ModelRows::n_columns; ++column) {
    all += sourceModel()->index(row, column, parent).data().toString() + QLatin1Char('\n');
  }
  return std::all_of(m_words.begin(), m_words.end(), [&all](const QString& word) {
    return all.contains(word, Qt::CaseInsensitive);
  });
}

}  // namespace baryscope
