/// Lists whose items have a note beside them: the text to the left, the note to the right in muted
/// ink.
#pragma once

#include <QStyledItemDelegate>

namespace baryscope {

/// Of an item: what stands to the right.
inline constexpr int k_note_role = Qt::UserRole + 1;

/// Also draws the separators of combo boxes. What has no room ends with "…".
class NotedItems : public QStyledItemDelegate {
 public:
  using QStyledItemDelegate::QStyledItemDelegate;

  void paint(QPainter* painter, const QStyleOptionViewItem& option,
             const QModelIndex& index) const override;
  [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option,
                               const QModelIndex& index) const override;
};

}  // namespace baryscope
