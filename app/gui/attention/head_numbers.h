/// The layer and the head by their numbers: for models whose map is too fine to be hit.
#pragma once

#include <QWidget>
#include <functional>

class QSpinBox;

namespace baryscope {

class FlowLayout;

/// A line of two numbers, and of what is added to it; broken where there is no room for all.
class HeadNumbers : public QWidget {
 public:
  explicit HeadNumbers(QWidget* parent = nullptr);

  void add(QWidget* widget);
  void show_head(int layer, int head, int n_layers, int n_heads);

  /// Chosen by a person.
  std::function<void(int layer, int head)> on_head;

  [[nodiscard]] bool hasHeightForWidth() const override { return true; }
  [[nodiscard]] int heightForWidth(int width) const override;

 private:
  QSpinBox* add_number(const QString& name, const char* object_name);

  FlowLayout* m_flow;
  QSpinBox* m_layer;
  QSpinBox* m_head;
};

}  // namespace baryscope
