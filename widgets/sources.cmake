target_sources(phiscope_widgets PRIVATE placeholder.cpp)
