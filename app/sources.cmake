target_sources(phiscope PRIVATE main.cpp)
