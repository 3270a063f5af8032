#pragma once

#include <string>
#include <vector>

namespace phiscope::reference {

/// What became of one reference case, gathered while it is checked.
class CaseReport {
public:
    enum class Verdict { passed, failed, skipped };

    /// `where` was compared; its largest error, relative to the largest magnitude there.
    void agrees(const std::string& where, double relativeError);
    /// `where` was compared and is wrong. `what` is a sentence with both numbers.
    void differs(const std::string& where, const std::string& what, double relativeError = 0.0);
    /// Something in the case that this program does not calculate.
    void skipPart(const std::string& name);
    /// The whole case cannot be checked.
    void skipAll(const std::string& reason);

    Verdict verdict() const;
    /// One line without the case's name: errors, where, and what was skipped.
    std::string summary() const;
    const std::vector<std::string>& differences() const { return differences_; }

private:
    void note(const std::string& where, double relativeError);

    int compared_ = 0;
    double worst_ = 0.0;
    std::string worstAt_;
    std::vector<std::string> differences_;
    std::vector<std::string> skippedParts_;
    std::string skipped_;
};

} // namespace phiscope::reference
