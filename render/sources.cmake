target_sources(phiscope_render PRIVATE
  annotations.cpp
  camera.cpp
  canvas2d.cpp
  cell_visual.cpp
  colour_maps.cpp
  cone_actor.cpp
  gl_window.cpp
  marker_visual.cpp
  offscreen.cpp
  oklab.cpp
  pick_tree.cpp
  png.cpp
  probe_visual.cpp
  scene_renderer.cpp
  theme.cpp
)
