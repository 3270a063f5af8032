target_sources(phiscope_render PRIVATE placeholder.cpp)
