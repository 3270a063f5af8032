#pragma once

#include "model/support/result.h"

#include <Eigen/Core>

#include <string>
#include <vector>

/// Current source density (CSD) estimates from extracellular potentials along a line of contacts.
///
/// Every estimate is a linear operator, so that it may follow a forward model as one more matrix product.
/// Units: conductivity × potential / length² is S/m · mV / µm² = 1e9 A/m³ = 1 nA/µm³, without any factor.
/// A source (current that leaves cells) is positive, a sink negative.
namespace phiscope {

struct CsdEstimate {
    Eigen::MatrixXd matrix;      ///< output positions × contacts, nA/µm³ per mV
    Eigen::VectorXd positionsUm; ///< of the outputs, ascending
    /// 2-norm condition number of the linear system behind the estimate: by how much relative noise of the
    /// potentials can grow. 1 where nothing is solved.
    double conditionNumber = 1.0;
    std::string unit = "nA/µm³"; ///< of matrix · potentials in mV
};

/// Contacts along an axis, ascending, and which of the caller's each one is.
struct OrderedContacts {
    Eigen::VectorXd depthsUm;
    std::vector<Eigen::Index> columns; ///< columns[i] is the caller's index of depthsUm[i]

    /// A matrix with columns in ascending order of depth, with them in the caller's order.
    Eigen::MatrixXd callersOrder(const Eigen::MatrixXd& ascending) const;
};

/// Fails with a sentence for fewer than three contacts, for two at one depth, and for what is no number.
Result<OrderedContacts> orderContacts(const Eigen::VectorXd& depthsUm);

/// `count` positions from the first to the last contact, both included; the contacts where it is 0.
Eigen::VectorXd csdOutputs(const Eigen::VectorXd& ascendingDepthsUm, int count);

/// Thickness of the layer about each contact: up to half way to its neighbours, and as far beyond the ends.
Eigen::VectorXd layerThickness(const Eigen::VectorXd& ascendingDepthsUm);

} // namespace phiscope
