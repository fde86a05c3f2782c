#include <torch/library.h>

// The torch operators of Baryscope.
TORCH_LIBRARY(baryscope, library) { static_cast<void>(library); }
