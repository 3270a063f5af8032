# Finds what the project stands on; a missing piece names the Debian package that brings it.
set(THREADS_PREFER_PTHREAD_FLAG ON)
find_package(Threads REQUIRED)
find_package(Eigen3 3.4 REQUIRED NO_MODULE)       # libeigen3-dev
find_package(nlohmann_json 3.11 REQUIRED)         # nlohmann-json3-dev
find_package(CLI11 REQUIRED)                      # libcli11-dev
find_package(pugixml REQUIRED)                    # libpugixml-dev
find_package(tl-expected REQUIRED)                # libexpected-dev
find_package(OpenSSL REQUIRED COMPONENTS Crypto)  # libssl-dev

set(HDF5_PREFER_PARALLEL OFF)
find_package(HDF5 REQUIRED COMPONENTS C)          # libhdf5-dev (serial)

find_library(PHISCOPE_OPENBLAS NAMES openblas REQUIRED)   # libopenblas-dev
find_path(PHISCOPE_CBLAS_INCLUDE cblas.h PATH_SUFFIXES openblas openblas-pthread x86_64-linux-gnu REQUIRED)
add_library(phiscope_openblas INTERFACE)
target_link_libraries(phiscope_openblas INTERFACE ${PHISCOPE_OPENBLAS})
target_include_directories(phiscope_openblas SYSTEM INTERFACE ${PHISCOPE_CBLAS_INCLUDE})

find_library(PHISCOPE_NRNIV NAMES nrniv PATHS /usr/lib/nrn REQUIRED)        # neuron
find_path(PHISCOPE_NEURON_INCLUDE section.h PATH_SUFFIXES nrn REQUIRED)     # neuron-dev
get_filename_component(PHISCOPE_NRN_DIR ${PHISCOPE_NRNIV} DIRECTORY)
add_library(phiscope_nrniv INTERFACE)
target_link_libraries(phiscope_nrniv INTERFACE ${PHISCOPE_NRNIV})
target_link_options(phiscope_nrniv INTERFACE -Wl,-rpath,${PHISCOPE_NRN_DIR})
target_include_directories(phiscope_nrniv SYSTEM INTERFACE ${PHISCOPE_NEURON_INCLUDE})

if(PHISCOPE_GUI)
  find_package(Qt6 6.4 REQUIRED COMPONENTS Core Gui Network Widgets OpenGL OpenGLWidgets Svg PrintSupport Concurrent)
  find_package(QCustomPlotQt6 REQUIRED)           # libqcustomplot-dev, libqcustomplot2.1-qt6
  # No module here that pulls in MPI or HDF5 (IOHDF, IOParallel, Charts, InteractionWidgets).
  find_package(VTK 9.1 REQUIRED COMPONENTS
    CommonCore CommonColor CommonDataModel CommonExecutionModel CommonMath CommonTransforms
    FiltersCore FiltersSources FiltersGeneral RenderingCore RenderingOpenGL2 RenderingFreeType
    RenderingAnnotation InteractionStyle IOImage)  # libvtk9-dev
endif()
if(PHISCOPE_TESTS)
  find_package(doctest REQUIRED)                  # doctest-dev
  if(PHISCOPE_GUI)
    find_package(Qt6 REQUIRED COMPONENTS Test)
  endif()
endif()
