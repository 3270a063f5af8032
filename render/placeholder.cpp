namespace phiscope {}
