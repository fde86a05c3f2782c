/// Found models as rows of a table, and what of them is shown.
#pragma once

#include <QAbstractTableModel>
#include <QSortFilterProxyModel>
#include <QStringList>
#include <vector>

#include "core/model/listing/found_model.h"

namespace baryscope {

class ModelRows : public QAbstractTableModel {
 public:
  enum Column { name, family, size, bytes, quantisation, place, problem, n_columns };
  /// Numbers to sort by, where a cell's words would not do.
  static constexpr int sort_role = Qt::UserRole;

  using QAbstractTableModel::QAbstractTableModel;

  void show(std::vector<FoundModel> models);
  [[nodiscard]] const FoundModel& model(int row) const {
    return m_models[static_cast<std::size_t>(row)];
  }
  /// The row of a model that opens by this name; −1 for none.
  [[nodiscard]] int row_of(const std::string& opened_by) const;

  [[nodiscard]] int rowCount(const QModelIndex& parent) const override;
  [[nodiscard]] int columnCount(const QModelIndex& parent) const override;
  [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                    int role) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;

 private:
  std::vector<FoundModel> m_models;
};

/// The rows in which every word is found, in any column and in either case; sorted where a person
/// asked for it.
class FilteredModels : public QSortFilterProxyModel {
 public:
  explicit FilteredModels(QObject* parent = nullptr);

  void set_words(const QString& text);

 protected:
  [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex& parent) const override;

 private:
  QStringList m_words;
};

}  // namespace baryscope
