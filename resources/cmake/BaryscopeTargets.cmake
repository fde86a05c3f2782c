# How every target of the project is compiled: warnings, sanitizers, include root, run paths.

add_library(baryscope_flags INTERFACE)
target_include_directories(baryscope_flags INTERFACE ${CMAKE_SOURCE_DIR})
target_compile_options(baryscope_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual -Wcast-qual
  $<$<BOOL:${BARYSCOPE_WERROR}>:-Werror>
  -ffp-contract=off)
if(BARYSCOPE_SANITIZER STREQUAL "address")
  target_compile_options(baryscope_flags INTERFACE -fsanitize=address,undefined -fno-omit-frame-pointer)
  target_link_options(baryscope_flags INTERFACE -fsanitize=address,undefined)
elseif(BARYSCOPE_SANITIZER STREQUAL "thread")
  target_compile_options(baryscope_flags INTERFACE -fsanitize=thread -fno-omit-frame-pointer)
  target_link_options(baryscope_flags INTERFACE -fsanitize=thread)
endif()

# Libraries find each other beside the program, in the build tree and after installation.
set(CMAKE_BUILD_RPATH_USE_ORIGIN ON)
set(CMAKE_INSTALL_RPATH "$ORIGIN/../lib;$ORIGIN")

# baryscope_library(name): a shared library of the project; rooms add sources by target_sources.
function(baryscope_library name)
  add_library(${name} SHARED ${ARGN})
  target_link_libraries(${name} PRIVATE baryscope_flags)
  target_include_directories(${name} PUBLIC ${CMAKE_SOURCE_DIR})
endfunction()

# baryscope_precompile(name header…): a precompiled header that ccache and the dependency records
# both see through (-fpch-deps).
function(baryscope_precompile name)
  if(CMAKE_DISABLE_PRECOMPILE_HEADERS OR NOT CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    return()  # clang's tools know neither gcc's header nor its options
  endif()
  target_precompile_headers(${name} PRIVATE ${ARGN})
  target_compile_options(${name} PRIVATE -fpch-preprocess -fpch-deps)
endfunction()
