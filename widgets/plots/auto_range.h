#pragma once

namespace phiscope {

/// An amplitude that fits the data and does not jump about: it grows with them, and shrinks only when they
/// are complete and much smaller. Always 1, 2 or 5 times a power of ten.
class AutoRange {
public:
    /// True where it changed. `complete`: no more data will come.
    bool fit(double amplitude, bool complete);
    double value() const { return value_; }
    void forget() { value_ = 0.0; }

private:
    double value_ = 0.0;
};

/// The same for values that are not symmetric about zero: limits at whole steps around [low, high].
class AutoLimits {
public:
    explicit AutoLimits(double leastSpan)
        : leastSpan_(leastSpan) {}
    bool fit(double low, double high, bool complete);
    double low() const { return low_; }
    double high() const { return high_; }

private:
    double leastSpan_;
    double low_ = 0.0;
    double high_ = 0.0;
};

} // namespace phiscope
