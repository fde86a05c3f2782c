# How every target of the project is compiled: warnings, sanitizers, include root, run paths.

add_library(baryscope_flags INTERFACE)
target_include_directories(baryscope_flags INTERFACE ${CMAKE_SOURCE_DIR})
target_compile_options(baryscope_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual -Wcast-qual
  $<$<BOOL:${BARYSCOPE_WERROR}>:-Werror>
  -ffp-contract=off -pthread)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 15)
  # g++ 12 to 14 see overlaps and overruns in their own std::string where there are none (PR 105329, 105651).
  target_compile_options(baryscope_flags INTERFACE -Wno-array-bounds -Wno-restrict -Wno-stringop-overflow
    -Wno-stringop-overread)
endif()
if(BARYSCOPE_SANITIZER STREQUAL "address")
  target_compile_options(baryscope_flags INTERFACE -fsanitize=address,undefined -fno-omit-frame-pointer)
  target_link_options(baryscope_flags INTERFACE -fsanitize=address,undefined)
elseif(BARYSCOPE_SANITIZER STREQUAL "thread")
  target_compile_options(baryscope_flags INTERFACE -fsanitize=thread -fno-omit-frame-pointer)
  target_link_options(baryscope_flags INTERFACE -fsanitize=thread)
endif()

# Libraries find each other beside the program in the build tree; BaryscopeInstall.cmake says how
# after installation.
set(CMAKE_BUILD_RPATH_USE_ORIGIN ON)
# The shipped models, texts and scripts, where an installation has them.
file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/share)
file(CREATE_LINK ${CMAKE_SOURCE_DIR}/resources ${CMAKE_BINARY_DIR}/share/baryscope SYMBOLIC)

# baryscope_library(name): a shared library of the project; rooms add sources by target_sources.
function(baryscope_library name)
  add_library(${name} SHARED ${ARGN})
  set_target_properties(${name} PROPERTIES DEFINE_SYMBOL "")
  target_link_libraries(${name} PRIVATE baryscope_flags)
  target_include_directories(${name} PUBLIC ${CMAKE_SOURCE_DIR})
endfunction()

# Precompiled headers: four sets, each compiled once and shared by every target of its kind. gcc takes a
# set only where options and definitions are the same, so nothing may differ between those targets:
# no EXPORTS definition of their own, position-independent code in programs as in libraries.
# Clang's tools know neither gcc's header nor its options; other compilers go without.
set(CMAKE_CXX_COMPILE_OPTIONS_PIE ${CMAKE_CXX_COMPILE_OPTIONS_PIC})
set(BARYSCOPE_PLAIN_HEADERS
  <algorithm> <array> <cmath> <cstdint> <filesystem> <functional> <limits> <map> <memory> <numeric>
  <optional> <set> <span> <string> <string_view> <unordered_map> <utility> <vector>)

# baryscope_precompile(name [REUSE target] [header…]): headers compiled once for a target, or those
# of a target that was compiled alike. -fpch-deps: the dependency records name what came through the
# header, which the test of the rooms reads.
function(baryscope_precompile name)
  cmake_parse_arguments(PRECOMPILE "" "REUSE" "" ${ARGN})
  if(CMAKE_DISABLE_PRECOMPILE_HEADERS OR NOT CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    return()
  endif()
  if(PRECOMPILE_REUSE)
    target_precompile_headers(${name} REUSE_FROM ${PRECOMPILE_REUSE})
  else()
    target_precompile_headers(${name} PRIVATE ${PRECOMPILE_UNPARSED_ARGUMENTS})
  endif()
  target_compile_options(${name} PRIVATE -fpch-deps)
endfunction()
