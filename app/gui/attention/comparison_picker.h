/// What is seen beside the first picture: another model, another mechanism, or both.
#pragma once

#include <QWidget>
#include <functional>
#include <string>

#include "app/gui/widgets/dispatcher.h"

class QComboBox;
class QLabel;

namespace baryscope {

class ModelShelf;

class ComparisonPicker : public QWidget {
 public:
  ComparisonPicker(const Dispatcher& dispatcher, ModelShelf& shelf, QWidget* parent = nullptr);

  /// Shows what is asked for, and warns where both pictures are of the same numbers.
  void refresh();

  std::function<void()> on_open;  ///< a second model from a file

 private:
  /// A second model by its name; the first one's own means the same model by another mechanism.
  void compare_with(const std::string& model);

  const Dispatcher& m_dispatcher;
  ModelShelf& m_shelf;
  QComboBox *m_model, *m_mechanism;
  QLabel* m_twins;
};

}  // namespace baryscope
