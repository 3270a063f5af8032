#pragma once

#include "model/formats/import_sections.h"

#include <Eigen/Core>

#include <vector>

namespace phiscope {

/// The outline of a soma, a closed polygon; the points' diameters mean nothing.
using Contour = std::vector<ImportPoint>;

/// The mean of 100 equal steps along a contour, seen from above: what NEURON takes for its centre.
Eigen::Vector3d contourCentre(const Contour& contour);

/// A soma drawn as one contour, as NEURON's Import3d models it: 21 discs in equal steps along the principal
/// axis of the outline, as thick as the outline is wide there. Empty where the outline encloses nothing.
std::vector<ImportPoint> contourToDiscs(const Contour& contour);

/// A soma drawn as several contours one above the other: a disc for each, of the mean of two diameters, that
/// of its perimeter and twice the mean distance from its centre.
std::vector<ImportPoint> stackToDiscs(const std::vector<Contour>& stack);

/// The middle of the path through the centres of a stack's contours.
Eigen::Vector3d stackCentre(const std::vector<Contour>& stack);

/// Eigenvalues and, as columns, eigenvectors of a symmetric matrix, in the order and with the signs of the
/// implicit symmetric QR algorithm (Golub & Van Loan, Matrix Computations, 8.3) started from the left by a
/// Householder tridiagonalisation. NEURON's soma begins at the end to which its eigenvector points, so the
/// sign, which other algorithms choose otherwise, is part of the result.
struct SymmetricEigen {
    Eigen::Vector3d values;
    Eigen::Matrix3d vectors;
};
SymmetricEigen symmetricEigen(const Eigen::Matrix3d& matrix);

} // namespace phiscope
