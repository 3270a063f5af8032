#pragma once

#include <QLabel>

#include <cstdint>
#include <memory>

namespace phiscope {

class Recording;
struct RunData;
struct Theme;

/// Warns where the membrane currents of a run do not add up to zero, since its dipole then depends on the
/// origin. Hidden where they do.
class BalanceNote : public QLabel {
    Q_OBJECT
public:
    explicit BalanceNote(QWidget* parent = nullptr);

    void setTheme(const Theme& theme);
    /// Looks again where there is enough that is new.
    void showFor(const RunData& run);

private:
    std::weak_ptr<const Recording> recording_;
    std::int64_t frames_ = 0; ///< that were looked at
};

} // namespace phiscope
