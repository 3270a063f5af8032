# Installs into a folder with a space in its name and runs what was installed, far from the build: the example
# as results, as a table, and as a picture without a display. Run as: cmake -DBUILD=... -P check_install.cmake
set(prefix "${BUILD}/install test")
file(REMOVE_RECURSE "${prefix}")
execute_process(COMMAND ${CMAKE_COMMAND} --install ${BUILD} --prefix "${prefix}" OUTPUT_QUIET
                COMMAND_ERROR_IS_FATAL ANY)
set(scene "${prefix}/share/phiscope/scenes/ball_and_stick.phiscope")
set(out "${prefix}/out")
file(MAKE_DIRECTORY "${out}")

function(expect_file file smallest)
  if(NOT EXISTS "${file}")
    message(FATAL_ERROR "${file} was not written.")
  endif()
  file(SIZE "${file}" size)
  if(size LESS smallest)
    message(FATAL_ERROR "${file} has only ${size} bytes.")
  endif()
endfunction()

execute_process(COMMAND "${prefix}/bin/phiscope-run" "${scene}" -o "${out}/r.phiscope.h5" --csv "${out}/r.csv"
                WORKING_DIRECTORY "${out}" COMMAND_ERROR_IS_FATAL ANY)
expect_file("${out}/r.phiscope.h5" 100000)
expect_file("${out}/r.csv" 10000)
foreach(file IN ITEMS "" "${scene}")
  execute_process(
    COMMAND ${CMAKE_COMMAND} -E env --unset=DISPLAY --unset=WAYLAND_DISPLAY
            "${prefix}/bin/phiscope" --figure "${out}/view.png" --size 640x480 --at 14 ${file}
    WORKING_DIRECTORY "${out}" COMMAND_ERROR_IS_FATAL ANY)
  expect_file("${out}/view.png" 5000)
  file(REMOVE "${out}/view.png")
endforeach()
foreach(file IN ITEMS applications/io.github.phiscope.Phiscope.desktop metainfo/io.github.phiscope.Phiscope.metainfo.xml
        mime/packages/io.github.phiscope.Phiscope.xml icons/hicolor/scalable/apps/io.github.phiscope.Phiscope.svg)
  expect_file("${prefix}/share/${file}" 100)
endforeach()
file(REMOVE_RECURSE "${prefix}")
