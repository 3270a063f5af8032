# Compiler, linker and output settings that hold for every target of this project.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bin)
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "" FORCE)
endif()

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  # Precompiled headers need the sloppiness to be cached at all; base_dir lets two checkouts share results.
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env
      CCACHE_SLOPPINESS=pch_defines,time_macros CCACHE_BASEDIR=${PROJECT_SOURCE_DIR} CCACHE_NOHASHDIR=1
      ${CCACHE_PROGRAM})
endif()
find_program(LLD_PROGRAM ld.lld)
if(LLD_PROGRAM)
  add_link_options(-fuse-ld=lld)
endif()
add_link_options(-Wl,--as-needed)

add_library(phiscope_options INTERFACE)
target_compile_options(phiscope_options INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion)
# Not with sanitizers: their instrumentation makes GCC 12 warn falsely inside the standard library (<regex>).
if(PHISCOPE_WERROR AND NOT PHISCOPE_SANITIZE)
  target_compile_options(phiscope_options INTERFACE -Werror)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  # GCC 12 warns falsely about "literal" + std::string (GCC bug 105329).
  target_compile_options(phiscope_options INTERFACE -Wno-restrict)
endif()
if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64")
  # A named baseline, never the builder's own processor: packages must run elsewhere.
  target_compile_options(phiscope_options INTERFACE -march=x86-64-v2)
endif()
if(PHISCOPE_SANITIZE)
  target_compile_options(phiscope_options INTERFACE -fsanitize=${PHISCOPE_SANITIZE} -fno-omit-frame-pointer)
  target_link_options(phiscope_options INTERFACE -fsanitize=${PHISCOPE_SANITIZE})
endif()
