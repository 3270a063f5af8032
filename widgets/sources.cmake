target_sources(phiscope_widgets PRIVATE
  app_theme.cpp
  cell_builder.cpp
  document.cpp
  document_open.cpp
  field_editor.cpp
  notice_bar.cpp
  number_edit.cpp
  property_panel.cpp
  quantity.cpp
  scene_picture.cpp
  scene_tree.cpp
  settings.cpp
  view3d.cpp
  view3d_gestures.cpp
)
