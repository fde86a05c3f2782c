#include "core/model/device.h"

#include <ATen/ATen.h>
#include <ATen/Context.h>
#include <dlfcn.h>

#include "core/base/nearest_name.h"

namespace baryscope {
namespace {

std::string find_obstacle() {
  void* driver = ::dlopen("libcuda.so.1", RTLD_NOW | RTLD_LOCAL);
  if (driver == nullptr) {
    return "there is no CUDA driver on this machine (libcuda.so.1)";
  }
  using Initialize = int (*)(unsigned);
  using CountDevices = int (*)(int*);
  const auto initialize = reinterpret_cast<Initialize>(::dlsym(driver, "cuInit"));
  const auto count_devices = reinterpret_cast<CountDevices>(::dlsym(driver, "cuDeviceGetCount"));
  int n_devices = 0;
  if (initialize == nullptr || count_devices == nullptr || initialize(0) != 0 ||
      count_devices(&n_devices) != 0 || n_devices == 0) {
    return "the CUDA driver finds no device";
  }
  // Global, so that the backends registered in it are found by libtorch_cpu.
  if (::dlopen("libtorch_cuda.so", RTLD_NOW | RTLD_GLOBAL) == nullptr) {
    const char* reason = ::dlerror();
    return std::string("LibTorch's CUDA library does not open: ") +
           (reason != nullptr ? reason : "unknown reason");
  }
  if (!at::globalContext().hasCUDA()) {
    return "LibTorch finds no CUDA device";
  }
  return {};
}

}  // namespace

std::string cuda_obstacle() {
  static const std::string obstacle = find_obstacle();
  return obstacle;
}

c10::Device open_device(std::string_view name) {
  if (name == "cpu") {
    return c10::Device(c10::kCPU);
  }
  if (name != "cuda" && name != "auto") {
    throw UsageError(unknown_name_message("device", name, {"auto", "cpu", "cuda"}));
  }
  const std::string obstacle = cuda_obstacle();
  if (obstacle.empty()) {
    return c10::Device(c10::kCUDA, 0);
  }
  if (name == "cuda") {
    throw DeviceError("--device cuda: " + obstacle + "; use --device cpu or auto");
  }
  return c10::Device(c10::kCPU);
}

}  // namespace baryscope
