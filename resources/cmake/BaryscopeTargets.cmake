# How every target of the project is compiled: warnings, sanitizers, include root, run paths.

# Where BARYSCOPE_JOIN_SOURCES is on (./dev run and test), sources of one folder are compiled a few at
# a time: what they share is read once. Each of them still compiles alone: ./dev lint sees them so.
# What one source may hide from another, or keep to itself, is no question within one.
option(BARYSCOPE_JOIN_SOURCES "Compile the sources of a folder a few at a time" OFF)

add_library(baryscope_flags INTERFACE)
target_include_directories(baryscope_flags INTERFACE ${CMAKE_SOURCE_DIR})
target_compile_options(baryscope_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wnon-virtual-dtor -Woverloaded-virtual -Wcast-qual
  $<$<NOT:$<BOOL:${BARYSCOPE_JOIN_SOURCES}>>:-Wshadow>
  $<$<BOOL:${BARYSCOPE_WERROR}>:-Werror>
  -ffp-contract=off -pthread)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 15)
  # g++ 12 to 14 see overlaps and overruns in their own std::string where there are none (PR 105329, 105651).
  target_compile_options(baryscope_flags INTERFACE -Wno-array-bounds -Wno-restrict -Wno-stringop-overflow
    -Wno-stringop-overread $<$<BOOL:${BARYSCOPE_JOIN_SOURCES}>:-Wno-subobject-linkage>)
endif()
if(BARYSCOPE_SANITIZER STREQUAL "address")
  target_compile_options(baryscope_flags INTERFACE -fsanitize=address,undefined -fno-omit-frame-pointer)
  target_link_options(baryscope_flags INTERFACE -fsanitize=address,undefined)
elseif(BARYSCOPE_SANITIZER STREQUAL "thread")
  target_compile_options(baryscope_flags INTERFACE -fsanitize=thread -fno-omit-frame-pointer)
  target_link_options(baryscope_flags INTERFACE -fsanitize=thread)
elseif(BARYSCOPE_FUZZ)
  if(NOT CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    message(FATAL_ERROR "libFuzzer comes with clang: use the preset fuzz, or ./dev fuzz.")
  endif()
  set(checks address,undefined,float-cast-overflow)
  target_compile_options(baryscope_flags INTERFACE -fsanitize=fuzzer-no-link,${checks} -fno-sanitize-recover=all
    -fno-omit-frame-pointer)
  target_link_options(baryscope_flags INTERFACE -fsanitize=${checks})
endif()

# Libraries find each other beside the program in the build tree; BaryscopeInstall.cmake says how
# after installation.
set(CMAKE_BUILD_RPATH_USE_ORIGIN ON)
# The shipped models, texts and scripts, where an installation has them.
file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/share)
file(CREATE_LINK ${CMAKE_SOURCE_DIR}/resources ${CMAKE_BINARY_DIR}/share/baryscope SYMBOLIC)

# baryscope_library(name): a shared library of the project; rooms add sources by target_sources. Fuzz
# targets take of an archive what they need: not all rooms are built for them.
function(baryscope_library name)
  if(BARYSCOPE_FUZZ)
    add_library(${name} STATIC ${ARGN})
  else()
    add_library(${name} SHARED ${ARGN})
  endif()
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

# baryscope_join_sources(): last, when every target has all its sources.
function(baryscope_join_sources)
  if(NOT BARYSCOPE_JOIN_SOURCES)
    return()
  endif()
  baryscope_targets_under(${CMAKE_SOURCE_DIR} targets)
  foreach(target IN LISTS targets)
    get_target_property(type ${target} TYPE)
    get_target_property(alone ${target} BARYSCOPE_ALONE)
    if(NOT alone AND type MATCHES "LIBRARY|EXECUTABLE" AND NOT type STREQUAL "INTERFACE_LIBRARY")
      baryscope_join_sources_of(${target})
    endif()
  endforeach()
endfunction()

function(baryscope_targets_under folder result)
  get_property(targets DIRECTORY ${folder} PROPERTY BUILDSYSTEM_TARGETS)
  get_property(folders DIRECTORY ${folder} PROPERTY SUBDIRECTORIES)
  foreach(inner IN LISTS folders)
    baryscope_targets_under(${inner} more)
    list(APPEND targets ${more})
  endforeach()
  set(${result} ${targets} PARENT_SCOPE)
endfunction()

# Those of one room go together and no others, so that the test of the rooms still sees who reads what;
# one that is compiled without the precompiled headers stays alone, or it would read them.
function(baryscope_join_sources_of target)
  get_target_property(sources ${target} SOURCES)
  get_target_property(folder ${target} SOURCE_DIR)
  set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_MODE GROUP)
  list(FILTER sources INCLUDE REGEX "[.]cpp$")
  foreach(file IN LISTS sources)
    cmake_path(ABSOLUTE_PATH file BASE_DIRECTORY ${folder} NORMALIZE)
    get_source_file_property(plain ${file} TARGET_DIRECTORY ${target} SKIP_PRECOMPILE_HEADERS)
    if(plain)
      set_source_files_properties(${file} TARGET_DIRECTORY ${target} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
    endif()
    cmake_path(GET file PARENT_PATH room)
    cmake_path(RELATIVE_PATH room BASE_DIRECTORY ${CMAKE_SOURCE_DIR})
    string(MAKE_C_IDENTIFIER "${room}" room)
    if(NOT DEFINED n_in_${room})
      set(n_in_${room} 0)
    endif()
    math(EXPR batch "${n_in_${room}} / 6")
    math(EXPR n_in_${room} "${n_in_${room}} + 1")
    set_source_files_properties(${file} TARGET_DIRECTORY ${target} PROPERTIES UNITY_GROUP ${room}_${batch})
  endforeach()
endfunction()
