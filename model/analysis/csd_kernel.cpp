#include "model/analysis/csd_kernel.h"

#include <Eigen/SVD>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <functional>
#include <utility>

namespace phiscope {
namespace {

using Svd = Eigen::BDCSVD<Eigen::MatrixXd>;

Svd decompose(const Eigen::MatrixXd& potentials) {
    return Svd(potentials, Eigen::ComputeThinU | Eigen::ComputeThinV);
}

/// λ in mV²: relative to the mean of the diagonal of K, which is the mean of the squared singular values.
double absoluteLambda(const Svd& svd, double lambda) {
    return lambda * svd.singularValues().squaredNorm() / static_cast<double>(svd.singularValues().size());
}

struct Solved {
    Eigen::MatrixXd matrix;
    double conditionNumber;
};

Result<Solved> solve(const KernelBasis& basis, double relativeLambda) {
    const Svd svd = decompose(basis.potentials);
    const Eigen::ArrayXd s = svd.singularValues().array();
    const double lambda = absoluteLambda(svd, relativeLambda);
    const double largest = s[0];
    const double smallest = s[s.size() - 1];
    const double known = 1e-10 * largest; // the basis is a table's, good to 3e-11
    if (smallest <= known && lambda <= known * known) {
        return fail(
            "The sources are so wide and close, compared with the contacts, that the potentials do not "
            "tell them apart.",
            "Take a regularisation above 0, or narrower sources.");
    }
    const Eigen::VectorXd filter = s / (s.square() + lambda);
    return Solved{((basis.densities * svd.matrixU()) * filter.asDiagonal()) * svd.matrixV().transpose(),
                  (largest * largest + lambda) / (smallest * smallest + lambda)};
}

Result<void> enoughSources(Eigen::Index sources, Eigen::Index contacts) {
    if (sources < contacts) {
        return fail("There are " + std::to_string(sources) + " sources for " + std::to_string(contacts) +
                        " contacts.",
                    "Take at least as many sources as contacts.");
    }
    return {};
}

Result<void> checkPlane(const Eigen::Matrix2Xd& contacts, double margin) {
    const Eigen::Index n = contacts.cols();
    if (n < 3) {
        // The same words as along a line.
        return orderContacts(Eigen::VectorXd::LinSpaced(n, 0.0, 1.0)).map([](const OrderedContacts&) {});
    }
    if (!contacts.allFinite()) {
        return fail("The position of a contact is not a number.", "Correct the positions of the contacts.");
    }
    const Eigen::Vector2d extent = contacts.rowwise().maxCoeff() - contacts.rowwise().minCoeff();
    for (Eigen::Index i = 0; i < n; ++i) {
        for (Eigen::Index j = i + 1; j < n; ++j) {
            if (!((contacts.col(i) - contacts.col(j)).norm() > 1e-9 * extent.norm())) {
                return fail("Contacts " + std::to_string(i + 1) + " and " + std::to_string(j + 1) +
                                " lie in the same place.",
                            "Leave one of them out.");
            }
        }
    }
    if (extent.minCoeff() + 2.0 * margin <= 0.0) {
        return fail("All contacts lie on one line, and the sources have no margin beside it.",
                    "Take a margin above 0, or an estimate along the line.");
    }
    return {};
}

/// Root mean square error of every contact's prediction from the others. `products`: potentials ·
/// potentialsᵀ.
double leaveOneOut(const Svd& svd, double relativeLambda, const Eigen::MatrixXd& products,
                   Eigen::Index frames) {
    const Eigen::ArrayXd s = svd.singularValues().array();
    const Eigen::VectorXd filter = 1.0 / (s.square() + absoluteLambda(svd, relativeLambda));
    const Eigen::MatrixXd inverse = svd.matrixV() * filter.asDiagonal() * svd.matrixV().transpose();
    const Eigen::ArrayXd squares = (inverse * products).cwiseProduct(inverse).rowwise().sum();
    const double sum = (squares / inverse.diagonal().array().square()).sum();
    return std::sqrt(std::max(0.0, sum) / static_cast<double>(frames * products.rows()));
}

using BasisOfWidth = std::function<Eigen::MatrixXd(double widthUm)>;

Result<KernelChoice> choose(const Eigen::Ref<const Eigen::MatrixXd>& potentials, const KernelSearch& search,
                            const BasisOfWidth& basisOfWidth) {
    if (search.widthsUm.empty() || search.lambdas.empty()) {
        return fail("There is no width or no regularisation to try.", "Give at least one of each.");
    }
    for (const double width : search.widthsUm) {
        if (const auto fine = checkRange("A width to try", width, KernelSources::widthRangeUm, "µm"); !fine) {
            return tl::unexpected(fine.error());
        }
    }
    for (const double lambda : search.lambdas) {
        const Range aboveZero{1e-15, KernelSources::lambdaRange.high};
        if (const auto fine = checkRange("A regularisation to try", lambda, aboveZero, ""); !fine) {
            return tl::unexpected(fine.error());
        }
    }
    if (potentials.cols() == 0 || !potentials.allFinite()) {
        return fail("There are no potentials to choose by, or one of them is not a number.",
                    "Run the simulation first.");
    }
    const Eigen::MatrixXd products = potentials * potentials.transpose();
    KernelChoice choice;
    choice.errorsMv.resize(static_cast<Eigen::Index>(search.widthsUm.size()),
                           static_cast<Eigen::Index>(search.lambdas.size()));
    for (Eigen::Index i = 0; i < choice.errorsMv.rows(); ++i) {
        const Svd svd = decompose(basisOfWidth(search.widthsUm[static_cast<std::size_t>(i)]));
        for (Eigen::Index j = 0; j < choice.errorsMv.cols(); ++j) {
            choice.errorsMv(i, j) =
                leaveOneOut(svd, search.lambdas[static_cast<std::size_t>(j)], products, potentials.cols());
        }
    }
    Eigen::Index width = 0;
    Eigen::Index lambda = 0;
    choice.errorsMv.minCoeff(&width, &lambda);
    choice.widthUm = search.widthsUm[static_cast<std::size_t>(width)];
    choice.lambda = search.lambdas[static_cast<std::size_t>(lambda)];
    return choice;
}

/// Everything that is checked before sources are laid out along a line.
Result<OrderedContacts> checked(const Eigen::VectorXd& depthsUm, const KernelCsd& p) {
    return validate(p)
        .and_then([&] { return orderContacts(depthsUm); })
        .and_then([&](OrderedContacts contacts) -> Result<OrderedContacts> {
            const Result<void> fine = enoughSources(p.sources.count, contacts.depthsUm.size());
            return fine ? Result<OrderedContacts>(std::move(contacts)) : tl::unexpected(fine.error());
        });
}

} // namespace

Result<void> validate(const KernelCsd& p) {
    return validate(p.sources)
        .and_then([&] {
            return checkRange("The diameter of the sources", p.diameterUm, KernelCsd::diameterRangeUm, "µm");
        })
        .and_then([&] {
            return p.outputCount == 0 ? Result<void>{}
                                      : checkRange("The number of positions", p.outputCount,
                                                   {2.0, KernelCsd::maximumOutputs}, "");
        });
}

Result<void> validate(const PlanarKernelCsd& p) {
    return validate(p.sources).and_then([&] {
        return checkRange("Half the thickness of the sources", p.halfThicknessUm,
                          PlanarKernelCsd::halfThicknessRangeUm, "µm");
    });
}

Result<CsdEstimate> estimateCsd(const Eigen::VectorXd& depthsUm, const KernelCsd& p) {
    const Result<OrderedContacts> contacts = checked(depthsUm, p);
    if (!contacts) {
        return tl::unexpected(contacts.error());
    }
    CsdEstimate estimate;
    estimate.positionsUm = csdOutputs(contacts->depthsUm, p.outputCount);
    return solve(lineBasis(depthsUm, estimate.positionsUm, p.sources, 0.5 * p.diameterUm), p.sources.lambda)
        .map([&](Solved solved) {
            estimate.matrix = std::move(solved.matrix);
            estimate.conditionNumber = solved.conditionNumber;
            return std::move(estimate);
        });
}

Result<PlanarCsdEstimate> estimateCsd(const Eigen::Matrix2Xd& contactsUm, const Eigen::Matrix2Xd& outputsUm,
                                      const PlanarKernelCsd& p) {
    if (const auto fine = validate(p).and_then([&] { return checkPlane(contactsUm, p.sources.marginUm); });
        !fine) {
        return tl::unexpected(fine.error());
    }
    const KernelBasis basis = planarBasis(contactsUm, outputsUm, p.sources, p.halfThicknessUm);
    return enoughSources(basis.potentials.rows(), contactsUm.cols())
        .and_then([&] { return solve(basis, p.sources.lambda); })
        .map([&](Solved solved) {
            return PlanarCsdEstimate{std::move(solved.matrix), outputsUm, solved.conditionNumber};
        });
}

Result<KernelChoice> crossValidate(const Eigen::VectorXd& depthsUm,
                                   const Eigen::Ref<const Eigen::MatrixXd>& potentialsMv,
                                   const KernelCsd& parameters, const KernelSearch& search) {
    const Result<OrderedContacts> contacts = checked(depthsUm, parameters);
    if (!contacts) {
        return tl::unexpected(contacts.error());
    }
    assert(potentialsMv.rows() == depthsUm.size());
    return choose(potentialsMv, search, [&](double widthUm) {
        KernelSources sources = parameters.sources;
        sources.widthUm = widthUm;
        return lineBasis(depthsUm, Eigen::VectorXd(), sources, 0.5 * parameters.diameterUm).potentials;
    });
}

Result<KernelChoice> crossValidate(const Eigen::Matrix2Xd& contactsUm,
                                   const Eigen::Ref<const Eigen::MatrixXd>& potentialsMv,
                                   const PlanarKernelCsd& parameters, const KernelSearch& search) {
    const auto fine =
        validate(parameters).and_then([&] { return checkPlane(contactsUm, parameters.sources.marginUm); });
    if (!fine) {
        return tl::unexpected(fine.error());
    }
    assert(potentialsMv.rows() == contactsUm.cols());
    return choose(potentialsMv, search, [&](double widthUm) {
        KernelSources sources = parameters.sources;
        sources.widthUm = widthUm;
        return planarBasis(contactsUm, Eigen::Matrix2Xd(2, 0), sources, parameters.halfThicknessUm)
            .potentials;
    });
}

} // namespace phiscope
