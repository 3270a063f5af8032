#pragma once

#include "widgets/cell_colours.h"
#include "widgets/newest_worker.h"
#include "widgets/run_data.h"
#include "widgets/slice_currents.h"

#include <Eigen/Core>

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>

namespace phiscope {

/// Colours of the cell by one of two runs, A and B, or by their difference: the membrane potential or the
/// transmembrane current, at one clock for both.
///
/// The range of the colours is that of the whole runs. Where finding it takes long it is found on a worker;
/// until then that of the moments shown counts.
class RunPairColours : public CellColours, public SliceCurrents {
public:
    enum class Side { first, second, difference };

    /// Both runs are of a cell with the same segments.
    RunPairColours(RunData first, RunData second, Side side, bool currents);
    ~RunPairColours() override;

    bool values(double timeMs, const PlacedCell& cell, std::vector<float>& values) override;
    CellColouring colouring(const View& view) const override;
    const SliceCurrents* sliceCurrents() const override { return this; }

    std::string prefix() const override;
    bool currents(double timeMs, std::vector<double>& valuesNa) const override;
    std::int64_t scanCurrents(std::int64_t from, const Take& take) const override;
    bool currentsComplete() const override { return pair_.complete(); }

    /// Called when another range has been found; then `values` and `colouring` are to be asked again.
    void setOnRange(std::function<void()> call) { onRange_ = std::move(call); }
    bool busy() const { return worker_ != nullptr && worker_->busy(); }
    /// How many values may be looked at in a call of `values`; more go to the worker.
    void setAtOnce(std::int64_t values) { atOnce_ = values; }

    /// Colours of the runs before, which differ in that one of them has been run again: the range does not
    /// shrink until that one is complete.
    void keepRangeOf(const RunPairColours& before);

    /// Section by section the same segments; they may stand elsewhere.
    static bool sameSegments(const PlacedCell& a, const PlacedCell& b);

private:
    struct Extent {
        bool any = false;
        double low = 0.0; ///< of the potential, mV
        double high = 0.0;
        double size = 0.0; ///< of currents and differences
        void add(const Extent& other);
    };
    /// The two runs; a worker has a copy.
    struct Pair {
        RunData first;
        RunData second;
        bool currents = false;

        bool complete() const;
        bool fill(Side side, double timeMs, const Eigen::VectorXd& area, std::vector<float>& values) const;
        bool fillCurrents(Side side, double timeMs, std::vector<double>& valuesNa) const;

    private:
        /// `of(moment, segment)` of a side; false where there is none of the time.
        template <typename Of, typename Value>
        bool collect(Side side, double timeMs, const Of& of, std::vector<Value>& values) const;
    };
    /// What is known of the ranges.
    struct Scan {
        std::int64_t next = 0; ///< frame of the clock
        Extent extent;
    };
    /// Which frames are looked at.
    struct Moments {
        double dtMs = 0.0;
        double endMs = 0.0;
        std::int64_t stride = 1;
        std::int64_t left(std::int64_t next) const;
    };
    Extent extent() const; ///< that the colours are for
    Moments moments(std::int64_t count) const;
    void scan(const PlacedCell& cell);
    static Scan scanned(const Pair& pair, bool difference, const Moments& moments,
                        const Eigen::VectorXd& area, Scan from, const std::atomic<bool>& stop);
    static Extent extentOf(std::vector<float>& values); ///< turns them about

    Pair pair_;
    Side side_;
    std::int64_t atOnce_ = 500'000; ///< some ms
    Scan scan_;
    Extent before_;
    Extent shown_; ///< of the moments shown, until the scan has an end
    std::vector<float> scratch_;
    std::function<void()> onRange_;
    std::shared_ptr<std::atomic<bool>> stop_ = std::make_shared<std::atomic<bool>>(false);
    QObject here_; ///< what a worker still sends goes with it
    std::unique_ptr<NewestWorker<Scan>> worker_;
};

} // namespace phiscope
