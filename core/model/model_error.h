/// The error of everything about pretrained models, also known as `Model::Error`. Free of ATen.
#pragma once

#include "core/base/error.h"

namespace baryscope {

class ModelError : public Error {
 public:
  using Error::Error;
};

}  // namespace baryscope
