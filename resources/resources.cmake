# Puts what the program shows but does not compute inside it, so that it runs from anywhere:
#   :/icons/*.svg  :/fonts/*.otf  :/scenes/*.phiscope  :/guide/*.md  :/pictures/*.svg|png
# Qt registers them by itself in every program that links phiscope_widgets; no Q_INIT_RESOURCE is needed.
set(phiscope_resources ${PROJECT_SOURCE_DIR}/resources)
file(GLOB phiscope_resource_files CONFIGURE_DEPENDS
  ${phiscope_resources}/icons/*.svg
  ${phiscope_resources}/fonts/*.otf
  ${phiscope_resources}/scenes/*.phiscope
  ${phiscope_resources}/guide/*.md
  ${phiscope_resources}/guide/*.png
  ${phiscope_resources}/pictures/architecture.svg)
qt_add_resources(phiscope_widgets phiscope_resources
  PREFIX / BASE ${phiscope_resources} FILES ${phiscope_resource_files})
