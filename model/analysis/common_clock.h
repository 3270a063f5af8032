#pragma once

#include <Eigen/Core>

namespace phiscope {

/// A channel's value between frames, straight from one to the next; at the ends where `frame` lies beyond.
double interpolated(const Eigen::Ref<const Eigen::MatrixXd>& values, Eigen::Index channel, double frame);

/// Where frame `k` of one time step lies in frames of another, without the rounding of times that coincide.
double frameIn(Eigen::Index k, double dtMs, double otherDtMs);

/// The difference of two recordings of the same channels, each from t = 0 on with a time step of its own.
struct RunDifference {
    Eigen::MatrixXd values; ///< b − a, channels × frames of the common time; empty where they do not match
    double dtMs = 0.0;      ///< the longer of the two steps
    bool interpolated = false; ///< times do not coincide: the one with the shorter step is taken as straight
    bool shortened = false;    ///< one goes on beyond what is compared, by more than a step
    // Where |b − a| is largest; -1 where they are equal.
    Eigen::Index channel = -1;
    Eigen::Index frame = -1;
    double largest = 0.0; ///< with its sign
    double sizeOfA = 0.0; ///< largest |a| of that channel over the common time

    double endMs() const { return values.cols() > 0 ? static_cast<double>(values.cols() - 1) * dtMs : 0.0; }
    double timeMs() const { return static_cast<double>(frame) * dtMs; }
};

/// At the times of the one with the longer step, as far as both go.
RunDifference runDifference(const Eigen::Ref<const Eigen::MatrixXd>& a, double aDtMs,
                            const Eigen::Ref<const Eigen::MatrixXd>& b, double bDtMs);

} // namespace phiscope
