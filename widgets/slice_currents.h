#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace phiscope {

/// Membrane currents whose field the slices show in place of that of the window's run. No Qt.
class SliceCurrents {
public:
    using Take = std::function<void(const std::vector<double>&)>;

    SliceCurrents() = default;
    virtual ~SliceCurrents() = default;
    SliceCurrents(const SliceCurrents&) = delete;
    SliceCurrents& operator=(const SliceCurrents&) = delete;

    /// Put before "Potential": "A: ".
    virtual std::string prefix() const = 0;
    /// One a segment, nA; false where there are none of the moment.
    virtual bool currents(double timeMs, std::vector<double>& valuesNa) const = 0;
    /// Gives those of the moments that the range of the colours counts, from where the last call came to (0
    /// at first), as far as they are there. Returns how far it came.
    virtual std::int64_t scanCurrents(std::int64_t from, const Take& take) const = 0;
    virtual bool currentsComplete() const = 0;
};

} // namespace phiscope
