# System libraries, by room. Minimum versions are those of Debian 12.

find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)
find_package(fmt REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(Eigen3 3.4 REQUIRED NO_MODULE)
find_package(nanoflann REQUIRED)
find_package(Qhull REQUIRED)
find_package(ICU REQUIRED COMPONENTS uc i18n)
pkg_check_modules(PCRE2 REQUIRED IMPORTED_TARGET libpcre2-32)

if(BARYSCOPE_APP)
  find_package(PNG REQUIRED)
  pkg_check_modules(PANGOCAIRO REQUIRED IMPORTED_TARGET pangocairo pangoft2 cairo fontconfig)
  pkg_check_modules(QPDF REQUIRED IMPORTED_TARGET libqpdf)
  find_package(OpenGL REQUIRED COMPONENTS EGL OpenGL)
  find_package(GLEW REQUIRED)
  find_package(VTK 9.1 REQUIRED COMPONENTS
    CommonColor CommonCore CommonDataModel CommonExecutionModel CommonMath FiltersCore
    RenderingCore RenderingOpenGL2)
  find_package(Qt6 6.4 REQUIRED COMPONENTS Core DBus Gui Widgets OpenGL OpenGLWidgets)
endif()
