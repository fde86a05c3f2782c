# Read by cpack: the packages that own the files which the program opens at run time. No linker sees
# these, and their packages have other names from release to release.
set(opened
  */qt6/plugins/platforms/libqxcb.so
  */qt6/plugins/xcbglintegrations/libqxcb-glx-integration.so
  */qt6/plugins/imageformats/libqsvg.so
  */libEGL_mesa.so.0
  */libGLX_mesa.so.0
  */dri/swrast_dri.so
  */dejavu/DejaVuSans.ttf)
set(needs "")
foreach(file IN LISTS opened)
  execute_process(COMMAND dpkg-query --search "${file}" OUTPUT_VARIABLE owner ERROR_VARIABLE reason
    RESULT_VARIABLE failed)
  if(failed OR NOT owner MATCHES "^([a-z0-9.+-]+)")
    message(FATAL_ERROR "The program opens ${file}, and no package here owns such a file: ${reason}"
      "./dev package installs what is needed.")
  endif()
  list(APPEND needs ${CMAKE_MATCH_1})
endforeach()
list(REMOVE_DUPLICATES needs)
list(JOIN needs ", " CPACK_DEBIAN_PACKAGE_DEPENDS)
