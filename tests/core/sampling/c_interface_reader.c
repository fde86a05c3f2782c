/* The header as a C program reads it. */
#include "core/sampling/c_interface.h"

int64_t read_by_c(const BaryscopeResampling* resampling) {
  return resampling->status == BARYSCOPE_DONE ? resampling->n_synthetic : -1;
}
