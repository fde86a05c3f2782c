# LibTorch from the PyPI wheel: libtorch_cpu and libc10 linked directly, which needs no CUDA toolkit
# (the wheel's own package file stops without one).

if(NOT BARYSCOPE_TORCH_DIR)
  message(FATAL_ERROR "Set BARYSCOPE_TORCH_DIR to the installed torch package, or build by ./dev, which does so. "
    "The samplers alone need no torch: preset sampling-only.")
endif()
find_library(BARYSCOPE_LIBTORCH_CPU torch_cpu PATHS ${BARYSCOPE_TORCH_DIR}/lib NO_DEFAULT_PATH REQUIRED)
find_library(BARYSCOPE_LIBC10 c10 PATHS ${BARYSCOPE_TORCH_DIR}/lib NO_DEFAULT_PATH REQUIRED)

add_library(baryscope_torch INTERFACE)
target_include_directories(baryscope_torch SYSTEM INTERFACE ${BARYSCOPE_TORCH_DIR}/include)
target_link_libraries(baryscope_torch INTERFACE ${BARYSCOPE_LIBTORCH_CPU} ${BARYSCOPE_LIBC10})
# The wheel finds its CUDA runtime packages beside itself.
target_link_options(baryscope_torch INTERFACE -Wl,--allow-shlib-undefined)
# at::parallel_for is a template over OpenMP. The wheel brings the one libgomp that torch itself uses.
target_compile_options(baryscope_torch INTERFACE -fopenmp)
find_library(BARYSCOPE_LIBGOMP libgomp.so.1 PATHS ${BARYSCOPE_TORCH_DIR}/lib NO_DEFAULT_PATH)
if(BARYSCOPE_LIBGOMP)
  target_link_libraries(baryscope_torch INTERFACE ${BARYSCOPE_LIBGOMP})
else()
  target_link_options(baryscope_torch INTERFACE -fopenmp)
endif()
