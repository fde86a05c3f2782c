/// Where tensors are computed: the CPU, or a CUDA device found at run time.
#pragma once

#include <c10/core/Device.h>

#include <string>
#include <string_view>

#include "core/base/error.h"

namespace baryscope {

class DeviceError : public Error {
 public:
  using Error::Error;
};

/// "cpu" | "cuda" | "auto" → the device. For "cuda" and "auto" the CUDA driver is asked for a
/// device first, then LibTorch's CUDA library is opened: this must be the process's first step with
/// LibTorch, which remembers a "no CUDA" answer. `auto` takes the CPU where something is missing;
/// "cuda" throws DeviceError saying what.
c10::Device open_device(std::string_view name);

/// What stands in the way of CUDA here ("no CUDA driver (libcuda.so.1)"); empty where nothing does.
std::string cuda_obstacle();

}  // namespace baryscope
