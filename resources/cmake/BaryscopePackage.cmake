# cpack -G DEB: one package with everything, LibTorch's CPU part and the pretrained model included, for
# the release of the system that it is made on (./dev package).
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME baryscope)
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_PACKAGE_VENDOR Baryscope)
set(CPACK_PACKAGE_CONTACT "The Baryscope developers")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "the geometry of attention heads")
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION
"Attention weights are barycentric coordinates of the output in the simplex of
its values. Baryscope shows that: it loads a transformer, runs a head on a text,
and draws the geometry of what the head does, in interactive 3D and in figures
for papers. A laboratory of over-sampling (SMOTE and its simplicial forms) draws
points by the same coordinates.

This package brings LibTorch's CPU part and the pretrained model
all-MiniLM-L6-v2 along.")
set(CPACK_RESOURCE_FILE_LICENSE ${CMAKE_SOURCE_DIR}/LICENSE)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
  OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)

set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION science)
set(CPACK_DEBIAN_COMPRESSION_TYPE zstd)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
# What the libraries link; package_needs.cmake adds what they open at run time.
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_PROJECT_CONFIG_FILE ${CMAKE_SOURCE_DIR}/resources/cmake/package_needs.cmake)
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "ffmpeg, fonts-noto-core, fonts-noto-color-emoji, fonts-wqy-microhei, hicolor-icon-theme, shared-mime-info")
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "python3-numpy")
include(CPack)
