target_sources(phiscope_window PRIVATE
  actions.cpp
  autosave.cpp
  command_line.cpp
  electrode_wiring.cpp
  export_actions.cpp
  figure.cpp
  file_actions.cpp
  main_window.cpp
  picture_dialog.cpp
  program.cpp
  recovery.cpp
  run_wiring.cpp
  single_instance.cpp
  slice_wiring.cpp
  view_wiring.cpp
  window_grab.cpp
)
