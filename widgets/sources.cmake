target_sources(phiscope_widgets PRIVATE
  placeholder.cpp
  view3d.cpp
  view3d_gestures.cpp
)
