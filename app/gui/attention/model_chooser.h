/// The chooser of a model: those that come with the program, the person's own, and what the stores
/// of other programs hold.
#pragma once

#include "app/gui/widgets/chooser.h"

namespace baryscope {

class ModelShelf;

/// Opening the list looks for models again; it is as wide as what it says of them.
class ModelChooser : public Chooser {
 public:
  explicit ModelChooser(ModelShelf& shelf, QWidget* parent = nullptr);

  void showPopup() override;

 private:
  ModelShelf& m_shelf;
};

}  // namespace baryscope
